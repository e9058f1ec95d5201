"""What is answered about how the work goes."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer


class PoolCoverage(Answer):
    """How many members of a pool were touched, and how long ago."""

    pool_id: UUID
    name: str
    member_count: int
    within_30_days: int
    within_90_days: int
    """But not within thirty."""
    longer_or_never: int


class BusyPool(Answer):
    """How much was done with the members of a pool within four weeks."""

    pool_id: UUID
    name: str
    engagement_count: int
    people_count: int


class ReplyTime(Answer):
    """How long it took to answer the other side's last word, in the middle of a month."""

    month_on: date
    by: Literal["candidate", "recruiter"]
    """Who replied."""
    median_hours: float
    reply_count: int


class SourceCount(Answer):
    """How many candidates a source was the first to tell of."""

    source: str | None
    candidate_count: int


class PoolFigures(Answer):
    """How a pool is looked after."""

    weeks: list[int]
    """Engagements with its members in each of twelve weeks, the present one last."""
    last_engaged_at: datetime | None
    coldest: list["ColdMember"]


class ColdMember(Answer):
    """A member with whom nobody engaged for the longest."""

    candidate_id: UUID
    name: str
    last_engaged_at: datetime | None
