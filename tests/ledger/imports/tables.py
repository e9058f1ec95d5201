"""Tables for tests: written as programs write them, read as one input."""

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
from ledger.imports.taken_for import Column, Table

_NOTHING_SAID = Options()


class Told:
    """Everything the reading of one table yields, sorted by what it is."""

    def __init__(self, path: Path, options: Options = _NOTHING_SAID) -> None:
        with open_files(path) as files:
            found, unclaimed = shares(files, options)
            self.sources = [share.reader.source for share in found]
            self.records: list[Record] = []
            self.rows_by_file: dict[str, int] = {}
            for share in found:
                reading = share.reader.read(share.files, options)
                self.records += reading.records
                self.rows_by_file |= reading.rows_by_file
        records = self.records
        self.people = [one for one in records if isinstance(one, Person)]
        self.notes = [one for one in records if isinstance(one, Engagement)]
        self.pools = [one for one in records if isinstance(one, Membership)]
        self.applications = [one for one in records if isinstance(one, Application)]
        self.skipped = [one for one in records if isinstance(one, Skipped)]
        self.unused = [*unclaimed, *(one for one in records if isinstance(one, Unused))]
        self.said = [one.note for one in records if isinstance(one, Noted)]
        self.tables = [one for one in records if isinstance(one, Table)]
        self.must_account_for_every_row()
        self.must_introduce_people_first()

    def must_account_for_every_row(self) -> None:
        """Check that each data row is one person's, or skipped, and not both."""
        of_people = [place for person in self.people for place in (person.place, *person.also)]
        places = of_people + [one.place for one in self.skipped]
        assert len(places) == len(set(places))
        for file, count in self.rows_by_file.items():
            assert len([place for place in places if place.file == file]) == count, file

    def must_introduce_people_first(self) -> None:
        """Check that nobody does anything before they are introduced, and only once."""
        known: set[str] = set()
        for record in self.records:
            if isinstance(record, Person):
                assert record.person not in known
                known.add(record.person)
            if isinstance(record, Engagement | Membership | Application):
                assert record.person in known

    def column(self, header: str) -> Column:
        """Return the column of a header, in the first table."""
        return next(one for one in self.tables[0].columns if one.header == header)

    def handles(self, at: int = 0) -> list[tuple[str, str]]:
        """Return the handles of one person, in their order."""
        return [
            (reach.handle.type.value, reach.handle.value) for reach in self.people[at].handles
        ]

    def facts(self, at: int = 0) -> dict[str, object]:
        """Return what is told of one person."""
        return self.people[at].profile.model_dump(exclude_unset=True)

    def reasons(self) -> list[str]:
        """Return why rows were skipped, in their order."""
        return [one.reason for one in sorted(self.skipped, key=lambda one: one.place.line)]


def told(
    folder: Path,
    content: str | bytes,
    name: str = "people.csv",
    options: Options = _NOTHING_SAID,
) -> Told:
    """Read one file of this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Told(path, options)


def row(header: str, delimiter: str = ",", **cells: str) -> str:
    """Return a row for a long header: cells by their columns' names, the rest empty."""
    told_cells = {"".join(filter(str.isalnum, name)): cell for name, cell in cells.items()}
    written: list[str] = []
    for name in header.split(delimiter):
        cell = told_cells.pop("".join(filter(str.isalnum, name)), "")
        written.append(f'"{cell.replace(chr(34), chr(34) * 2)}"' if cell else "")
    assert not told_cells, f"no such columns: {list(told_cells)}"
    return delimiter.join(written)
