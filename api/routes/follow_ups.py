"""Follow-ups: what was promised to whom, and by when."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from api import profiles
from api.access import Caller, Editor, IdempotencyKey, Reader, Writer
from api.answers import Page
from api.answers.promises import FollowUp
from api.as_of import AsOf
from api.asked.follow_ups import Because, NewFollowUp
from api.asked.values import Day
from api.etags import IfMatch, unless_changed
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.follow_ups import CancelFollowUp, FinishFollowUp, PromiseFollowUp
from ledger.events import FollowUpPromised
from projections import follow_ups

router = noun("follow-ups", "/follow-ups")

_CURSORS = Cursors(tuple[date, UUID])


@router.post("", status_code=201)
def promise_follow_up(
    caller: Writer, given: NewFollowUp, key: IdempotencyKey = None
) -> FollowUp:
    """Promise the candidate to come back to them by a certain day."""
    command = PromiseFollowUp(
        candidate_id=given.candidate_id, due_on=given.due_on, about=given.about
    )
    first = FollowUpPromised(due_on=given.due_on, about=given.about)
    recorded = caller.record_once(command, key, first)
    return _one(caller, recorded[0].stream_id)


@router.get("")
def list_follow_ups(
    caller: Reader,
    state: Literal["open", "done", "cancelled"] = "open",
    due_until: Annotated[Day | None, Query(description="Up to and including this day.")] = None,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[FollowUp]:
    """List the follow-ups in one state, most urgent first."""
    after = _CURSORS.read(cursor)
    with caller.moment(as_of) as moment:
        rows = follow_ups.page(
            moment, state=state, until=due_until, after=after, limit=limit + 1
        )
    page, following = _CURSORS.cut(rows, limit, lambda row: (row.due_on, row.stream_id))
    caller.looked(Shown.FOLLOW_UPS, count=len({row.candidate_id for row in page}))
    return Page(items=[profiles.follow_up(row) for row in page], next_cursor=following)


@router.post("/{follow_up_id}/done")
def finish_follow_up(caller: Editor, follow_up_id: UUID, if_match: IfMatch = None) -> FollowUp:
    """Say that the promise was kept."""
    command = FinishFollowUp(follow_up_id=follow_up_id)
    caller.record(unless_changed(command, if_match, follow_up_id, view="follow_ups"))
    return _one(caller, follow_up_id)


@router.post("/{follow_up_id}/cancel")
def cancel_follow_up(
    caller: Editor,
    follow_up_id: UUID,
    given: Because | None = None,
    if_match: IfMatch = None,
) -> FollowUp:
    """Say that the promise is no longer needed."""
    reason = given.reason if given else None
    command = CancelFollowUp(follow_up_id=follow_up_id, reason=reason)
    caller.record(unless_changed(command, if_match, follow_up_id, view="follow_ups"))
    return _one(caller, follow_up_id)


def _one(caller: Caller, follow_up_id: UUID) -> FollowUp:
    with caller.moment() as moment:
        rows = follow_ups.one(moment, follow_up_id)
    for row in rows:
        caller.looked(Shown.FOLLOW_UPS, whom=row.candidate_id)
        return caller.tagged(profiles.follow_up(row))
    raise errors.Unknown(f"No follow-up has the id {follow_up_id}.")
