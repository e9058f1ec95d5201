"""How does the relationship stand: when did we last talk, and who owes a reply?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger.events import EngagementRecorded
from ledger.words import CandidateId
from projections.moment import Moment
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
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, Relationship]:
    """Return how things stand with each candidate, also where nothing happened."""
    person = candidates[0] if len(candidates) == 1 else None
    rows = moment.rows(
        "of_candidates", RELATIONSHIP, person=person, candidates=list(candidates)
    )
    known = {row["candidate_id"]: Relationship(**row) for row in rows}
    return {
        candidate: known.get(candidate, Relationship(candidate)) for candidate in candidates
    }
