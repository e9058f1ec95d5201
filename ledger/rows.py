"""The two ways in for a parcel of requests.

A few rows travel as one JSON parameter of one function call, many by binary COPY. Both end in
`ledger.complete_append` (schema/0002_append.sql). Those of COPY are packed before anybody waits
for them, and are there before the workspace is locked, which is when they get their places.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import DictRow

from ledger.canonical import digest
from ledger.packing import COLUMNS
from ledger.parcels import Parcel, written
from ledger.words import WorkspaceId

# Some thousand people and what is told of them; in the usual 4 MB the views sort on disk.
_ROOM_TO_SORT = "set local work_mem = '32MB'"
# COPY goes into no table behind row-level security, so rows wait in one of the session's own,
# which is neither logged nor kept. It is made once a session, and empty after each transaction.
_WAITING_ROOM = """
create temporary table if not exists incoming_events (
    number int, stream_id uuid, version int, event_type text, schema_version int,
    candidate_id uuid, occurred_at timestamptz, actor_id uuid, import_id uuid,
    request_id uuid, payload jsonb, salt bytea, digest bytea
) on commit delete rows;
delete from pg_temp.incoming_events
"""
_COPY_IN = f"copy pg_temp.incoming_events ({COLUMNS}) from stdin (format binary)"
_LET_IN = """
insert into ledger.events (
    workspace_id, position, stream_id, version, event_type, schema_version, candidate_id,
    occurred_at, recorded_at, actor_id, import_id, request_id, payload, salt, digest)
select %(workspace)s, %(first)s - 1 + number, stream_id, version, event_type, schema_version,
       candidate_id, coalesce(occurred_at, %(at)s), %(at)s, actor_id, import_id, request_id,
       payload, salt, digest
from pg_temp.incoming_events
"""


class Place(NamedTuple):
    """Where an append begins, when it was recorded, and which requests were recorded before."""

    first: int
    recorded_at: datetime
    repeated: Sequence[UUID]


def call(connection: Connection[DictRow], workspace: WorkspaceId, parcel: Parcel) -> Place:
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
        for request, entry, payload, salt in written(parcel.requests)
    ]
    requests = [request.request_id for request in parcel.requests]
    return call_with(connection, workspace, requests, parcel.types, rows)


def _array(values: Iterable[object]) -> str:
    # Ids and class names need no quoting; written by psycopg, a list costs as much as a row.
    return "{" + ",".join(map(str, values)) + "}"


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


def copy(connection: Connection[DictRow], workspace: WorkspaceId, parcel: Parcel) -> Place:
    """Append the entries of the requests by COPY, in one transaction."""
    with connection.transaction():
        _bring(connection, parcel)
        head = lock_head(connection, workspace)
        ids = [request.request_id for request in parcel.requests]
        before = connection.execute(
            "select distinct request_id from ledger.events"
            " where workspace_id = %s and request_id = any(%s)",
            (workspace, ids),
        ).fetchall()
        if before:
            parcel = parcel.without({row["request_id"] for row in before})
            _bring(connection, parcel)
        place = Place(head.first, head.recorded_at, [row["request_id"] for row in before])
        if parcel.entry_count:
            last = _let_in(connection, workspace, place, parcel)
            complete(connection, workspace, place, last, parcel.types)
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
    parcel: Parcel,
) -> int:
    """Copy rows to the places from there on; return the last place."""
    _bring(connection, parcel)
    return _let_in(connection, workspace, place, parcel)


def _bring(connection: Connection[DictRow], parcel: Parcel) -> None:
    """Have the rows wait in the session's own table; nobody else is locked out."""
    connection.execute(_WAITING_ROOM, prepare=False)
    with connection.cursor() as cursor, cursor.copy(_COPY_IN) as copying:
        for part in parcel.parts:
            copying.write(part)


def _let_in(
    connection: Connection[DictRow], workspace: WorkspaceId, place: Place, parcel: Parcel
) -> int:
    connection.execute(
        _LET_IN, {"workspace": workspace, "first": place.first, "at": place.recorded_at}
    )
    return place.first - 1 + parcel.entry_count
