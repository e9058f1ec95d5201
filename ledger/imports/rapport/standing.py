"""What this ledger holds of another one's events, asked in bulk."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from ledger.database import Database
from ledger.words import WorkspaceId


class Holding(NamedTuple):
    """Which import brought an event, and whether that was taken back."""

    import_id: UUID | None
    is_taken_back: bool


_HELD = """
select e.request_id, e.import_id, r.import_id is not null as is_taken_back
from ledger.events e
left join ledger.reverted_imports r
  on r.workspace_id = e.workspace_id and r.import_id = e.import_id
where e.workspace_id = %s and e.request_id = any(%s)
"""


def held_among(
    database: Database, workspace: WorkspaceId, ids: Collection[UUID]
) -> dict[UUID, Holding]:
    """Return those of the events' ids under which something was brought in before."""
    with database.of(workspace).connection() as connection:
        rows = connection.execute(_HELD, (workspace, list(ids))).fetchall()
    return {row["request_id"]: Holding(row["import_id"], row["is_taken_back"]) for row in rows}


_UPCAST = "select ledger.upcast(%s, %s, %s::jsonb)::text as payload"


def read_as_today(
    database: Database, event_type: str, schema_version: int, payload: bytes
) -> bytes:
    """Return the payload of an event written under an older schema as today's has it."""
    with database.connection() as connection:
        (row,) = connection.execute(
            _UPCAST, (event_type, schema_version, payload.decode())
        ).fetchall()
    return str(row["payload"]).encode()
