"""The owner's door to the shared database, kept open: a test looks through it again and again.

A connection takes PostgreSQL some ten milliseconds of processor time, and the first queries on
it find nothing cached; the tests would open tens of thousands.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from ledger.database import Database

_OPEN: dict[str, Connection[Any]] = {}


@contextmanager
def kept_open(database: Database) -> Generator[None]:
    """Keep one connection with the owner's rights for whoever asks for one."""
    with database.owner() as connection:
        # Never prepared: what tests ask in the same words may have another shape by then.
        connection.prepare_threshold = None
        _OPEN[database.owner_url] = connection
        try:
            yield
        finally:
            del _OPEN[database.owner_url]


@contextmanager
def owner(database: Database) -> Generator[Connection[Any]]:
    """Lend the connection that is kept open to a database, or else a new one.

    For statements that leave no setting and no lock behind.
    """
    kept = _OPEN.get(database.owner_url)
    if kept is not None and not kept.closed:
        yield kept
        return
    with database.owner() as connection:
        yield connection
