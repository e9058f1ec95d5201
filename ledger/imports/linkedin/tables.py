"""One CSV file of an export as rows with their line numbers, whatever it went through."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import BinaryIO

from ledger import errors
from ledger.imports.encodings import Encoding, encoding_of, head_of
from ledger.imports.files import Files
from ledger.imports.linkedin.shapes import Shape, folded, shape_of
from ledger.imports.records import Place, Skipped
from ledger.imports.remarks import Remarks

# A cell of several megabytes is a quotation mark that never closes.
_CELL_CHARACTERS_MAX = 4_000_000
# The preamble of Connections.csv takes three rows; a spreadsheet adds `sep=;` and blank rows.
_PREAMBLE_ROWS_MAX = 20
_DELIMITERS = (",", ";", "\t")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_HEADER_SHOWN_MAX = 300

csv.field_size_limit(_CELL_CHARACTERS_MAX)


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
        with self.files.open(self.file) as stream:
            reader = csv.reader(self._lines(stream), delimiter=self.header.delimiter)
            line = 1
            try:
                for number, row in enumerate(reader):
                    if row and number > self.header.row:
                        yield line, row
                    line = reader.line_num + 1
            except (csv.Error, UnicodeDecodeError) as error:
                detail = f"{self.file}, line {line}: {error}. Download the export again."
                raise errors.Unreadable(detail, file=self.file, line=line) from error

    def _lines(self, stream: BinaryIO) -> Iterable[str]:
        if self.encoding is None:
            with self.files.open(self.file) as whole:
                self.encoding = encoding_of(whole)
            if self.encoding.remark:
                self.remarks.note(f"{self.file} {self.encoding.remark}.")
        text = io.TextIOWrapper(stream, self.encoding.codec, self.encoding.errors, newline="")
        return text if self.encoding.is_clean else self._cleaned(text, self.encoding)

    def _cleaned(self, text: Iterable[str], encoding: Encoding) -> Iterator[str]:
        may_hold_surrogates = encoding.errors == "surrogatepass"
        for line in text:
            if "\0" in line or (may_hold_surrogates and _LONE_SURROGATE.search(line)):
                self.remarks.note(f"{self.file} held characters that are none; taken out.")
                yield _LONE_SURROGATE.sub("\ufffd", line.replace("\0", ""))
            else:
                yield line


def find_header(files: Files, file: str) -> Header | None:
    """Return the header row of a table Rapport knows; None where there is none."""
    head = _head(files, file)
    for delimiter in _DELIMITERS:
        for number, row in enumerate(_first_rows(head, delimiter)):
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


def _first_rows(head: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        for _, row in zip(range(_PREAMBLE_ROWS_MAX), reader, strict=False):
            yield row
    except csv.Error:
        return


def _misfit(row: list[str], width: int) -> str:
    if len(row) > width and not any(row[width:]):
        return ""
    return f"it has {len(row)} cells where the header has {width}"
