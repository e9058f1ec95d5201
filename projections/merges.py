"""Which candidates turned out to be one person?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.events import CandidatesMerged, CandidatesUnmerged
from ledger.words import CandidateId, StreamId, Version
from projections.moment import Moment
from projections.view import View

MERGES = View(
    "merges",
    key="stream_id",
    adds=(CandidatesMerged,),
    amends=(CandidatesUnmerged,),
    is_shared=True,
)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two candidates read as one; `state` is merged or unmerged."""

    stream_id: StreamId
    primary_candidate_id: CandidateId
    duplicate_candidate_id: CandidateId
    merged_at: datetime
    state: str
    version: Version


def one(moment: Moment, merge: UUID) -> Sequence[Merge]:
    """Return the merge, or nothing where there is none with this id."""
    return [Merge(**row) for row in moment.rows("one", MERGES, merge=merge)]


def page(moment: Moment, *, after: UUID | None, limit: int) -> list[Merge]:
    """Return a page of merges in the order they were made."""
    return [Merge(**row) for row in moment.rows("page", MERGES, after=after, limit=limit)]


def newest(moment: Moment, *, before: UUID | None, limit: int) -> list[Merge]:
    """Return a page of merges, those made last first."""
    return [Merge(**row) for row in moment.rows("newest", MERGES, before=before, limit=limit)]
