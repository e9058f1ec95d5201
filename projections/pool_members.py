"""Who is in a pool, and which pools is somebody in?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.events import CandidateJoinedPool, CandidateLeftPool, PoolMemberMoved
from ledger.words import CandidateId
from projections.moment import Moment
from projections.view import View

POOL_MEMBERS = View(
    "pool_members",
    key="candidate_id",
    row=("pool_id",),
    adds=(CandidateJoinedPool,),
    amends=(CandidateLeftPool, PoolMemberMoved),
)


@dataclass(frozen=True, slots=True)
class Membership:
    """A candidate's place in a pool."""

    candidate_id: CandidateId
    pool_id: UUID
    joined_at: datetime
    stage: str | None
    """The stage they were moved to since; nothing for the first one."""
    moved_at: datetime | None


def page(
    moment: Moment, pool: UUID, *, after: CandidateId | None, limit: int
) -> list[Membership]:
    """Return a page of a pool's members, in the order of their ids."""
    rows = moment.rows("page", POOL_MEMBERS, pool=pool, after=after, limit=limit)
    return [Membership(pool_id=pool, **row) for row in rows]


@dataclass(frozen=True, slots=True)
class Placed(Membership):
    """A member at their stage, with how many are at it."""

    member_count: int


def board(moment: Moment, pool: UUID, *, first: str, limit: int) -> list[Placed]:
    """Return the members by stage, of each stage those who reached it last."""
    rows = moment.rows("board", POOL_MEMBERS, pool=pool, first=first, limit=limit)
    return [Placed(pool_id=pool, **row) for row in rows]
