"""How is a candidate reached and recognised, and who holds a handle?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.events import HandleAdded, HandleCorrected, HandleRemoved
from ledger.ids import as_array
from ledger.words import CandidateId, Position, StreamId
from projections.moment import Moment
from projections.view import View

HANDLES = View(
    "handles",
    key="candidate_id",
    row=("handle_id",),
    adds=(HandleAdded,),
    amends=(HandleCorrected, HandleRemoved),
)


@dataclass(frozen=True, slots=True)
class HeldHandle:
    """A handle as its candidate has it."""

    candidate_id: CandidateId
    handle_id: StreamId
    type: str
    value: str
    key: str
    told: Mapping[str, Any]
    """Label, is_primary, status and source, where they were told."""
    claimed_position: Position


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, list[HeldHandle]]:
    """Return the handles of each candidate, the first told first."""
    rows = moment.rows("of_candidates", HANDLES, people=candidates)
    held: dict[CandidateId, list[HeldHandle]] = {candidate: [] for candidate in candidates}
    for row in rows:
        held[row["candidate_id"]].append(HeldHandle(**row))
    return held


def holders(moment: Moment, handle_ids: Sequence[StreamId]) -> dict[StreamId, CandidateId]:
    """Return whom the earliest effective claim of each handle named, merged since or not."""
    rows = moment.rows("holders", HANDLES, handle_ids=as_array(handle_ids))
    return {row["handle_id"]: row["candidate_id"] for row in rows}


def shared(moment: Moment, handle_ids: Sequence[StreamId]) -> set[StreamId]:
    """Return which of these handles were said, once claimed, to be several people's."""
    rows = moment.rows("shared", HANDLES, handle_ids=as_array(handle_ids))
    return {row["handle_id"] for row in rows}
