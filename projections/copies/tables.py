"""Which tables the views are copied into; a new view is an entry in the chapter it belongs to.

They hold every value as it is: a spreadsheet may take a text that begins with `=` for a
formula. `spreadsheet` writes the copies that are safe there.
"""

from collections.abc import Iterator

from projections.copies.access_tables import ACCESS_TABLES
from projections.copies.bringing_tables import BRINGING_TABLES
from projections.copies.copy import Copy, File, Whom
from projections.copies.people_tables import PEOPLE_TABLES
from projections.copies.privacy_tables import ERASURE_TABLES, PRIVACY_TABLES
from projections.copies.table import Table
from projections.copies.work_tables import SEARCH_TABLES, WORK_TABLES
from projections.moment import Moment

TABLES = (
    *PEOPLE_TABLES,
    *WORK_TABLES,
    *PRIVACY_TABLES,
    *SEARCH_TABLES,
    *ERASURE_TABLES,
    *BRINGING_TABLES,
    *ACCESS_TABLES,
)
"""Every table, in the order in which the archive holds them."""


def tables_of(whom: Whom) -> tuple[Table, ...]:
    """Return the tables of everybody, or those that speak of certain people only."""
    return tuple(table for table in TABLES if whom is None or table.about)


def files(moment: Moment, whom: Whom) -> Iterator[File]:
    """Yield a file for each table."""
    for table in tables_of(whom):
        yield f"tables/{table.name}.csv", table.csv(moment, whom)


COPY = Copy("tables", files)
