"""What this ledger holds of another one's events, and whom it reads as whom: asked in bulk."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from ledger.database import Database
from ledger.words import CandidateId, WorkspaceId


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


_MERGED = """
select candidate_id, root_id from ledger.merged_candidates
where workspace_id = %s and candidate_id = any(%s)
"""


def roots_of(
    database: Database, workspace: WorkspaceId, candidates: Collection[CandidateId]
) -> dict[CandidateId, CandidateId]:
    """Return whom each of the candidates is read as."""
    roots = {candidate: candidate for candidate in candidates}
    if roots:
        with database.of(workspace).connection() as connection:
            rows = connection.execute(_MERGED, (workspace, list(roots))).fetchall()
        roots |= {row["candidate_id"]: row["root_id"] for row in rows}
    return roots


_MEMBERS = """
select candidate_id, root_id from ledger.merged_candidates
where workspace_id = %s and root_id = any(%s)
"""


def members_of(
    database: Database, workspace: WorkspaceId, roots: Collection[CandidateId]
) -> Mapping[CandidateId, set[CandidateId]]:
    """Return all ids of those who are read as these, their own included."""
    members = {root: {root} for root in roots}
    if members:
        with database.of(workspace).connection() as connection:
            rows = connection.execute(_MEMBERS, (workspace, list(members))).fetchall()
        for row in rows:
            members[row["root_id"]].add(row["candidate_id"])
    return members


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
