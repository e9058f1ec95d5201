"""All tables as one workbook of Excel's (xlsx), every text as a text, nothing as a formula."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from projections.copies.copy import Whom
from projections.copies.dates import last_recorded_at
from projections.copies.table import Table
from projections.copies.tables import tables_of
from projections.moment import Moment

# Excel's own limits: https://support.microsoft.com (specifications and limits).
CELL_UNITS_MAX = 32_767
ROWS_MAX = 1_048_576
_LISTED_MAX = 10_000
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


@dataclass(slots=True)
class _Cut:
    """The cells that did not fit, to be told on the first sheet."""

    cells: list[tuple[str, str, str, int]] = field(default_factory=list[Any])
    count: int = 0

    def note(self, sheet: str, key: str, column: str, size: int) -> None:
        self.count += 1
        if len(self.cells) < _LISTED_MAX:
            self.cells.append((sheet, key, column, size))


def write(moment: Moment, whom: Whom, path: Path, *, rows_max: int = ROWS_MAX) -> None:
    """Write the workbook; what is longer than a cell may be is cut, and listed on sheet one.

    A table with more rows than a sheet holds goes on on further sheets.
    """
    told_at = last_recorded_at(moment)
    book: Any
    with xlsxwriter.Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)}) as book:
        book.set_properties({"created": told_at.replace(tzinfo=None), "title": "Rapport"})
        about, cut = book.add_worksheet("About"), _Cut()
        counts: list[tuple[str, int]] = []
        for table in tables_of(whom):
            rows = enumerate(table.rows(moment, whom))
            number, row_count, waiting = 1, 0, next(rows, None)
            while waiting is not None or number == 1:
                name = table.name if number == 1 else f"{table.name} ({number})"
                sheet = book.add_worksheet(name)
                _head(sheet, table)
                for place in range(1, rows_max):
                    if waiting is None:
                        break
                    _row(sheet, place, table, waiting[1], cut)
                    row_count, waiting = row_count + 1, next(rows, None)
                number += 1
            counts.append((table.name, row_count))
        _about(about, told_at.isoformat(), counts, cut)


def _head(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name)


def _row(
    sheet: Worksheet, place: int, table: Table, row: tuple[str | None, ...], cut: _Cut
) -> None:
    for column_place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        if value is None:
            continue
        if column.type == "integer":
            sheet.write_number(place, column_place, int(value))
            continue
        shown = _fitting(value)
        if len(shown) < len(value):
            cut.note(cast("str", sheet.get_name()), str(row[0]), column.name, len(value))
        sheet.write_string(place, column_place, shown)


def _fitting(value: str) -> str:
    # A character beyond U+FFFF counts as two.
    if len(value) <= CELL_UNITS_MAX // 2:
        return value
    units = value.encode("utf-16-le")
    if len(units) <= 2 * CELL_UNITS_MAX:
        return value
    return units[: 2 * CELL_UNITS_MAX].decode("utf-16-le", "ignore")


def _about(sheet: Worksheet, told_at: str, counts: list[tuple[str, int]], cut: _Cut) -> None:
    lines = list[tuple[str | int, ...]](
        [
            ("Rapport: a copy of the views",),
            ("As of", told_at),
            ("It is for reading. The archive is what restores a ledger.",),
            (),
            ("Sheet", "Rows"),
            *counts,
            (),
        ]
    )
    if cut.count:
        lines += [
            (f"{cut.count} texts are longer than a cell may be and were cut.",),
            ("Sheet", "Row's first column", "Column", "Whole length in characters"),
            *cut.cells,
        ]
    else:
        lines.append(("Nothing was cut.",))
    for place, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(place, column, value)
            else:
                sheet.write_string(place, column, value)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file that was written."""
    with path.open("rb") as file:
        while piece := file.read(1 << 16):
            yield piece
