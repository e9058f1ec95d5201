"""Mails for tests: as programs write them, in mboxes as programs keep them."""

from collections.abc import Iterable
from pathlib import Path

from ledger.imports.files import open_files
from ledger.imports.mail import READER
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Noted, Person, Record, Skipped

ME = "olga@agency.example"
ANA = "ana@berg.example"
BEN = "ben@costa.example"
SEPARATOR = "From 1795@xxx Tue Feb 03 09:30:00 +0000 2026"
NOTHING_SAID = Options()
MINE = Options(me=(ME,))


def mail(
    body: str = "Hello",
    *more: str,
    sender: str = f"Ana Berg <{ANA}>",
    to: str = ME,
    number: int | str = 1,
    without: Iterable[str] = (),
) -> str:
    """Return a mail as it lies in a file; `more` are header lines, `without` names of some."""
    headers = {
        "From": sender,
        "To": to,
        "Subject": "The role in Porto",
        "Date": "Tue, 03 Feb 2026 10:30:00 +0100",
        "Message-ID": f"<{number}@mail.example>",
    }
    told = [f"{name}: {value}" for name, value in headers.items() if name not in without]
    return "\n".join([*told, *more, "", body, ""])


def mbox(*mails: str | bytes) -> bytes:
    """Return mails as an mbox, as Takeout separates them."""
    as_bytes = [one if isinstance(one, bytes) else one.encode() for one in mails]
    return b"".join(SEPARATOR.encode() + b"\n" + one + b"\n" for one in as_bytes)


class Told:
    """Everything the reader yields for one input, sorted by what it is."""

    def __init__(self, path: Path, options: Options = NOTHING_SAID) -> None:
        with open_files(path) as files:
            claimed = files.only(READER.claims(files))
            reading = READER.read(claimed, options)
            self.owner = reading.owner
            self.records: list[Record] = list(reading.records)
            self.rows_by_file = reading.rows_by_file
        records = self.records
        self.people = [one for one in records if isinstance(one, Person)]
        self.engagements = [one for one in records if isinstance(one, Engagement)]
        self.skipped = [one for one in records if isinstance(one, Skipped)]
        self.notes = [one.note for one in records if isinstance(one, Noted)]
        self.must_account_for_every_row()
        self.must_introduce_people_first()

    @property
    def one(self) -> Engagement:
        """The only engagement there is."""
        assert len(self.engagements) == 1, self.records
        return self.engagements[0]

    @property
    def reason(self) -> str:
        """Why the only mail there is was skipped."""
        assert len(self.skipped) == 1, self.records
        assert not self.engagements
        return self.skipped[0].reason

    def must_account_for_every_row(self) -> None:
        """Check that each mail led to engagements or to one reason, at its own line."""
        led = {one.place for one in self.engagements}
        left_out = [one.place for one in self.skipped]
        assert len(set(left_out)) == len(left_out)
        assert not led & set(left_out)
        for file, count in self.rows_by_file.items():
            places = [place for place in (*led, *left_out) if place.file == file]
            assert len(places) == count, file

    def must_introduce_people_first(self) -> None:
        """Check that nobody does anything before they are introduced, and only once."""
        known: set[str] = set()
        for record in self.records:
            if isinstance(record, Person):
                assert record.person not in known
                known.add(record.person)
            if isinstance(record, Engagement):
                assert record.person in known


def told(
    folder: Path, content: str | bytes, options: Options = MINE, name: str = "a.eml"
) -> Told:
    """Read one file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Told(path, options)
