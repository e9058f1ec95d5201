"""How far along is the relationship with somebody: new, cold, warm, active or placed?

Nobody tells it; it follows from what the ledger holds, and is worked out here alone:

placed   an application of theirs led to their being hired
active   they are considered for something
warm     somebody engaged with them within ninety days
cold     the last time is longer ago
new      nobody ever did
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, get_args

from ledger.words import CandidateId
from projections.applications import APPLICATIONS
from projections.moment import Moment

Stage: TypeAlias = Literal["new", "cold", "warm", "active", "placed"]
STAGES: tuple[Stage, ...] = get_args(Stage)
WARM_FOR = timedelta(days=90)
"""A quarter: who was not talked with for longer does not expect to be called any more."""


def of_candidates(
    moment: Moment,
    engaged: Mapping[CandidateId, datetime | None],
    *,
    now: datetime,
) -> dict[CandidateId, Stage]:
    """Return the stage of each candidate, told when somebody last engaged with them."""
    considered = _considered(moment, list(engaged))
    return {
        candidate: considered.get(candidate) or _stage(at, now)
        for candidate, at in engaged.items()
    }


def _considered(moment: Moment, people: Sequence[CandidateId]) -> dict[CandidateId, Stage]:
    rows = moment.rows("considered", APPLICATIONS, people=people)
    return {row["candidate_id"]: row["stage"] for row in rows}


def _stage(engaged_at: datetime | None, now: datetime) -> Stage:
    if engaged_at is None:
        return "new"
    return "warm" if engaged_at >= now - WARM_FOR else "cold"
