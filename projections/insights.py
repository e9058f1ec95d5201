"""How does the work go: who is looked after, who answers how soon, who came from where?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from ledger.words import CandidateId
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.timeline import TIMELINE

RECENT, A_WHILE = timedelta(days=30), timedelta(days=90)
"""The bands of coverage: touched within a month, within a quarter, longer ago or never."""
REPLY_WITHIN = timedelta(days=30)
"""What comes later than that is no reply but a new beginning."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many members of a pool somebody engaged with, and how long ago."""

    pool_id: UUID
    name: str
    member_count: int
    recent_count: int
    """Within thirty days."""
    while_count: int
    """Within ninety days, but not within thirty."""


@dataclass(frozen=True, slots=True)
class Busy:
    """How much happens in a pool."""

    pool_id: UUID
    name: str
    engagement_count: int
    people_count: int


@dataclass(frozen=True, slots=True)
class Replies:
    """How long replies took in a month: half of them no longer than that."""

    month_on: date
    direction: Literal["inbound", "outbound"]
    """Inbound where the candidate replied, outbound where we did."""
    median_hours: float
    reply_count: int


@dataclass(frozen=True, slots=True)
class Source:
    """How many candidates a source was the first to tell of; empty where none was told."""

    source: str
    candidate_count: int


@dataclass(frozen=True, slots=True)
class Cold:
    """A member of a pool, and when somebody last engaged with them."""

    candidate_id: CandidateId
    last_engaged_at: datetime | None


def coverage(moment: Moment, *, now: datetime, limit: int) -> list[Coverage]:
    """Return how the largest pools are looked after; what is private counts for nobody."""
    views = (POOL_MEMBERS, POOLS, RELATIONSHIP)
    told: dict[str, Any] = {"recent": now - RECENT, "while": now - A_WHILE, "limit": limit}
    return [Coverage(**row) for row in moment.rows("coverage", *views, **told)]


def busiest(moment: Moment, *, since: datetime, now: datetime, limit: int) -> list[Busy]:
    """Return the pools with whose members most was done since an instant."""
    views = (POOL_MEMBERS, POOLS, TIMELINE)
    rows = moment.rows("busiest", *views, since=since, now=now, limit=limit)
    return [Busy(**row) for row in rows]


def replies(moment: Moment, *, since: datetime, now: datetime) -> list[Replies]:
    """Return how soon either side answered the other's last word, month by month."""
    rows = moment.rows("replies", TIMELINE, since=since, now=now, within=REPLY_WITHIN)
    return [Replies(**row) for row in rows]


def sources(moment: Moment, *, limit: int) -> list[Source]:
    """Return where candidates came from first, the commonest source first."""
    return [Source(**row) for row in moment.rows("sources", PROFILE, limit=limit)]


def weeks_of_pool(
    moment: Moment, pool: UUID, *, since: datetime, now: datetime
) -> dict[date, int]:
    """Return how many engagements there were with a pool's members, by week."""
    rows = moment.rows("weeks_of_pool", POOL_MEMBERS, TIMELINE, pool=pool, since=since, now=now)
    return {row["week_on"]: row["engagement_count"] for row in rows}


def coldest(moment: Moment, pool: UUID, *, limit: int) -> list[Cold]:
    """Return the members with whom nobody engaged for the longest, or ever."""
    rows = moment.rows("coldest", POOL_MEMBERS, RELATIONSHIP, pool=pool, limit=limit)
    return [Cold(**row) for row in rows]


def last_touch(moment: Moment, pool: UUID, *, now: datetime) -> Sequence[datetime]:
    """Return when somebody last engaged with any of a pool's members, if ever."""
    (row,) = moment.rows("last_touch", POOL_MEMBERS, RELATIONSHIP, pool=pool, now=now)
    return [row["last_engaged_at"]] if row["last_engaged_at"] else []
