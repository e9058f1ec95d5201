"""One CSV file of an export as rows with their line numbers, whatever it went through."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from ledger.imports import delimited
from ledger.imports.encodings import Encoding, encoding_of, head_of
from ledger.imports.files import Files
from ledger.imports.linkedin.shapes import Shape, folded, shape_of
from ledger.imports.records import Place, Skipped
from ledger.imports.remarks import Remarks

# The preamble of Connections.csv takes three rows; a spreadsheet adds `sep=;` and blank rows.
_PREAMBLE_ROWS_MAX = 20
_DELIMITERS = (",", ";", "\t")
_HEADER_SHOWN_MAX = 300


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's header row stands, and what it says."""

    shape: Shape
    cells: tuple[str, ...]
    delimiter: str
    row: int


@dataclass(slots=True)
class Table:
    """A file known by its header; it can be read several times."""

    files: Files
    file: str
    header: Header
    remarks: Remarks
    encoding: Encoding | None = None
    row_count: int = 0
    """Data rows met when it was last read to its end."""
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    """Rows met then that do not have the header's columns."""

    def place(self, line: int) -> Place:
        """Return the place of a line of this file."""
        return Place(self.file, line)

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row's first line and its cells under these columns, empty if missing.

        Rows with more or fewer cells than the header are put aside in `skipped`.
        """
        cells = self.header.cells
        width = len(cells)
        # A column that is not there is read from the empty cell put at the end of each row.
        pick = itemgetter(*(cells.index(name) if name in cells else width for name in columns))
        self.row_count = 0
        self.skipped = []
        for line, row in self._records():
            self.row_count += 1
            if len(row) != width:
                reason = _misfit(row, width)
                if reason:
                    self.skipped.append(Skipped(Place(self.file, line), reason))
                    continue
                del row[width:]
            row.append("")
            yield line, pick(row)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        if self.encoding is None:
            with self.files.open(self.file) as whole:
                self.encoding = encoding_of(whole)
            if self.encoding.remark:
                self.remarks.note(f"{self.file} {self.encoding.remark}.")
        for number, line, row in delimited.rows(
            self.files, self.file, self.encoding, self.header.delimiter, self.remarks
        ):
            if number > self.header.row:
                yield line, row


def find_header(files: Files, file: str) -> Header | None:
    """Return the header row of a table Rapport knows; None where there is none."""
    head = _head(files, file)
    for delimiter in _DELIMITERS:
        rows = delimited.first_rows(head, delimiter, count_max=_PREAMBLE_ROWS_MAX)
        for number, row in enumerate(rows):
            cells = tuple(folded(cell) for cell in row)
            shape = shape_of(cells)
            if shape is not None:
                return Header(shape, cells, delimiter, number)
    return None


def shown_header(files: Files, file: str) -> str:
    """Return the first line with content, to be named where it is not the one expected."""
    for line in _head(files, file).splitlines():
        if line.strip():
            return line.strip()[:_HEADER_SHOWN_MAX]
    return ""


def _head(files: Files, file: str) -> str:
    with files.open(file) as stream:
        return head_of(stream)


def _misfit(row: list[str], width: int) -> str:
    if len(row) > width and not any(row[width:]):
        return ""
    return f"it has {len(row)} cells where the header has {width}"
