"""Transactions on a lent connection, and whether one leaves a workspace's setting behind."""

from collections.abc import Generator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import Connection, Cursor
from psycopg.rows import DictRow

# Locked before the snapshot is taken, which the first query does; the settings are none.
SNAPSHOT = (
    "begin isolation level repeatable read, read only;"
    " lock table ledger.view_builds in access share mode"
)
LEFT = "select current_setting('rapport.workspace', true) as workspace"


@contextmanager
def transaction(connection: Connection[DictRow], begin: str) -> Generator[Cursor[DictRow]]:
    """Hold a transaction begun by these statements; yield what they answered.

    It is committed at the end, and rolled back whole where something fails in it.
    """
    begun = connection.execute(begin.encode(), prepare=False)
    try:
        yield begun
    except BaseException:
        with suppress(psycopg.Error):
            _end(connection, "rollback")
        raise
    _end(connection, "commit")


def _end(connection: Connection[DictRow], how: str) -> None:
    """End the transaction and look, in the same round trip, whether a setting outlives it."""
    told = connection.execute(f"{how}; {LEFT}".encode(), prepare=False)
    told.nextset()
    drop_if_left(connection, told)


def drop_if_left(connection: Connection[DictRow], told: Cursor[DictRow]) -> None:
    """Close a connection that still is at work for a workspace, as `LEFT` told."""
    # Whoever borrows the connection next would be at work for somebody else's workspace. Not
    # the pool's own `reset`: it hands every connection back through another thread.
    row = told.fetchone()
    if row is None or row["workspace"]:
        connection.close()
