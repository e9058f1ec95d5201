"""Earlier moments at hand: whole views as of a position, worked out once and kept a while."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.rows import DictRow

from ledger import errors
from ledger.database import Database
from ledger.words import Position, WorkspaceId
from projections import effective
from projections.figures import Figures
from projections.view import View, filled

# Two ends of a comparison and one moment that somebody pages through meanwhile.
_KEPT_MAX = 3
# Longer than anybody looks at one page.
_IDLE_SECONDS_MAX = 600.0
# A million events are sorted in memory, and only here.
_ROOM_TO_SORT = "set work_mem = '128MB'"
_ERASED_SINCE = """
select exists (
    select from ledger.events
    where workspace_id = %s and event_type = 'CandidateErased' and position > %s) as is_stale,
    (select position from ledger.heads where workspace_id = %s) as head
"""


@dataclass(slots=True)
class _Kept:
    """A moment's own session: the views asked of it so far, as temporary tables."""

    connection: Connection[DictRow]
    head: int
    """Where the ledger ended when this moment was last known to hold nobody since erased."""
    lock: Lock = field(default_factory=Lock)
    tables: set[str] = field(default_factory=set[str])
    used_at: float = field(default_factory=time.monotonic)


class Past:
    """A few earlier moments, each a session whose temporary tables are its views.

    The past never changes, so what was worked out stays true, but for people who are erased:
    then it is worked out anew. Nothing of it outlives its session.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._kept: OrderedDict[tuple[WorkspaceId, Position], _Kept] = OrderedDict()
        self.people = Figures()
        """How many each workspace knew when they were last counted."""

    def close(self) -> None:
        """Give all sessions back."""
        with self._lock:
            for kept in self._kept.values():
                _end(kept)
            self._kept.clear()

    def rows(
        self,
        workspace: WorkspaceId,
        until: Position,
        text: str,
        views: Sequence[View],
        values: dict[str, Any],
    ) -> Sequence[DictRow]:
        """Answer a read of some views as they were at a position."""
        try:
            return self._answer(workspace, until, text, views, values)
        except psycopg.OperationalError:
            # The database may have been restarted since: then the session is begun anew.
            self._forget(workspace, until)
        try:
            return self._answer(workspace, until, text, views, values)
        except psycopg.OperationalError as error:
            self._forget(workspace, until)
            raise errors.Unavailable from error

    def _answer(
        self,
        workspace: WorkspaceId,
        until: Position,
        text: str,
        views: Sequence[View],
        values: dict[str, Any],
    ) -> Sequence[DictRow]:
        kept = self._at(workspace, until)
        with kept.lock:
            for view in views:
                if view.name not in kept.tables:
                    _work_out(kept.connection, view, workspace, until)
                    kept.tables.add(view.name)
            return kept.connection.execute(text, values, prepare=False).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue] - the files are ours

    def _at(self, workspace: WorkspaceId, until: Position) -> _Kept:
        place = (workspace, until)
        with self._lock:
            self._leave_idle()
            kept = self._kept.get(place)
            if kept is not None and self._is_stale(workspace, kept):
                _end(self._kept.pop(place))
                kept = None
            if kept is None:
                kept = self._kept[place] = self._begin(workspace)
            self._kept.move_to_end(place)
            kept.used_at = time.monotonic()
            while len(self._kept) > _KEPT_MAX:
                _, oldest = self._kept.popitem(last=False)
                _end(oldest)
        return kept

    def _begin(self, workspace: WorkspaceId) -> _Kept:
        connection = self._database.of(workspace).alone()
        connection.execute(_ROOM_TO_SORT)
        kept = _Kept(connection, 0)
        self._is_stale(workspace, kept)
        return kept

    def _is_stale(self, workspace: WorkspaceId, kept: _Kept) -> bool:
        with self._database.of(workspace).connection() as connection:
            asked = (workspace, kept.head, workspace)
            (row,) = connection.execute(_ERASED_SINCE, asked).fetchall()
        kept.head = row["head"]
        return bool(row["is_stale"])

    def _leave_idle(self) -> None:
        now = time.monotonic()
        for place, kept in list(self._kept.items()):
            if now - kept.used_at > _IDLE_SECONDS_MAX:
                _end(self._kept.pop(place))

    def _forget(self, workspace: WorkspaceId, until: Position) -> None:
        with self._lock:
            kept = self._kept.pop((workspace, until), None)
        if kept is not None:
            _end(kept)


def _work_out(
    connection: Connection[DictRow], view: View, workspace: WorkspaceId, until: Position
) -> None:
    query = filled(
        view.rows(effective.EVERYTHING),
        workspace=sql.Literal(workspace).as_string(connection),
        until=sql.Literal(int(until)).as_string(connection),
    )
    with connection.transaction():
        # A temporary table comes before the stored one of the same name, so that a read's text
        # means this one.
        connection.execute(f"create temporary table {view.name} as\n{query}")  # pyright: ignore[reportArgumentType, reportCallIssue]
        for statement in view.index_in_order(view.name):
            connection.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue]
        connection.execute(f"analyze {view.name}")  # pyright: ignore[reportArgumentType, reportCallIssue]


def _end(kept: _Kept) -> None:
    # Whoever still reads from it finishes first.
    with kept.lock, suppress(psycopg.Error):
        kept.connection.close()
