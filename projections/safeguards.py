"""What protects somebody: may they be contacted, were they told, must their data be kept?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ledger.events import (
    DoNotContactAsked,
    DoNotContactLifted,
    LegalHoldPlaced,
    LegalHoldReleased,
    NoticeGiven,
    NoticeWaived,
)
from ledger.words import CandidateId
from projections.moment import Moment
from projections.view import View

SAFEGUARDS = View(
    "safeguards",
    key="candidate_id",
    row=("about",),
    adds=(
        DoNotContactAsked,
        DoNotContactLifted,
        NoticeGiven,
        NoticeWaived,
        LegalHoldPlaced,
        LegalHoldReleased,
    ),
)


@dataclass(frozen=True, slots=True)
class Safeguard:
    """The last word on one of the three."""

    candidate_id: CandidateId
    about: Literal["do_not_contact", "notice", "legal_hold"]
    event_type: str
    until: date | None
    channel: str | None
    reason: str | None
    said_at: datetime

    def holds(self, on: date) -> bool:
        """Say whether it protects on a day: not lifted, not released, not run out."""
        is_ended = self.event_type in {"DoNotContactLifted", "LegalHoldReleased"}
        return not is_ended and (self.until is None or on <= self.until)


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, dict[str, Safeguard]]:
    """Return the last word on each safeguard of each candidate, by what it is about."""
    found: dict[CandidateId, dict[str, Safeguard]] = {each: {} for each in candidates}
    for row in moment.rows("of_candidates", SAFEGUARDS, people=candidates):
        found[row["candidate_id"]][row["about"]] = Safeguard(**row)
    return found
