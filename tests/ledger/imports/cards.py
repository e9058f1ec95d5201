"""Contacts, résumés and candidates for tests: as their makers write them."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.records import (
    Application,
    Engagement,
    Membership,
    Noted,
    Person,
    Record,
    Skipped,
    Unused,
)
from ledger.imports.sources import shares

Pairs = list[tuple[str, str]]


class Told:
    """Everything one source tells of some files, sorted by what it is."""

    def __init__(self, *paths: Path, options: Options | None = None) -> None:
        said = options or Options()
        with open_files(*paths) as files:
            [share], self.unread = shares(files, said)
            reading = share.reader.read(share.files, said)
            self.source = reading.source
            records: list[Record] = list(reading.records)
            self.rows_by_file = reading.rows_by_file
            self.told_at = reading.told_at
        self.records = records
        self.people = [one for one in records if isinstance(one, Person)]
        self.engagements = [one for one in records if isinstance(one, Engagement)]
        self.memberships = [one for one in records if isinstance(one, Membership)]
        self.applications = [one for one in records if isinstance(one, Application)]
        self.skipped = [one for one in records if isinstance(one, Skipped)]
        self.unused = {one.file: one.reason for one in records if isinstance(one, Unused)}
        self.notes = [one.note for one in records if isinstance(one, Noted)]
        self.must_account_for_every_row()
        self.must_introduce_people_first()

    def must_account_for_every_row(self) -> None:
        """Check that each row led to a person, a group or a reason, at its own place."""
        rows = [one.place for one in (*self.people, *self.skipped)]
        assert len(rows) == len(set(rows))
        # A group is a row as well, the pool that a person is told to be in is not.
        rows += {one.place for one in self.memberships} - set(rows)
        counts = Counter(place.file.partition("#")[0] for place in rows)
        assert counts == Counter({file: n for file, n in self.rows_by_file.items() if n})

    def must_introduce_people_first(self) -> None:
        """Check that nobody does anything before they are introduced, and only once."""
        known: set[str] = set()
        for record in self.records:
            if isinstance(record, Person):
                assert record.person not in known
                known.add(record.person)
            if isinstance(record, Engagement | Membership | Application):
                assert record.person in known

    @property
    def reasons(self) -> list[str]:
        """Why rows were left out."""
        return [one.reason for one in self.skipped]


def reaches(person: Person) -> Pairs:
    """Return the handles of a person as pairs of type and value."""
    return [(one.handle.type.value, one.handle.value) for one in person.handles]


def written(folder: Path, members: Mapping[str, str | bytes]) -> list[Path]:
    """Write files, text in UTF-8 with the line ends it has."""
    paths: list[Path] = []
    for name, content in members.items():
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return paths


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    """Write one vCard."""
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def told_of(
    folder: Path, *contents: str | bytes, options: Options | None = None, suffix: str = "vcf"
) -> Told:
    """Read contents as files of one input."""
    members = {f"part{number}.{suffix}": each for number, each in enumerate(contents)}
    return Told(*written(folder, members), options=options)


def read_card(folder: Path, *lines: str, version: str = "3.0") -> Person:
    """Read one card that tells of somebody."""
    [person] = told_of(folder, card(*lines, version=version)).people
    return person
