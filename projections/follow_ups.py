"""What was promised, to whom, and by when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ledger.events import FollowUpCancelled, FollowUpDone, FollowUpPromised
from ledger.words import CandidateId, StreamId, Version
from projections.moment import Moment
from projections.view import View

FOLLOW_UPS = View(
    "follow_ups",
    key="stream_id",
    adds=(FollowUpPromised,),
    amends=(FollowUpDone, FollowUpCancelled),
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A promise to come back to a candidate; `state` is open, done or cancelled."""

    stream_id: StreamId
    candidate_id: CandidateId
    due_on: date
    about: str
    state: str
    done_at: datetime | None
    version: Version


def one(moment: Moment, follow_up: UUID) -> Sequence[FollowUp]:
    """Return the follow-up, or nothing where there is none with this id."""
    return [FollowUp(**row) for row in moment.rows("one", FOLLOW_UPS, follow_up=follow_up)]


def page(
    moment: Moment,
    *,
    state: str,
    until: date | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[FollowUp]:
    """Return a page of one state, due up to and including a day, most urgent first."""
    rows = moment.rows(
        "page",
        FOLLOW_UPS,
        state=state,
        limit=limit,
        after_on=after[0] if after else None,
        after=after[1] if after else None,
        due_until=until,
    )
    return [FollowUp(**row) for row in rows]


def due_count(moment: Moment, day: date) -> int:
    """Return how many open follow-ups are due up to and including a day."""
    (row,) = moment.rows("due_count", FOLLOW_UPS, day=day)
    return int(row["due_count"])


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, list[FollowUp]]:
    """Return every follow-up of each candidate, by day."""
    found: dict[CandidateId, list[FollowUp]] = {candidate: [] for candidate in candidates}
    rows = moment.rows("of_candidates", FOLLOW_UPS, people=candidates)
    for row in rows:
        found[row["candidate_id"]].append(FollowUp(**row))
    return found
