"""Filling the ledger's empty table without its indexes, which are made once it is full."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, sql

# A constraint is told by itself: its index comes and goes with it.
_INDEXES = """
select c.relname as name, pg_get_indexdef(i.indexrelid) as told,
       k.conname as constraint_name, pg_get_constraintdef(k.oid) as constraint_told
from pg_index i
join pg_class c on c.oid = i.indexrelid
left join pg_constraint k
    on k.conrelid = i.indrelid and k.conindid = i.indexrelid and k.contype in ('p', 'u')
where i.indrelid = 'ledger.events'::regclass
order by k.conname is null, c.relname
"""
# Rows can be written as seen by all only into a table that this very transaction made; what it
# is ordered by does not matter to one that is empty.
_MADE_ANEW = "cluster ledger.events using events_pkey"
_ROOM_TO_SORT = "set local maintenance_work_mem = '256MB'"


@contextmanager
def indexed_afterwards(connection: Connection[Any]) -> Generator[None]:
    """Take the indexes of the events away, and make the very same ones at the end.

    Sorted once, they take half the time of rows put into each as they come, whose place in an
    index by stream is anywhere. All of it belongs to the caller's transaction: if we die in
    between, the old ones stand. Until its end nobody else reads the table, which is empty. What
    no index can hold, a stream's version twice, is a `psycopg.IntegrityError` at the end.
    """
    rows = connection.execute(_INDEXES).fetchall()
    connection.execute(_MADE_ANEW)
    for name, _, constraint, _ in rows:
        connection.execute(
            sql.SQL("alter table ledger.events drop constraint {}").format(
                sql.Identifier(constraint)
            )
            if constraint
            else sql.SQL("drop index {}").format(sql.Identifier("ledger", name))
        )
    yield
    connection.execute(_ROOM_TO_SORT)
    for _, told, constraint, constraint_told in rows:
        connection.execute(
            sql.SQL("alter table ledger.events add constraint {} {}").format(
                sql.Identifier(constraint), sql.SQL(constraint_told)
            )
            if constraint
            else sql.SQL(told)
        )
