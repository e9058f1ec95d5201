"""Tables as CSV that is safe to open in a spreadsheet: no text in them becomes a formula.

They are for looking at. An apostrophe before a text changes it, `+49 …` too: the lossless
tables are in `tables`.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from projections.copies.copy import File, Whom, gathered
from projections.copies.formulas import safe
from projections.copies.table import Table
from projections.copies.tables import tables_of
from projections.moment import Moment

# By this Excel knows that a file is UTF-8.
_MARK = b"\xef\xbb\xbf"


def files(moment: Moment, whom: Whom) -> Iterator[File]:
    """Yield each table as CSV with every cell in quotation marks."""
    for table in tables_of(whom):
        yield f"{table.name}.csv", gathered(_written(table, moment, whom))


def _written(table: Table, moment: Moment, whom: Whom) -> Iterator[bytes]:
    yield _MARK + _line(column.name for column in table.columns)
    for row in table.rows(moment, whom):
        yield _line(safe(value or "") for value in row)


def _line(values: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(values)
    return text.getvalue().encode()
