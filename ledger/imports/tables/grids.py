"""How large a sheet becomes once it is read: a few bytes can stand for billions of cells."""

import re

from ledger import errors

# The grid between the first and the last cell is held in memory, 32 bytes a cell.
_CELLS_MAX = 6_000_000
# `<c r="XFD1048576">` in xlsx: what lies between two cells is filled up.
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^<>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
# `table:number-columns-repeated="16384"` in ods: one cell stands for many.
_ELEMENT = re.compile(rb"<table:table-(row|cell)\b([^<>]*)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})["']""")
_TAIL_BYTES_MAX = 4_096
_LETTERS = 26


class Grid:
    """The cells of one sheet, counted while its pieces go by."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._tail = b""
        self._columns = self._rows = 0
        self._row_repeats = 1
        self._repeated_count = 0

    def see(self, chunk: bytes) -> None:
        """Look at one more piece; raise `errors.TooLarge` if the cells lie too far apart."""
        whole = self._tail + chunk
        end = whole.rfind(b">") + 1
        text, self._tail = whole[:end], whole[end:][-_TAIL_BYTES_MAX:]
        for column, row in _REFERENCE.findall(text):
            self._rows = max(self._rows, int(row))
            self._columns = max(self._columns, _column(column))
        if b"-repeated" in text or self._row_repeats > 1:
            self._see_repeats(text)
        if self._rows * self._columns > _CELLS_MAX:
            raise self._too_large(f"{self._columns:,} columns and {self._rows:,} rows apart")
        if self._repeated_count > _CELLS_MAX:
            raise self._too_large("repeated more often than any table needs")

    def _see_repeats(self, text: bytes) -> None:
        for kind, attributes in _ELEMENT.findall(text):
            found = _REPEATED.search(attributes)
            repeats = int(found[1]) if found else 1
            if kind == b"row":
                self._row_repeats = repeats
            elif b"value-type" in attributes:
                # Empty cells are repeated up to the border of every sheet, and cost nothing.
                self._repeated_count += repeats * self._row_repeats

    def _too_large(self, how: str) -> errors.TooLarge:
        detail = (
            f"{self._file} has cells {how}: delete what stands outside the table, or save it "
            "as CSV."
        )
        return errors.TooLarge(detail, file=self._file)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
