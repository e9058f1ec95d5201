"""What was ever told of a candidate, which of it holds, and where each word came from?

Not stored: asked for one person at a time, it costs nothing until somebody asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.events import CandidateAdded, CandidateUpdated
from ledger.words import CandidateId, Position
from projections.moment import Moment
from projections.view import View

FACTS = View(
    "facts",
    key="candidate_id",
    row=("field", "place"),
    adds=(CandidateAdded, CandidateUpdated),
    is_stored=False,
)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A value that was told of a field, and is effective whether it holds or not."""

    field: str
    value: Any
    """Nothing where the field was cleared."""
    place: int
    """1 is the value that holds: what profile shows; the others follow in their order."""
    told_count: int
    """How many values of this field were told."""
    subject_id: CandidateId
    """The id it was told of, which may have been merged since."""
    is_by_hand: bool
    source: str | None
    import_id: UUID | None
    told_at: datetime
    """When it was told: of an import, the date of its file."""
    recorded_at: datetime
    position: Position

    @property
    def holds(self) -> bool:
        """Whether this is the value that counts at the moment."""
        return self.place == 1


def of_candidate(
    moment: Moment, candidate: CandidateId, *, field: str | None = None, limit: int
) -> Sequence[ToldFact]:
    """Return what was told of a candidate, field by field, up to so many values of each.

    The value that holds comes first, then the one that would hold without it, and so on.
    """
    rows = moment.rows(
        "of_candidate", FACTS, people=[candidate], candidate=candidate, field=field, limit=limit
    )
    return [ToldFact(**row) for row in rows]
