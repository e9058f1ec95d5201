"""What answers need from the ledger itself and no view holds: its head, a stream, an event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger import errors
from ledger.words import ActorId, CandidateId, Position, StreamId, Version, WorkspaceId


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a stream, its payload in today's schema."""

    position: Position
    stream_id: StreamId
    version: Version
    event_type: str
    candidate_id: CandidateId | None
    recorded_at: datetime
    actor_id: ActorId
    import_id: UUID | None
    payload: Mapping[str, Any]


_TOLD = """
select position, stream_id, version, event_type, candidate_id, recorded_at, actor_id, import_id,
       coalesce(ledger.upcast(event_type, schema_version, payload), '{}') as payload
from ledger.events
where workspace_id = %(workspace)s and """


def head(connection: Connection[DictRow], workspace: WorkspaceId) -> Position:
    """Return the position of the last event; `errors.Unknown` where the workspace is gone."""
    rows = connection.execute(
        "select position from ledger.heads where workspace_id = %s", (workspace,)
    ).fetchall()
    if not rows:
        raise errors.Unknown(f"There is no workspace {workspace}.")
    return Position(rows[0]["position"])


def stream(
    connection: Connection[DictRow], workspace: WorkspaceId, stream_id: UUID
) -> Sequence[Told]:
    """Return the events of a stream in order; nobody changes one thing thousands of times."""
    rows = connection.execute(
        _TOLD + "stream_id = %(stream)s order by version limit 1000",
        {"workspace": workspace, "stream": stream_id},
    ).fetchall()
    return [Told(**row) for row in rows]


def firsts(
    connection: Connection[DictRow], workspace: WorkspaceId, stream_ids: Sequence[UUID]
) -> dict[UUID, Told]:
    """Return the first event of each of these streams that has one."""
    rows = connection.execute(
        _TOLD + "stream_id = any(%(streams)s) and version = 1",
        {"workspace": workspace, "streams": list(stream_ids)},
    ).fetchall()
    return {row["stream_id"]: Told(**row) for row in rows}


def request_between(
    connection: Connection[DictRow], workspace: WorkspaceId, first: UUID, last: UUID
) -> Sequence[UUID]:
    """Return a request recorded under an id from one to another, or nothing."""
    rows = connection.execute(
        "select request_id from ledger.events where workspace_id = %(workspace)s"
        " and request_id between %(first)s and %(last)s order by request_id limit 1",
        {"workspace": workspace, "first": first, "last": last},
    ).fetchall()
    return [row["request_id"] for row in rows]


def event_at(
    connection: Connection[DictRow], workspace: WorkspaceId, position: int
) -> Sequence[Told]:
    """Return the event at a position, or nothing at 0 and beyond the head."""
    return list(events_at(connection, workspace, [position]).values())


def events_at(
    connection: Connection[DictRow], workspace: WorkspaceId, positions: Iterable[int]
) -> dict[int, Told]:
    """Return the events at these positions, those at 0 and beyond the head left out."""
    rows = connection.execute(
        _TOLD + "position = any(%(positions)s::bigint[])",
        {"workspace": workspace, "positions": list(positions)},
    ).fetchall()
    return {row["position"]: Told(**row) for row in rows}


def people_between(
    connection: Connection[DictRow], workspace: WorkspaceId, after: int, until: int
) -> int:
    """Return how many people the events after a position up to another are about."""
    (row,) = connection.execute(
        "select count(distinct candidate_id) as people_count from ledger.events"
        " where workspace_id = %s and position > %s and position <= %s",
        (workspace, after, until),
    ).fetchall()
    return int(row["people_count"])


def members(
    connection: Connection[DictRow], workspace: WorkspaceId, candidates: Sequence[UUID]
) -> dict[UUID, list[UUID]]:
    """Return for each candidate every id of that person, the one they are read as first."""
    rows = connection.execute(
        "select c.id, ledger.root(%(workspace)s, c.id) as root_id,"
        " array(select m.candidate_id from ledger.merged_candidates m"
        "       where m.workspace_id = %(workspace)s"
        "         and m.root_id = ledger.root(%(workspace)s, c.id)"
        "       order by m.candidate_id) as merged_ids"
        " from unnest(%(candidates)s::uuid[]) c(id)",
        {"workspace": workspace, "candidates": list(candidates)},
    ).fetchall()
    return {row["id"]: [row["root_id"], *row["merged_ids"]] for row in rows}


def builds(connection: Connection[DictRow]) -> Sequence[DictRow]:
    """Return every view with its last build, and the planner's idea of its size."""
    return connection.execute(
        "select b.name, b.built_at, left(b.digest, 12) as digest,"
        " greatest(c.reltuples, 0)::bigint as row_estimate"
        " from ledger.view_builds b"
        " join pg_class c on c.oid = to_regclass('views.' || b.name)"
        " order by b.name"
    ).fetchall()
