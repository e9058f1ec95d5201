"""Who is being considered for what, and how far along are they?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.events import (
    ApplicationClosed,
    ApplicationMoved,
    ApplicationOpened,
    ApplicationReopened,
    ApplicationRetracted,
)
from ledger.words import CandidateId, StreamId, Version
from projections.moment import Moment
from projections.view import View

APPLICATIONS = View(
    "applications",
    key="stream_id",
    adds=(ApplicationOpened,),
    amends=(ApplicationMoved, ApplicationClosed, ApplicationReopened, ApplicationRetracted),
)


@dataclass(frozen=True, slots=True)
class Application:
    """Somebody considered for an opportunity: active, hired, rejected or withdrawn."""

    stream_id: StreamId
    candidate_id: CandidateId
    opportunity: str
    applied_at: datetime
    stage: str
    status: str
    rejection_reason: str | None
    closed_at: datetime | None
    version: Version


def one(moment: Moment, application: UUID) -> Sequence[Application]:
    """Return the application, or nothing where there is none with this id."""
    rows = moment.rows("one", APPLICATIONS, application=application)
    return [Application(**row) for row in rows]


def page(
    moment: Moment,
    *,
    candidate: CandidateId | None = None,
    status: str | None = None,
    stage: str | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[Application]:
    """Return a page of applications in the order they were opened."""
    rows = moment.rows(
        "page",
        APPLICATIONS,
        people=None if candidate is None else [candidate],
        candidate=candidate,
        status=status,
        stage=stage,
        after=after,
        limit=limit,
    )
    return [Application(**row) for row in rows]


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, list[Application]]:
    """Return every application of each candidate, in the order they were opened."""
    found: dict[CandidateId, list[Application]] = {candidate: [] for candidate in candidates}
    for row in moment.rows("of_candidates", APPLICATIONS, people=candidates):
        found[row["candidate_id"]].append(Application(**row))
    return found
