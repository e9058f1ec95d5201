"""A source that is a table: one reader for each program known, and one for any other table."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger import errors
from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.records import Reading, Record, Unused
from ledger.imports.remarks import Remarks
from ledger.imports.tables.columns import Understood, must_exist, understand
from ledger.imports.tables.layout import Layout
from ledger.imports.tables.mapping import Mapping
from ledger.imports.tables.people import People
from ledger.imports.tables.sheets import Sheet, layouts_of, sheets_of

ANY_TABLE = "table"
# Enough to see what a column holds; few enough to look at each cell.
_ROWS_LOOKED_AT = 200
_NO_TABLE = "no table in it"
_NOBODY = "no column of it tells who somebody is"
_SHOWN_MAX = 2_000


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the tables of one program, or with no mapping those of any."""

    mapping: Mapping | None = None

    @property
    def source(self) -> str:
        """The name of the program, as events carry it."""
        return self.mapping.source if self.mapping else ANY_TABLE

    def claims(self, files: Files) -> list[str]:
        """Claim the files with a table this reader knows, by their headers and first rows."""
        names = files.names()
        # Beside other files, a table that names nobody is left alone; alone it was meant.
        is_meant = names == [files.filename]
        return [name for name in names if self._has_table(files, name, is_meant=is_meant)]

    def read(self, files: Files, options: Options) -> Reading:
        """Find out what every column means at once; tell the rows as they are asked for.

        Raises `errors.Unreadable` where no column tells who somebody is, and `errors.Invalid`
        for a given column or meaning that there is not.
        """
        remarks = Remarks()
        tables: list[tuple[Sheet, Understood]] = []
        unused: list[Unused] = []
        for file in files.names():
            found = [
                (sheet, self._understand(sheet, options))
                for sheet in sheets_of(files, file, options, remarks)
            ]
            tables += found
            unused += [] if found else [Unused(file, _NO_TABLE)]
        must_exist(options, [sheet.layout.headers for sheet, _ in tables], files.filename)
        useful = [
            (sheet, understood) for sheet, understood in tables if understood.identifies()
        ]
        if not useful:
            raise errors.Unreadable(_unclear(files, tables), file=files.filename)
        unused += [
            Unused(sheet.name, _NOBODY)
            for sheet, understood in tables
            if not understood.identifies()
        ]
        rows_by_file: dict[str, int] = {}
        people = [
            People(sheet, understood, self.source, options, remarks)
            for sheet, understood in useful
        ]
        records = _told(people, unused, remarks, rows_by_file)
        return Reading(self.source, records, None, rows_by_file)

    def _has_table(self, files: Files, file: str, *, is_meant: bool) -> bool:
        try:
            layouts = layouts_of(files, file)
        except errors.Refused:
            # A broken workbook among other files is reported as unused; alone it is refused.
            if is_meant:
                raise
            return False
        return any(self._is_known(layout, file, is_meant=is_meant) for layout in layouts)

    def _is_known(self, layout: Layout, file: str, *, is_meant: bool) -> bool:
        if self.mapping:
            return self.mapping.knows(layout.headers)
        is_text = file.casefold().endswith(".txt")
        return layout.is_table(is_text=is_text) or (is_meant and not is_text)

    def _understand(self, sheet: Sheet, options: Options) -> Understood:
        headers = sheet.layout.headers
        mapping = self.mapping if self.mapping and self.mapping.knows(headers) else None
        return understand(
            sheet.name, headers, sheet.first_rows(_ROWS_LOOKED_AT), mapping, options
        )


def _told(
    people: list[People], unused: list[Unused], remarks: Remarks, rows_by_file: dict[str, int]
) -> Iterator[Record]:
    for table in people:
        yield from table.told(rows_by_file)
    yield from unused
    yield from remarks.told()


def _unclear(files: Files, tables: list[tuple[Sheet, Understood]]) -> str:
    if not tables:
        return f"{files.filename} holds no table: save it as CSV or xlsx with a header row."
    names = [name for sheet, _ in tables for name in sheet.layout.headers]
    shown = ", ".join(f"“{name}”" for name in names)
    return (
        f"No column of {files.filename} tells who somebody is: a name, an address, a number or "
        f"a profile link. Its columns are: {shown[:_SHOWN_MAX]}. Say what they mean with "
        f"--map, such as --map '{names[0]}=name'."
    )
