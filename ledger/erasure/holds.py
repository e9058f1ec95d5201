"""May somebody be erased, or does a legal hold stand?"""

from collections.abc import Sequence

from psycopg import Connection
from psycopg.rows import DictRow

from ledger import errors
from ledger.words import CandidateId, WorkspaceId

# Of each hold the last word counts; where one is taken back with its import, it does not stand.
_STANDING = """
select last_word.recorded_at
from (
    select distinct on (e.stream_id) e.event_type, e.recorded_at
    from ledger.events e
    where e.workspace_id = %(workspace)s and e.candidate_id = any(%(ids)s)
      and e.event_type in ('LegalHoldPlaced', 'LegalHoldReleased') and e.payload is not null
      and (e.import_id is null or not exists (
          select from ledger.reverted_imports r
          where r.workspace_id = %(workspace)s and r.import_id = e.import_id))
    order by e.stream_id, e.position desc
) last_word
where last_word.event_type = 'LegalHoldPlaced'
order by last_word.recorded_at
limit 1
"""


def refuse_held(
    connection: Connection[DictRow], workspace: WorkspaceId, ids: Sequence[CandidateId]
) -> None:
    """Raise `errors.LegallyHeld` where a hold stands on any id of a person."""
    asked = {"workspace": workspace, "ids": list(ids)}
    for row in connection.execute(_STANDING, asked).fetchall():
        since = row["recorded_at"].date().isoformat()
        raise errors.LegallyHeld(
            f"It stands since {since}: release it first.", since=since, candidate_id=str(ids[0])
        )
