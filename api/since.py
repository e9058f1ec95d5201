"""Since: what changed after the version that a caller had read."""

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from api import reads
from ledger.words import WorkspaceId

# Enough to see who was there; whoever missed more reads the whole thing anew.
_SHOWN_MAX = 20
# Where an event names its fields one level down.
_INSIDE = ("profile", "changes")


def changes_since(
    connection: Connection[DictRow], workspace: WorkspaceId, stream_id: UUID, version: int
) -> list[dict[str, Any]]:
    """Return the changes after a version, the last ones: where, when, by whom, which fields.

    What the fields say is left out: the caller may read it, if they may.
    """
    told = reads.stream(connection, workspace, stream_id)
    return [_change(each) for each in told if each.version > version][-_SHOWN_MAX:]


def _change(told: reads.Told) -> dict[str, Any]:
    return {
        "position": told.position,
        "version": told.version,
        "event_type": told.event_type,
        "recorded_at": told.recorded_at,
        "actor_id": told.actor_id,
        "fields": _fields(told),
    }


def _fields(told: reads.Told) -> list[str]:
    fields: set[str] = set()
    for name, value in told.payload.items():
        if name in _INSIDE:
            fields |= value.keys()
        elif value is not None:
            fields.add(name)
    return sorted(fields)
