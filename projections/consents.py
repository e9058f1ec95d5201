"""What may somebody's data be used for, on which basis, and until when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ledger.events import ConsentGiven, ConsentWithdrawn
from ledger.words import CandidateId
from projections.moment import Moment
from projections.view import View

CONSENTS = View(
    "consents",
    key="candidate_id",
    row=("purpose",),
    adds=(ConsentGiven, ConsentWithdrawn),
)


@dataclass(frozen=True, slots=True)
class Consent:
    """The last word on one use of somebody's data."""

    candidate_id: CandidateId
    purpose: str
    is_given: bool
    legal_basis: str | None
    expires_on: date | None
    """The last day on which it holds."""
    evidence: str | None
    reason: str | None
    """Why it was withdrawn."""
    said_at: datetime

    def holds(self, on: date) -> bool:
        """Say whether the use is allowed on a day, the last one included."""
        return self.is_given and (self.expires_on is None or on <= self.expires_on)


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, list[Consent]]:
    """Return the last word on each use of each candidate's data."""
    found: dict[CandidateId, list[Consent]] = {candidate: [] for candidate in candidates}
    for row in moment.rows("of_candidates", CONSENTS, people=candidates):
        found[row["candidate_id"]].append(Consent(**row))
    return found


def expiring(
    moment: Moment,
    *,
    first_on: date,
    last_on: date,
    after: tuple[date, CandidateId, str] | None,
    limit: int,
) -> list[Consent]:
    """Return a page of consents whose last day lies between two days, the next one first."""
    on, candidate, purpose = after or (None, None, None)
    keys: dict[str, Any] = {"after_on": on, "after_id": candidate, "after_purpose": purpose}
    rows = moment.rows(
        "expiring", CONSENTS, first_on=first_on, last_on=last_on, limit=limit, **keys
    )
    return [Consent(**row) for row in rows]
