"""How does the relationship stand: when did we last talk, and who owes a reply?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ledger.events import EngagementRecorded
from ledger.words import CandidateId
from projections.moment import Moment
from projections.timeline import TIMELINE
from projections.view import View

RELATIONSHIP = View("relationship", key="candidate_id", adds=(EngagementRecorded,))


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where recruiter and candidate stand; instants are when things happened, as told."""

    candidate_id: CandidateId
    engagement_count: int = 0
    first_engaged_at: datetime | None = None
    last_engaged_at: datetime | None = None
    last_contacted_at: datetime | None = None
    """The last time the recruiter reached out."""
    last_replied_at: datetime | None = None
    """The last time the candidate reached out."""
    next_engagement_at: datetime | None = None
    """When the next thing happens that is already agreed on, or already recorded."""
    next_meeting_at: datetime | None = None
    """When they meet next, be it for an interview."""

    def reaches_past(self, now: datetime) -> bool:
        """Say whether something of it is yet to come."""
        return self.last_engaged_at is not None and self.last_engaged_at > now

    @property
    def reply_owed_by(self) -> Literal["recruiter", "candidate"] | None:
        """Who has not answered the other's last word; nobody where no direction was told."""
        match self.last_contacted_at, self.last_replied_at:
            case None, None:
                return None
            case None, _:
                return "recruiter"
            case _, None:
                return "candidate"
            case contacted, replied:
                return "recruiter" if replied > contacted else "candidate"


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId], *, now: datetime
) -> dict[CandidateId, Relationship]:
    """Return how things stand with each candidate at an instant, also where nothing happened.

    What lies after `now` counts as coming, not as done; what was cancelled counts as neither.
    """
    rows = moment.rows("of_candidates", RELATIONSHIP, people=candidates)
    known = {row["candidate_id"]: Relationship(**row) for row in rows}
    known |= _parted(moment, [each for each in known.values() if each.reaches_past(now)], now)
    return {
        candidate: known.get(candidate, Relationship(candidate)) for candidate in candidates
    }


def _parted(
    moment: Moment, told: Sequence[Relationship], now: datetime
) -> dict[CandidateId, Relationship]:
    """Part what is done from what is coming, by the timeline.

    The stored rows know no clock: they hold the last instant of all. Few relationships reach
    into the future, so only for those is the timeline asked.
    """
    if not told:
        return {}
    standing = {each.candidate_id: each for each in told}
    rows = moment.rows("around", TIMELINE, people=list(standing), now=now)
    parted: dict[CandidateId, Relationship] = {}
    for row in rows:
        stands, coming_count = standing[row["candidate_id"]], row.pop("coming_count")
        first = stands.first_engaged_at
        parted[stands.candidate_id] = replace(
            stands,
            engagement_count=stands.engagement_count - coming_count,
            first_engaged_at=first if first and first <= now else None,
            **row,
        )
    return parted
