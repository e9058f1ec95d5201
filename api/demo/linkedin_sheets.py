"""How does LinkedIn write a table? Its dialects of CSV, byte for byte (FORMATS.md §1.2)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write rows as bytes."""

    encoding: str = "utf-8"
    byte_order_mark: bytes = b""
    delimiter: str = ","
    line_end: str = "\n"
    quotes_all: bool = False
    ends_line: bool = True
    """Whether the last line has an end, too."""


SNAPSHOT = Dialect()
OPEN_ENDED = Dialect(ends_line=False)
STREAM = Dialect(line_end="\r\n")
QUOTED = Dialect(quotes_all=True)
LEGACY = Dialect("utf-16-le", b"\xff\xfe", "\t", quotes_all=True)

_ALWAYS = 9_999


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of an export, and the years in which exports held it in this shape."""

    name: str
    header: str
    rows: Iterable[Row] = ()
    dialect: Dialect = SNAPSHOT
    since: int = 0
    last: int = _ALWAYS
    preamble: str = ""

    def stands_in(self, year: int) -> bool:
        """Tell whether an export of that year holds the table."""
        return self.since <= year <= self.last

    def text(self) -> Iterator[str]:
        """Yield the table piece by piece, ready to be encoded."""
        dialect = self.dialect
        joined = _quoted_row if dialect.quotes_all else plain_row
        # A plain header is kept as it stands: one of them ends in a comma.
        columns = self.header.split(",")
        header = joined(columns, dialect.delimiter) if dialect.quotes_all else self.header
        yield self.preamble + header
        for row in self.rows:
            yield dialect.line_end + joined(row, dialect.delimiter)
        if dialect.ends_line:
            yield dialect.line_end


@dataclass(frozen=True, slots=True)
class Document:
    """A member of an export that is no well-formed table."""

    name: str
    pieces: Iterable[str]
    since: int = 0
    last: int = _ALWAYS
    dialect: Dialect = SNAPSHOT

    def stands_in(self, year: int) -> bool:
        """Tell whether an export of that year holds the member."""
        return self.since <= year <= self.last

    def text(self) -> Iterator[str]:
        """Yield the text piece by piece, ready to be encoded."""
        yield from self.pieces


_NEEDS_QUOTES = re.compile(r'[,"\r\n]')
# No value holds it, so it can mark the borders between them.
_BORDER = "\0"


def _quoted_row(row: Row, delimiter: str) -> str:
    """Return a row with every value in quotes."""
    text = _BORDER.join(row).replace('"', '""').replace(_BORDER, f'"{delimiter}"')
    return f'"{text}"'


def plain_row(row: Row, delimiter: str = ",") -> str:
    """Return a row with quotes only where a value could not stand without them."""
    if not _NEEDS_QUOTES.search(_BORDER.join(row)):
        return delimiter.join(row)
    return delimiter.join(
        _quoted_row([value], delimiter) if _NEEDS_QUOTES.search(value) else value
        for value in row
    )
