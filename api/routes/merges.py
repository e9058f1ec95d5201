"""Merges: two candidates read as one person, and as two again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access import Caller, IdempotencyKey, TheCaller
from api.answers import Page
from api.answers.groups import Merge
from api.asked.merges import NewMerge
from api.paging import After, Cursors, Limit
from ledger import errors
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.events import CandidatesMerged
from ledger.words import Text
from projections import merges

router = APIRouter(prefix="/merges", tags=["merges"])

_CURSORS = Cursors(UUID)


@router.post("", status_code=201)
def merge_candidates(caller: TheCaller, given: NewMerge, key: IdempotencyKey = None) -> Merge:
    """Read two candidates as one, the primary's facts first; 200 where they are one already."""
    told = given.model_dump()
    recorded = caller.record_once(MergeCandidates(**told), key, CandidatesMerged(**told))
    merge_id = recorded[0].stream_id if recorded else _standing(caller, given)
    return _one(caller, merge_id)


@router.get("")
def list_merges(caller: TheCaller, limit: Limit = 50, cursor: After = None) -> Page[Merge]:
    """List merges in the order they were made, those taken back included."""
    with caller.moment() as moment:
        rows = merges.page(moment, after=_CURSORS.read(cursor), limit=limit + 1)
    page, following = _CURSORS.cut(rows, limit, lambda row: row.stream_id)
    return Page(items=[_merge(row) for row in page], next_cursor=following)


@router.get("/{merge_id}")
def read_merge(caller: TheCaller, merge_id: UUID) -> Merge:
    """Read a merge."""
    return _one(caller, merge_id)


@router.delete("/{merge_id}", status_code=204)
def unmerge_candidates(
    caller: TheCaller,
    merge_id: UUID,
    reason: Annotated[Text | None, Query(max_length=1_000)] = None,
) -> None:
    """Read the two as two again, whatever happened since."""
    caller.record(UnmergeCandidates(merge_id=merge_id, reason=reason))


def _standing(caller: Caller, given: NewMerge) -> UUID:
    """Return the merge by which one of the two is read as somebody else."""
    knowledge = caller.installation.knowledge()
    for duplicate in (given.duplicate_candidate_id, given.primary_candidate_id):
        for row in knowledge.rows("merges", duplicate_candidate_id=duplicate, state="merged"):
            return row["stream_id"]
    # Taken back by somebody else in this very moment.
    raise errors.Contended


def _one(caller: Caller, merge_id: UUID) -> Merge:
    with caller.moment() as moment:
        for row in merges.one(moment, merge_id):
            return _merge(row)
    raise errors.Unknown(f"No merge has the id {merge_id}.")


def _merge(row: merges.Merge) -> Merge:
    fields = {name: getattr(row, name) for name in Merge.model_fields if name != "id"}
    return Merge(id=row.stream_id, **fields)
