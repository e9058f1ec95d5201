"""Which pools are there, and how large are they?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.events import (
    PoolArchived,
    PoolCreated,
    PoolRenamed,
    PoolReopened,
    PoolStagesNamed,
)
from ledger.words import CandidateId, StreamId, Version
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.view import View

POOLS = View(
    "pools",
    key="stream_id",
    adds=(PoolCreated,),
    amends=(PoolRenamed, PoolStagesNamed, PoolArchived, PoolReopened),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class Pool:
    """A named group of candidates."""

    stream_id: StreamId
    name: str
    description: str | None
    is_archived: bool
    created_at: datetime
    version: Version
    stages: Sequence[str] | None = None
    """Nothing where nobody named any: it has those of every pool."""
    member_count: int | None = None


def one(moment: Moment, pool: UUID) -> Sequence[Pool]:
    """Return the pool, or nothing where there is none with this id."""
    return [Pool(**row) for row in moment.rows("one", POOLS, pool=pool)]


def names(moment: Moment, pool_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what these pools are called; one that is not there is left out."""
    if not pool_ids:
        return {}
    rows = moment.rows("named", POOLS, pools=list(pool_ids))
    return {row["stream_id"]: row["name"] for row in rows}


def open_names(moment: Moment, *, limit: int) -> dict[UUID, str]:
    """Return what the pools are called that take people in, by their names."""
    rows = moment.rows("open", POOLS, limit=limit)
    return {row["stream_id"]: row["name"] for row in rows}


def page(moment: Moment, *, after: UUID | None, limit: int) -> list[Pool]:
    """Return a page of pools in the order they were opened, with their sizes."""
    rows = moment.rows("page", POOLS, POOL_MEMBERS, after=after, limit=limit)
    return [Pool(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class PoolOfCandidate:
    """A pool that somebody is in."""

    candidate_id: CandidateId
    pool_id: StreamId
    name: str | None
    joined_at: datetime


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, list[PoolOfCandidate]]:
    """Return the pools each candidate is in, by the pools' names."""
    rows = moment.rows("of_candidates", POOLS, POOL_MEMBERS, people=candidates)
    found: dict[CandidateId, list[PoolOfCandidate]] = {
        candidate: [] for candidate in candidates
    }
    for row in rows:
        found[row["candidate_id"]].append(PoolOfCandidate(**row))
    return found
