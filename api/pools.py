"""Pools and who is in them, as they are answered."""

from api.answers.groups import Member, Pool
from ledger.words import POOL_STAGES
from projections import pool_members, pools


def pool(row: pools.Pool) -> Pool:
    """Return a pool as it is answered; one that named no stages has the usual ones."""
    return Pool(
        id=row.stream_id,
        name=row.name,
        description=row.description,
        stages=list(row.stages or POOL_STAGES),
        is_archived=row.is_archived,
        created_at=row.created_at,
        member_count=row.member_count,
        version=row.version,
    )


def member(row: pool_members.Membership, name: str, stage: str) -> Member:
    """Return somebody's place in a pool as it is answered."""
    return Member(
        candidate_id=row.candidate_id,
        name=name,
        joined_at=row.joined_at,
        stage=stage,
        moved_at=row.moved_at,
    )
