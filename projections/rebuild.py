"""Building a view anew beside the one in use, and swapping it in while everybody goes on."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any

import psycopg
from psycopg import Connection, sql

from ledger import errors
from ledger.database import Database
from projections.catching_up import catch_up, gap
from projections.effective import EVERYTHING
from projections.happened import NOTHING_KNOWN, Happened, happened
from projections.install import mark_built, open_to_search, run, wall_off
from projections.view import View, filled

# Catching up without the lock until this few events are left keeps the locked part short.
_GAP_MAX = 200
# Somebody who reads in a snapshot is waited for, a moment at a time, since new readers wait
# meanwhile; an hour is longer than any table takes to be read out.
_WAIT = "200ms"
_PAUSE_SECONDS = 0.3
_WAITS_MAX = 7_200
# Each takes memory to sort in, and writers want some of the machine as well.
_SIDE_BY_SIDE_MAX = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come: events read, of all there were at its start."""

    view: str
    event_count: int
    event_total: int


def rebuild(
    connection: Connection[Any],
    view: View,
    *,
    tell: Callable[[Progress], None],
    known: Happened = NOTHING_KNOWN,
) -> int:
    """Fill a new table from the events, catch up with what was appended meanwhile, swap it in.

    Readers and writers keep the old table until the swap, which waits for nobody longer than a
    few events take. If we die in between, the old table stands and the new one is dropped by
    the next rebuild. A view of which it is `known` that it hears nothing is not asked. Return
    the number of events read. Needs the owner's rights.
    """
    table = f"{view.name}__new"
    run(connection, f"drop table if exists views.{table}")
    run(connection, view.create(table))
    wall_off(connection, table)
    done = _fill(connection, view, table, known, tell)
    with connection.transaction():
        _take_memory(connection)
        for statement in view.index(table):
            run(connection, statement)
    run(connection, f"analyze views.{table}")
    for _ in range(_WAITS_MAX):
        while gap(done, _heads(connection)) > _GAP_MAX:
            with connection.transaction():
                # In one snapshot, or rows worked out again would count events that come after
                # the head, and the next round would count them once more.
                connection.execute("set transaction isolation level repeatable read")
                catch_up(connection, view, table, done, _heads(connection))
        try:
            _swap(connection, view, table, done)
        except psycopg.errors.LockNotAvailable:
            time.sleep(_PAUSE_SECONDS)
        else:
            return sum(done.values())
    raise errors.Contended(f"Somebody reads in a snapshot all the time: {view.name} stays.")


@dataclass(frozen=True, slots=True)
class Built:
    """A view that was built anew."""

    view: str
    event_count: int
    """Events read."""
    seconds: float


def rebuild_all(
    database: Database, views: Sequence[View], *, tell: Callable[[Progress], None]
) -> list[Built]:
    """Rebuild views side by side, as many at a time as there are processors, up to four.

    `tell` is called from several threads, one call at a time, with the events read for all of
    the views together.
    """
    read: dict[str, Progress] = {}
    telling = Lock()

    def told(news: Progress) -> None:
        with telling:
            read[news.view] = news
            count = sum(each.event_count for each in read.values())
            tell(Progress(news.view, count, news.event_total * len(views)))

    def built(view: View) -> Built:
        started = time.monotonic()
        with database.owner() as connection:
            event_count = rebuild(connection, view, tell=told, known=known)
        return Built(view.name, event_count, time.monotonic() - started)

    with database.owner() as connection:
        sizes, known = _sizes(connection), happened(connection)

    def size(view: View) -> tuple[bool, int]:
        # After a restore all are empty, and an index on words takes longest to make.
        return view.is_searched, sizes.get(view.name, 0)

    # The largest first, or one of them is still being built when all the others are done.
    ordered = sorted(views, key=size, reverse=True)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _SIDE_BY_SIDE_MAX)) as threads:
        done = {each.view: each for each in threads.map(built, ordered)}
    return [done[view.name] for view in views]


def _sizes(connection: Connection[Any]) -> dict[str, int]:
    rows = connection.execute(
        "select relname, pg_total_relation_size(oid) from pg_class"
        " where relnamespace = 'views'::regnamespace and relkind = 'r'"
    )
    return {row[0]: row[1] for row in rows.fetchall()}


def _swap(connection: Connection[Any], view: View, table: str, done: dict[Any, int]) -> None:
    with connection.transaction():
        # A snapshot from before would find the new table empty (ledger/database.py).
        connection.execute(f"set local lock_timeout = '{_WAIT}'")
        connection.execute("lock table ledger.view_builds in access exclusive mode")
        connection.execute("set local lock_timeout = 0")
        # Every append begins by locking its head: this waits for those under way and holds the
        # next ones back.
        connection.execute("lock table ledger.heads in exclusive mode")
        catch_up(connection, view, table, done, _heads(connection))
        if view.is_searched:
            run(connection, f"drop view if exists searched.{view.name}")
        run(connection, f"drop table views.{view.name}")
        run(connection, f"alter table views.{table} rename to {view.name}")
        open_to_search(connection, view)
        mark_built(connection, view)


def _fill(
    connection: Connection[Any],
    view: View,
    table: str,
    known: Happened,
    tell: Callable[[Progress], None],
) -> dict[Any, int]:
    statement = filled(
        view.insert(table, EVERYTHING),
        workspace="%(workspace)s::uuid",
        until="%(until)s::bigint",
    )
    heads = _heads(connection)
    total = sum(heads.values())
    done: dict[Any, int] = {}
    for workspace, head in heads.items():
        tell(Progress(view.name, sum(done.values()), total))
        done[workspace] = head
        if known.is_silent(view, workspace, head):
            continue
        with connection.transaction():
            _take_memory(connection)
            connection.execute(
                sql.SQL(statement),  # pyright: ignore[reportArgumentType]
                {"workspace": workspace, "until": head},
            )
    tell(Progress(view.name, total, total))
    return done


def _take_memory(connection: Connection[Any]) -> None:
    """Let the transaction sort in memory what the server can spare."""
    connection.execute("set local work_mem = '128MB'")
    connection.execute("set local maintenance_work_mem = '256MB'")


def _heads(connection: Connection[Any]) -> dict[Any, int]:
    rows = connection.execute(
        "select workspace_id, position from ledger.heads order by workspace_id"
    )
    return {row[0]: row[1] for row in rows.fetchall()}
