"""Reading two candidates as one person, and as two again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import CandidatesMerged, CandidatesUnmerged
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import CandidateId, StreamId, Text


class MergeCandidates(Command):
    """Read two candidates as one: the primary's facts win where the two disagree."""

    primary_candidate_id: UUID
    duplicate_candidate_id: UUID
    reason: Text | None = None
    merge_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        primary = known.root(self.primary_candidate_id)
        duplicate = known.root(self.duplicate_candidate_id)
        if primary == duplicate:
            if self.primary_candidate_id == self.duplicate_candidate_id:
                raise errors.Invalid("Two different candidates are needed for a merge.")
            return []
        _refuse_circles(known, primary, duplicate)
        merged = CandidatesMerged(
            primary_candidate_id=primary, duplicate_candidate_id=duplicate, reason=self.reason
        )
        return [Entry(merged, StreamId(self.merge_id), 1, primary)]


def _refuse_circles(known: Known, *candidates: CandidateId) -> None:
    """Refuse a merge that would change nothing, since earlier ones run in a circle.

    Somebody who is read as themselves although a merge of them stands is the duplicate of
    somebody who is, in the end, the duplicate of theirs.
    """
    for candidate_id in candidates:
        for row in known.rows("merges", duplicate_candidate_id=candidate_id, state="merged"):
            raise errors.NotAllowedNow(
                f"Merge {row['stream_id']} and others run in a circle: undo one of them first.",
                merge_id=row["stream_id"],
            )


class UnmergeCandidates(Command):
    """Take a merge back, whatever happened since."""

    merge_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        # The version first: what comes after it makes the append lose, and ask again.
        version = known.version(self.merge_id) + 1
        rows = known.rows("merges", stream_id=self.merge_id)
        if not rows:
            raise errors.Unknown(f"No merge has the id {self.merge_id}.")
        if rows[0]["state"] == "unmerged":
            return []
        unmerged = CandidatesUnmerged(reason=self.reason)
        primary = CandidateId(rows[0]["primary_candidate_id"])
        return [Entry(unmerged, StreamId(self.merge_id), version, primary)]
