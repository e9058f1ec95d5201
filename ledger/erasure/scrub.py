"""Removing what an erasure leaves below SQL: dead rows, old log files, the planner's samples.

PostgreSQL keeps a row that was changed or deleted until its page is written anew, in the table,
in its indexes and in the write-ahead log. So the tables are rewritten, the planner's samples
taken anew (none are taken of columns that hold texts), and log files from before are removed.
If we die in between, nothing is lost, and the next run begins anew.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

from ledger.database import Database

Tell = Callable[[int, int | None], None]
"""Is told how many steps are done, and of how many."""

_TABLES = """
select format('%I.%I', n.nspname, c.relname)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ledger', 'views') and c.relkind = 'r'
order by pg_total_relation_size(c.oid), 1
"""
_LEFT_OVER = """
select format('%I.%I', n.nspname, c.relname)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'views' and c.relkind = 'r' and c.relname ~ '__new$'
"""
_FORGET_SAMPLES = """
delete from pg_statistic s
using pg_class c, pg_namespace n
where s.starelid = c.oid and n.oid = c.relnamespace and n.nspname in ('ledger', 'views')
"""
_END_OF_LOG = ("checkpoint", "select pg_switch_wal()", "checkpoint")

BY_HAND = """\
-- As a superuser of the server, connected to Rapport's database, while Rapport is stopped:
alter system set wal_recycle = off;
select pg_reload_conf();
delete from pg_statistic s using pg_class c, pg_namespace n
where s.starelid = c.oid and n.oid = c.relnamespace
  and n.nspname in ('ledger', 'views');
vacuum (full, analyze);
checkpoint;
select pg_switch_wal();
checkpoint;
-- Standbys, archived log files, base backups and the server's log are yours to clear, too."""
"""What the owner of a server of their own does instead."""


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What was written anew or removed, and how long it took."""

    table_count: int
    bytes_before: int
    bytes_after: int
    upload_count: int
    """Leftovers of uploads that were cut off."""
    seconds: float


def scrub(database: Database, uploads: Path, *, tell: Tell) -> Scrubbed:
    """Remove the traces of what was erased; nobody else may be at work meanwhile.

    Needs the superuser's rights, which the owner of the embedded database has.
    """
    began = time.monotonic()
    upload_count = _clear(uploads)
    with database.operator() as connection:
        before = _size(connection)
        for (table,) in connection.execute(_LEFT_OVER).fetchall():
            _run(connection, f"drop table {table}")
        tables = [table for (table,) in connection.execute(_TABLES).fetchall()]
        connection.execute(_FORGET_SAMPLES)
        for number, step in enumerate(steps := list(_steps(tables)), start=1):
            _run(connection, step)
            tell(number, len(steps))
        after = _size(connection)
    seconds = time.monotonic() - began
    return Scrubbed(len(tables), before, after, upload_count, seconds)


def _steps(tables: list[str]) -> Iterator[str]:
    for table in tables:
        yield f"vacuum (full, analyze) {table}"
    # What asks for statistics reads them from here, and from nowhere else.
    yield "vacuum (full) pg_catalog.pg_statistic"
    yield from _END_OF_LOG


def _size(connection: Connection[Any]) -> int:
    ((size,),) = connection.execute(
        "select pg_database_size(current_database())::bigint"
    ).fetchall()
    return int(size)


def _clear(uploads: Path) -> int:
    left = list(uploads.iterdir()) if uploads.is_dir() else []
    for each in left:
        shutil.rmtree(each, ignore_errors=True)
    return len(left)


def _run(connection: Connection[Any], statement: str) -> None:
    # Names come from the catalog, quoted by it; psycopg asks for literal strings otherwise.
    connection.execute(sql.SQL(statement))  # pyright: ignore[reportArgumentType]
