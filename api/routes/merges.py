"""Merges: two candidates read as one person, and as two again."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from api import merging
from api.access import Caller, Editor, IdempotencyKey, Reader
from api.answers import Page
from api.answers.merges import Merge, Merged
from api.as_of import AsOf
from api.asked.follow_ups import Because
from api.asked.merges import NewMerge
from api.etags import IfMatch, unless_changed
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.events import CandidatesMerged
from ledger.words import CandidateId, Position
from projections import merges

router = noun("merges")

_CURSORS = Cursors(UUID)
Order = Annotated[Literal["oldest", "newest"], Query(description="Which of them come first.")]


@router.post("/candidates/{candidate_id}/merge", status_code=201)
def merge_candidates(
    caller: Editor, candidate_id: UUID, given: NewMerge, key: IdempotencyKey = None
) -> Merged:
    """Read two candidates as one, this one's facts first; 200 where they are one already.

    A dry run answers what would come of it, with 200, and writes nothing.
    """
    command = MergeCandidates(
        primary_candidate_id=candidate_id,
        duplicate_candidate_id=given.duplicate_candidate_id,
        reason=given.reason,
    )
    if given.dry_run:
        # Decided for its refusals alone: what cannot be merged cannot be looked at either.
        command.decide(caller.installation.knowledge(), datetime.now(UTC))
        caller.response.status_code = 200
        with caller.moment() as moment:
            found = merging.looked_at(moment, candidate_id, given.duplicate_candidate_id)
        caller.looked(Shown.PROFILE, whom=found.candidate.id, count=2)
        return found
    recorded = caller.record_once(command, key, _told_by(caller, command, key))
    merge_id = recorded[0].stream_id if recorded else _standing(caller, command)
    with caller.moment() as moment:
        found = merging.merged(moment, candidate_id, merge_id=merge_id)
    caller.looked(Shown.PROFILE, whom=found.candidate.id)
    return found


@router.get("/merges")
def list_merges(
    caller: Reader,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
    order: Order = "oldest",
) -> Page[Merge]:
    """List merges in the order they were made, or backwards; those taken back included."""
    at = _CURSORS.read(cursor)
    with caller.moment(as_of) as moment:
        if order == "newest":
            rows = merges.newest(moment, before=at, limit=limit + 1)
        else:
            rows = merges.page(moment, after=at, limit=limit + 1)
    page, following = _CURSORS.cut(rows, limit, lambda row: row.stream_id)
    caller.looked(Shown.MERGES, count=2 * len(page))
    return Page(items=[_merge(row) for row in page], next_cursor=following)


@router.get("/merges/{merge_id}")
def read_merge(caller: Reader, merge_id: UUID, as_of: AsOf = None) -> Merge:
    """Read a merge, now or as of then."""
    return _one(caller, merge_id, as_of)


@router.post("/merges/{merge_id}/undo")
def undo_merge(
    caller: Editor, merge_id: UUID, given: Because | None = None, if_match: IfMatch = None
) -> Merge:
    """Read the two as two again, whatever happened since; undone already is nothing new."""
    command = UnmergeCandidates(merge_id=merge_id, reason=given.reason if given else None)
    caller.record(unless_changed(command, if_match, merge_id, view="merges"))
    return _one(caller, merge_id)


def _told_by(caller: Caller, command: MergeCandidates, key: str | None) -> CandidatesMerged:
    """Return the event that the call tells of.

    It names those the two were read as, which a repeat must look up as of the first time:
    by now both are read as the primary.
    """
    ledger = caller.installation.ledger
    earlier = ledger.store.recorded_by(caller.request_id(key)) if key else []
    before = Position(earlier[0].position - 1) if earlier else None
    with caller.installation.moment(before) as moment:
        return CandidatesMerged(
            primary_candidate_id=moment.root(CandidateId(command.primary_candidate_id)),
            duplicate_candidate_id=moment.root(CandidateId(command.duplicate_candidate_id)),
            reason=command.reason,
        )


def _standing(caller: Caller, command: MergeCandidates) -> UUID:
    """Return the merge by which one of the two is read as somebody else."""
    knowledge = caller.installation.knowledge()
    for duplicate in (command.duplicate_candidate_id, command.primary_candidate_id):
        for row in knowledge.rows("merges", duplicate_candidate_id=duplicate, state="merged"):
            return row["stream_id"]
    # Taken back by somebody else in this very moment.
    raise errors.Contended


def _one(caller: Caller, merge_id: UUID, as_of: str | None = None) -> Merge:
    with caller.moment(as_of) as moment:
        rows = merges.one(moment, merge_id)
    for row in rows:
        caller.looked(Shown.MERGES, count=2)
        return caller.tagged(_merge(row))
    raise errors.Unknown(f"No merge has the id {merge_id}.")


def _merge(row: merges.Merge) -> Merge:
    fields = {name: getattr(row, name) for name in Merge.model_fields if name != "id"}
    return Merge(id=row.stream_id, **fields)
