"""What a source told of engagements so far, and which of it was put right by hand since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.imports.plan import Ground

_SAID = """
select e.stream_id, e.event_type, e.import_id is null as by_hand, e.occurred_at, e.recorded_at,
       ledger.upcast(e.event_type, e.schema_version, e.payload) as payload
from ledger.events e
left join ledger.reverted_imports r
  on r.workspace_id = e.workspace_id and r.import_id = e.import_id
  and r.import_id is distinct from %(own)s
where e.workspace_id = %(workspace)s and e.stream_id = any(%(streams)s)
  and e.event_type in ('EngagementRecorded', 'EngagementCorrected') and r.import_id is null
order by e.stream_id, coalesce((e.payload ->> 'restates')::bigint, e.position), e.position
"""


@dataclass(slots=True)
class Said:
    """What a source said of an engagement so far, and which of it was put right by hand."""

    payload: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime
    """When the ledger heard of it last from a source."""
    by_hand: set[str]


def said_of(ground: Ground, stream_ids: Sequence[UUID], own: UUID | None) -> dict[UUID, Said]:
    """Return what sources said of these engagements; the import at work counts as standing."""
    if not stream_ids:
        return {}
    asked = {"workspace": ground.workspace, "streams": list(stream_ids), "own": own}
    found: dict[UUID, Said] = {}
    with ground.database.connection() as connection:
        for row in connection.execute(_SAID, asked):
            _fold(found, row)
    return found


def _fold(found: dict[UUID, Said], row: Mapping[str, Any]) -> None:
    payload = row["payload"]
    if row["event_type"] == "EngagementRecorded":
        # Emptied by an erasure, it is told by the correction that restates it.
        told = dict(payload or {})
        found[row["stream_id"]] = Said(told, row["occurred_at"], row["recorded_at"], set())
        return
    said = found.get(row["stream_id"])
    if said is None or payload is None:
        return
    moved = payload.get("occurred_at")
    if row["by_hand"]:
        said.by_hand |= set(payload["changes"]) | ({"occurred_at"} if moved else set[str]())
        return
    said.recorded_at = row["recorded_at"]
    said.payload |= payload["changes"]
    said.payload = {name: value for name, value in said.payload.items() if value is not None}
    if moved:
        said.occurred_at = datetime.fromisoformat(moved)
