"""Entries as rows of the ledger: canonical payload, salt and digest, on the two ways in.

A few rows travel as one JSON parameter of one function call, many by binary COPY. Both end in
`ledger.complete_append` (schema/0002_append.sql). Those of COPY are packed before anybody waits
for them, and are there before the workspace is locked, which is when they get their places.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import DictRow

from ledger.canonical import canonical, digest
from ledger.entries import Entry
from ledger.packing import COLUMNS, HEADER, TRAILER, Incoming, pack
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


class Parcel:
    """Requests that go into the ledger together."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self.requests = requests
        self.entry_count = sum(len(request.entries) for request in requests)
        self.types = list(
            {type(entry.event).__name__ for request in requests for entry in request.entries}
        )

    @property
    def is_copied(self) -> bool:
        """Whether it goes in by COPY, as many rows do."""
        return self.entry_count > COPIED_ABOVE

    @cached_property
    def parts(self) -> Iterable[bytes]:
        """Its rows as COPY takes them: they lack nothing but their places."""
        return list(_parts(self.requests))

    def pack(self) -> None:
        """Write its rows now, so that nobody need wait for that later."""
        if self.is_copied:
            _ = self.parts

    def without(self, request_ids: set[UUID]) -> "Parcel":
        """Return it without these requests."""
        return Parcel([each for each in self.requests if each.request_id not in request_ids])


def _parts(requests: Sequence[Request]) -> Iterator[bytes]:
    packed = [HEADER]
    for number, (request, entry, payload, salt) in enumerate(_written(requests), start=1):
        row = Incoming(
            number,
            entry.stream_id,
            entry.version,
            type(entry.event).__name__,
            entry.event.schema_version,
            entry.candidate_id,
            entry.occurred_at,
            request.actor_id,
            entry.import_id,
            entry.request_id or request.request_id,
            payload,
            salt,
            digest(salt, payload),
        )
        packed.append(pack(row))
        if len(packed) == _ROWS_SENT_TOGETHER:
            yield b"".join(packed)
            packed.clear()
    yield b"".join(packed) + TRAILER


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
        for request, entry, payload, salt in _written(parcel.requests)
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
