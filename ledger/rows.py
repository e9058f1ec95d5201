"""Entries as rows of the ledger: canonical payload, salt and digest, on the two ways in.

A few rows travel as one JSON parameter of one function call, many by binary COPY. Both end in
`ledger.complete_append` (schema/0002_append.sql).
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import DictRow

from ledger.canonical import canonical, digest
from ledger.entries import Entry
from ledger.packing import COLUMNS, COPY_IN, HEADER, TRAILER, Row, pack
from ledger.words import ActorId, WorkspaceId

SALT_BYTES = 16
# Where parsing one JSON parameter begins to cost more than a COPY's extra round trips.
COPIED_ABOVE = 200
# Some thousand people and what is told of them; in the usual 4 MB the views sort on disk.
_ROOM_TO_SORT = "set local work_mem = '32MB'"
# A few hundred KB a write: less asks the socket too often, more makes the server wait.
_ROWS_SENT_TOGETHER = 500
# COPY goes into no table behind row-level security, so rows wait in one of the session's own,
# which is neither logged nor kept. It is made once a session, and empty after each transaction.
_WAITING_ROOM = (
    "create temporary table if not exists incoming_events (like ledger.events)"
    " on commit delete rows;"
    " delete from pg_temp.incoming_events"
)
_LET_IN = f"insert into ledger.events ({COLUMNS}) select {COLUMNS} from pg_temp.incoming_events"


@dataclass(frozen=True, slots=True)
class Request:
    """One call's entries on their way into the ledger, all of them or none."""

    request_id: UUID
    actor_id: ActorId
    entries: Sequence[Entry]


class Place(NamedTuple):
    """Where an append begins, when it was recorded, and which requests were recorded before."""

    first: int
    recorded_at: datetime
    repeated: Sequence[UUID]


def call(
    connection: Connection[DictRow], workspace: WorkspaceId, requests: Sequence[Request]
) -> Place:
    """Append the entries of the requests in one autocommitted function call."""
    rows = [
        {
            "stream_id": entry.stream_id,
            "version": entry.version,
            "event_type": type(entry.event).__name__,
            "schema_version": entry.event.schema_version,
            "candidate_id": entry.candidate_id,
            "occurred_at": entry.occurred_at,
            "actor_id": request.actor_id,
            "import_id": entry.import_id,
            "request_id": entry.request_id or request.request_id,
            "payload": orjson.Fragment(payload),
            "salt": salt.hex(),
            "digest": digest(salt, payload).hex(),
        }
        for request, entry, payload, salt in _written(requests)
    ]
    return call_with(
        connection,
        workspace,
        [request.request_id for request in requests],
        types_of(requests),
        rows,
    )


def _array(values: Iterable[object]) -> str:
    # Ids and class names need no quoting; written by psycopg, a list costs as much as a row.
    return "{" + ",".join(map(str, values)) + "}"


def types_of(requests: Sequence[Request]) -> list[str]:
    """Return the types of the events in these requests, each once."""
    return list(
        {type(entry.event).__name__ for request in requests for entry in request.entries}
    )


def call_with(
    connection: Connection[DictRow],
    workspace: WorkspaceId,
    requests: list[UUID],
    types: list[str],
    rows: list[dict[str, Any]],
) -> Place:
    """Append rows that are complete but for their places."""
    told = connection.execute(
        "select o_first, o_recorded_at, o_repeated from ledger.append("
        "%s::uuid, %s::uuid[], %s::text[], %s::json)",
        (workspace.hex, _array(requests), _array(types), orjson.dumps(rows).decode()),
        prepare=True,
    ).fetchone()
    assert told is not None
    return Place(told["o_first"], told["o_recorded_at"], told["o_repeated"] or ())


def copy(
    connection: Connection[DictRow], workspace: WorkspaceId, requests: Sequence[Request]
) -> Place:
    """Append the entries of the requests by COPY, in one transaction."""
    with connection.transaction():
        head = lock_head(connection, workspace)
        ids = [request.request_id for request in requests]
        before = connection.execute(
            "select distinct request_id from ledger.events"
            " where workspace_id = %s and request_id = any(%s)",
            (workspace, ids),
        ).fetchall()
        repeated = {row["request_id"] for row in before}
        new = [request for request in requests if request.request_id not in repeated]
        place = Place(head.first, head.recorded_at, list(repeated))
        last, types = copy_after(connection, workspace, place, new)
        if types:
            complete(connection, workspace, place, last, sorted(types))
            refuse_strangers(connection, workspace, place, last)
    return place


def lock_head(connection: Connection[DictRow], workspace: WorkspaceId) -> Place:
    """Keep other writers of the workspace out until the transaction ends."""
    row = connection.execute(
        "select o_position, o_recorded_at from ledger.lock_head(%s)", (workspace,)
    ).fetchone()
    assert row is not None
    return Place(row["o_position"] + 1, row["o_recorded_at"], ())


def refuse_strangers(
    connection: Connection[DictRow], workspace: WorkspaceId, place: Place, last: int
) -> None:
    """Refuse rows just copied that are about somebody whom nobody added, or who was erased."""
    connection.execute(
        "select ledger.refuse_strangers(%s, %s, %s)", (workspace, place.first, last)
    )


def complete(
    connection: Connection[DictRow],
    workspace: WorkspaceId,
    place: Place,
    last: int,
    types: Sequence[str],
) -> None:
    """Bring the views up to the rows just copied, and move the head."""
    connection.execute("set local plan_cache_mode = force_generic_plan")
    connection.execute(_ROOM_TO_SORT)
    connection.execute(
        "select ledger.complete_append(%s, %s, %s, %s, %s)",
        (workspace, place.first, last, list(types), place.recorded_at),
    )


def copy_after(
    connection: Connection[DictRow],
    workspace: WorkspaceId,
    place: Place,
    requests: Sequence[Request],
) -> tuple[int, set[str]]:
    """Copy rows to the places from there on; return the last place, and the event types."""
    position, at = place.first - 1, place.recorded_at
    types: set[str] = set()
    connection.execute(_WAITING_ROOM, prepare=False)
    with connection.cursor() as cursor, cursor.copy(COPY_IN) as copying:
        packed = [HEADER]
        for request, entry, payload, salt in _written(requests):
            position += 1
            event_type = type(entry.event).__name__
            types.add(event_type)
            row = Row(
                workspace,
                position,
                entry.stream_id,
                entry.version,
                event_type,
                entry.event.schema_version,
                entry.candidate_id,
                entry.occurred_at or at,
                at,
                request.actor_id,
                entry.import_id,
                entry.request_id or request.request_id,
                payload,
                salt,
                digest(salt, payload),
            )
            packed.append(pack(row))
            if len(packed) == _ROWS_SENT_TOGETHER:
                copying.write(b"".join(packed))
                packed.clear()
        copying.write(b"".join(packed) + TRAILER)
    connection.execute(_LET_IN)
    return position, types


def _written(
    requests: Sequence[Request],
) -> Iterator[tuple[Request, Entry, bytes, bytes]]:
    salts = os.urandom(SALT_BYTES * sum(len(request.entries) for request in requests))
    at = 0
    for request in requests:
        for entry in request.entries:
            salt = salts[at : at + SALT_BYTES]
            at += SALT_BYTES
            yield request, entry, canonical(entry.event.payload()), salt
