"""Who is owed a notice that their data is held, and by when?

Somebody whose data came from elsewhere must be told within a month, and with the first message
at the latest (GDPR, Article 14). Those who applied gave it themselves.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ledger.words import CandidateId
from projections.moment import Moment
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.safeguards import SAFEGUARDS


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who was not told yet."""

    candidate_id: CandidateId
    name: str
    source: str | None
    added_at: datetime
    due_on: date
    last_contacted_at: datetime | None
    """When they were last written to without being told: then the notice is owed already."""


def owed(
    moment: Moment,
    *,
    until: date | None = None,
    candidate: CandidateId | None = None,
    after: tuple[datetime, CandidateId] | None = None,
    limit: int,
) -> list[Notice]:
    """Return a page of those who are owed a notice by a day, the most urgent first."""
    before = None if until is None else datetime.combine(until + timedelta(1), time(), UTC)
    rows = moment.rows(
        "owed_a_notice",
        PROFILE,
        RELATIONSHIP,
        SAFEGUARDS,
        people=None if candidate is None else [candidate],
        candidate=candidate,
        before=before,
        after_at=after and after[0],
        after_id=after and after[1],
        limit=limit,
    )
    return [Notice(**row) for row in rows]
