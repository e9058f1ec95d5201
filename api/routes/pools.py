"""Pools: named groups of candidates."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api import pools as answers
from api.access import Caller, Editor, IdempotencyKey, Reader, Writer
from api.answers import Page
from api.answers.groups import BoardColumn, Member, Pool
from api.as_of import AsOf
from api.asked.pools import NewPool, PoolChanges, Stage, Stages
from api.etags import IfMatch, unless_changed
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.pools import (
    ArchivePool,
    CreatePool,
    JoinPool,
    LeavePool,
    MoveInPool,
    NameStages,
    RenamePool,
    ReopenPool,
)
from ledger.events import PoolCreated
from ledger.words import POOL_STAGES, CandidateId
from projections import pool_members, pools, profile
from projections.moment import Moment

router = noun("pools", "/pools")

_CURSORS = Cursors(UUID)


@router.post("", status_code=201)
def create_pool(caller: Writer, given: NewPool, key: IdempotencyKey = None) -> Pool:
    """Open a talent pool."""
    command = CreatePool(name=given.name, description=given.description)
    first = PoolCreated(name=given.name, description=given.description)
    recorded = caller.record_once(command, key, first)
    return _one(caller, recorded[0].stream_id)


@router.get("")
def list_pools(
    caller: Reader, limit: Limit = 50, cursor: After = None, as_of: AsOf = None
) -> Page[Pool]:
    """List the pools in the order they were opened, archived ones included."""
    with caller.moment(as_of) as moment:
        rows = pools.page(moment, after=_CURSORS.read(cursor), limit=limit + 1)
    page, following = _CURSORS.cut(rows, limit, lambda row: row.stream_id)
    return Page(items=[answers.pool(row) for row in page], next_cursor=following)


@router.get("/{pool_id}")
def read_pool(caller: Reader, pool_id: UUID, as_of: AsOf = None) -> Pool:
    """Read a pool, now or as of then."""
    return _one(caller, pool_id, as_of)


@router.patch("/{pool_id}")
def rename_pool(
    caller: Editor, pool_id: UUID, given: PoolChanges, if_match: IfMatch = None
) -> Pool:
    """Give a pool another name."""
    command = RenamePool(pool_id=pool_id, name=given.name)
    caller.record(unless_changed(command, if_match, pool_id, view="pools"))
    return _one(caller, pool_id)


@router.post("/{pool_id}/archive")
def archive_pool(caller: Editor, pool_id: UUID, if_match: IfMatch = None) -> Pool:
    """Close a pool: it stays readable and takes no one in."""
    command = ArchivePool(pool_id=pool_id)
    caller.record(unless_changed(command, if_match, pool_id, view="pools"))
    return _one(caller, pool_id)


@router.post("/{pool_id}/reopen")
def reopen_pool(caller: Editor, pool_id: UUID, if_match: IfMatch = None) -> Pool:
    """Open a pool again that was closed: it takes people in once more."""
    command = ReopenPool(pool_id=pool_id)
    caller.record(unless_changed(command, if_match, pool_id, view="pools"))
    return _one(caller, pool_id)


@router.put("/{pool_id}/stages")
def name_stages(caller: Editor, pool_id: UUID, given: Stages, if_match: IfMatch = None) -> Pool:
    """Name the stages of a pool; who is at one that it no longer has stays there."""
    command = NameStages(pool_id=pool_id, stages=given.stages)
    caller.record(unless_changed(command, if_match, pool_id, view="pools"))
    return _one(caller, pool_id)


@router.get("/{pool_id}/members")
def list_pool_members(
    caller: Reader,
    pool_id: UUID,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Member]:
    """List who is in a pool."""
    after = _CURSORS.read(cursor)
    with caller.moment(as_of) as moment:
        stages = _known(moment, pool_id).stages or POOL_STAGES
        rows = pool_members.page(
            moment, pool_id, after=after and CandidateId(after), limit=limit + 1
        )
        page, following = _CURSORS.cut(rows, limit, lambda row: row.candidate_id)
        people = profile.of_candidates(moment, [row.candidate_id for row in page])
    caller.looked(Shown.LIST, count=len(page))
    items = [
        answers.member(
            row,
            people[row.candidate_id].name if row.candidate_id in people else "",
            row.stage or stages[0],
        )
        for row in page
    ]
    return Page(items=items, next_cursor=following)


@router.get("/{pool_id}/board")
def read_board(
    caller: Reader,
    pool_id: UUID,
    limit: Annotated[int, Query(ge=1, le=200, description="How many of each stage.")] = 50,
    as_of: AsOf = None,
) -> Page[BoardColumn]:
    """Show a pool by stage; one that it no longer has comes last, while anybody is at it."""
    with caller.moment(as_of) as moment:
        stages = list(_known(moment, pool_id).stages or POOL_STAGES)
        rows = pool_members.board(moment, pool_id, first=stages[0], limit=limit)
        names = profile.names(moment, [row.candidate_id for row in rows])
    caller.looked(Shown.LIST, count=len(rows))
    columns: dict[str, list[pool_members.Placed]] = {stage: [] for stage in stages}
    for row in rows:
        columns.setdefault(row.stage or stages[0], []).append(row)
    return Page(
        items=[
            BoardColumn(
                stage=stage,
                member_count=placed[0].member_count if placed else 0,
                members=[
                    answers.member(each, names.get(each.candidate_id, ""), stage)
                    for each in placed
                ],
            )
            for stage, placed in columns.items()
        ],
        next_cursor=None,
    )


@router.put("/{pool_id}/members/{candidate_id}", status_code=204)
def join_pool(caller: Writer, pool_id: UUID, candidate_id: UUID) -> None:
    """Put a candidate into a pool; nothing happens where they are in it."""
    caller.record(JoinPool(pool_id=pool_id, candidate_id=candidate_id))


@router.delete("/{pool_id}/members/{candidate_id}", status_code=204)
def leave_pool(caller: Writer, pool_id: UUID, candidate_id: UUID) -> None:
    """Take a candidate out of a pool; nothing happens where they are not in it."""
    caller.record(LeavePool(pool_id=pool_id, candidate_id=candidate_id))


@router.put("/{pool_id}/members/{candidate_id}/stage", status_code=204)
def move_in_pool(caller: Writer, pool_id: UUID, candidate_id: UUID, given: Stage) -> None:
    """Say which stage a candidate reached in a pool; nothing happens where they are at it."""
    command = MoveInPool(pool_id=pool_id, candidate_id=candidate_id, stage=given.stage)
    caller.record(command)


def _one(caller: Caller, pool_id: UUID, as_of: str | None = None) -> Pool:
    with caller.moment(as_of) as moment:
        return caller.tagged(answers.pool(_known(moment, pool_id)))


def _known(moment: Moment, pool_id: UUID) -> pools.Pool:
    for row in pools.one(moment, pool_id):
        return row
    raise errors.Unknown(f"No pool has the id {pool_id}.")
