"""What was decided about two candidates who look alike?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger.events import CandidatesKeptApart, LookAlikesPutOff
from projections.moment import Moment
from projections.view import View

LOOK_ALIKE_DECISIONS = View(
    "look_alike_decisions",
    key="stream_id",
    adds=(CandidatesKeptApart, LookAlikesPutOff),
    is_shared=True,
)


def one(moment: Moment, pair_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Return the last word on a pair, or nothing where none was said."""
    return moment.rows("one", LOOK_ALIKE_DECISIONS, pair=pair_id)
