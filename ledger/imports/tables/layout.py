"""How a text file is laid out: what divides its cells, and which row is the header."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.imports import delimited
from ledger.imports.tables import contents, headers
from ledger.imports.tables.meanings import identifies

# A preamble of notes, blank rows and totals; trackers write up to ten of them.
_PREAMBLE_ROWS_MAX = 20
_LOOKED_AT_MAX = 200
_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?[\r\n]', re.IGNORECASE)
# A row is no header by chance if it names two things, or one and is alone in its row.
_KNOWN_MIN = 2
# Notes with the delimiter in them, and rows cut short, are a few among many.
_CONSISTENT_MIN = 0.7
_WIDTH_MIN = 2
# A text of words may have as many commas in most of its lines.
_TEXT_CONSISTENT_MIN = 0.9


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table looks like: its columns, and the rows above the first with data."""

    headers: tuple[str, ...]
    before_data: int
    """How many rows stand before the first with data, blank ones counted."""
    is_known: bool
    """Whether its header row names things a table of people has."""
    has_header: bool = True
    consistency: float = 1.0
    """The share of rows with the usual number of cells."""
    identifies: bool = False
    """Whether any column tells who somebody is, by its header or its cells."""
    delimiter: str = ","
    above_count: int = 0
    """How many lines that say something stand above the header."""

    def is_table(self, *, is_text: bool) -> bool:
        """Say whether this is a table of people; of a text, more is asked."""
        return self.identifies and (not is_text or self.consistency >= _TEXT_CONSISTENT_MIN)


def layout_of_text(head: str) -> Layout | None:
    """Return how a text is laid out, by its beginning; None where it is no table."""
    named = _SEPARATOR.match(head)
    if named:
        rows = _rows(head, named[1])
        found = layout_of_rows([[], *rows[1:]])
        return found and replace(found, delimiter=named[1])
    best: tuple[tuple[int, float], Layout] | None = None
    for delimiter in _DELIMITERS:
        rows = _rows(head, delimiter)
        found = layout_of_rows(rows)
        if found is None:
            continue
        known = headers.known_count(found.headers) if found.has_header else 0
        score = (known, found.consistency * (len(found.headers) - 1))
        if best is None or score > best[0]:
            best = (score, replace(found, delimiter=delimiter))
    return best[1] if best else None


def layout_of_rows(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Return how rows are laid out; None where they are no table."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return None
    found = _with_known_header(rows) or _with_other_header(rows, _usual_width(filled))
    if found is None:
        return None
    below = [row for row in rows[found.before_data :] if row]
    above = rows[: max(found.before_data - 1, 0)]
    return replace(
        found,
        consistency=_consistency([found.headers, *below]),
        identifies=_identifies(found.headers, below),
        above_count=sum(1 for row in above if any(cell.strip() for cell in row)),
    )


def _with_known_header(rows: Sequence[Sequence[str]]) -> Layout | None:
    known = [headers.known_count(row) for row in rows[:_PREAMBLE_ROWS_MAX]]
    most = max(known, default=0)
    at = known.index(most)
    if most >= _KNOWN_MIN or (most and sum(1 for cell in rows[at] if cell.strip()) == 1):
        return Layout(_named(rows[at]), at + 1, is_known=True)
    return None


def _with_other_header(rows: Sequence[Sequence[str]], width: int) -> Layout | None:
    if _consistency(rows) < _CONSISTENT_MIN:
        return None
    at = next(at for at, row in enumerate(rows) if len(row) == width and any(row))
    below = [row for row in rows[at + 1 :] if any(row)]
    if _is_header(rows[at], below):
        return Layout(_named(rows[at]), at + 1, is_known=False)
    if width < _WIDTH_MIN and not contents.is_typed(rows[at][0]):
        return None
    return Layout(_named([""] * width), at, is_known=False, has_header=False)


def _identifies(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    if any(map(identifies, headers.meanings_of(names))):
        return True
    columns = (
        [row[at].strip() for row in below if at < len(row) and row[at].strip()]
        for at in range(len(names))
    )
    return any(
        identifies(contents.meaning_of(cells) or contents.name_in(cells)) for cells in columns
    )


def _rows(head: str, delimiter: str) -> list[list[str]]:
    rows = list(delimited.first_rows(head, delimiter, count_max=_LOOKED_AT_MAX))
    # The beginning of a file ends somewhere in a row.
    is_whole = len(rows) in {0, 1, _LOOKED_AT_MAX} or head.endswith(("\n", "\r"))
    return rows if is_whole else _without_cut(rows)


def _without_cut(rows: list[list[str]]) -> list[list[str]]:
    return rows[:-1] if len(rows[-1]) < len(rows[-2]) else rows


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        " ".join(cell.split())[:200] or f"Column {at}" for at, cell in enumerate(cells, start=1)
    )


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    return Counter(len(row) for row in rows).most_common(1)[0][0]


def _consistency(rows: Sequence[Sequence[str]]) -> float:
    filled = [row for row in rows if row]
    if not filled:
        return 0.0
    width = _usual_width(filled)
    return sum(1 for row in filled if len(row) == width) / len(filled)


def _is_header(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row that names nothing known is the header all the same."""
    if any(contents.is_typed(cell) for cell in row):
        return False
    names = [cell.strip().casefold() for cell in row if cell.strip()]
    if len(set(names)) < len(names):
        return False
    if len(row) >= _WIDTH_MIN:
        return True
    # One column of words is a text; under words, addresses or numbers make it a table.
    return bool(below) and all(contents.is_typed(each[0]) for each in below)
