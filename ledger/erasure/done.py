"""What an earlier erasure did: asked before anybody is erased, since it is done once."""

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.erasure.receipt import Receipt
from ledger.events import CandidateErased
from ledger.words import WorkspaceId

_DONE = """
select e.position, e.recorded_at, e.payload,
       (select count(*) from ledger.events c
        where c.workspace_id = %(workspace)s and c.request_id = e.request_id
          and c.event_type = 'EngagementCorrected') as restated_count
from erasures g
join ledger.events e on e.workspace_id = g.workspace_id and e.position = g.position
where g.workspace_id = %(workspace)s and g.candidate_id = %(candidate)s
"""
_EMPTIED = """
select event_type, count(*) as event_count
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s) and payload is null
group by event_type
order by event_type
"""


def already_done(
    connection: Connection[DictRow], workspace: WorkspaceId, candidate: UUID
) -> list[Receipt]:
    """Return the receipt of the erasure by which somebody is gone; nothing if none was."""
    asked = {"workspace": workspace, "candidate": candidate}
    rows = connection.execute(_DONE, asked).fetchall()
    return [_receipt(connection, workspace, row) for row in rows]


def _receipt(
    connection: Connection[DictRow], workspace: WorkspaceId, row: dict[str, Any]
) -> Receipt:
    told = CandidateErased.model_validate(row["payload"], strict=False)
    counts = {"workspace": workspace, "ids": list(told.candidate_ids)}
    kinds = connection.execute(_EMPTIED, counts).fetchall()
    return Receipt(
        candidate_id=told.candidate_ids[0],
        candidate_ids=told.candidate_ids,
        is_dry_run=False,
        event_count=told.emptied_count,
        events_by_type={each["event_type"]: each["event_count"] for each in kinds},
        emptied_elsewhere=told.emptied_elsewhere,
        restated_count=row["restated_count"],
        suppressed_count=len(told.suppressed),
        position=row["position"],
        erased_at=row["recorded_at"],
        is_repeat=True,
    )
