"""Whom to come back to: the first of them on Today, all of them by day, and ticked off."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Form, Query, Response

from api import onward
from api.access import Caller, Reader, Writer
from api.answers.promises import FollowUp
from api.routes import follow_ups
from api.screens import showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.screens.times import Times
from api.screens.undoing import undo_of
from ledger.words import CandidateId
from projections import follow_ups as promises
from projections import profile

router = screens()

_FIRST_MAX = 8
_PAGE = 50


class Day(NamedTuple):
    """The follow-ups of one day; those that are overdue stand together."""

    key: str
    heading: str
    due: Sequence[FollowUp]


def first(caller: Caller, seen: Seen) -> dict[str, Any]:
    """Return the most urgent follow-ups, as the list on Today shows them."""
    return _listed(caller, seen, limit=_FIRST_MAX)


@router.get("/today/follow-ups")
def show_follow_ups(
    caller: Reader,
    seen: Sight,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
    under: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show every open follow-up by day, or those that come next, under the day shown last."""
    listed = _listed(caller, seen, limit=_PAGE, cursor=cursor)
    values = listed | {"days": _by_day(listed["due"], seen.times), "under": under}
    if seen.target == "more":
        return showing.part(seen, caller, "follow_ups_days.html", **values)
    count = _due_count(caller, seen)
    return showing.page(seen, caller, "follow_ups.html", due_count=count, **values)


@router.post("/today/done")
def finish_follow_up(
    caller: Writer,
    seen: Sight,
    follow_up_id: Annotated[UUID, Form()],
    back: Annotated[str, Form(max_length=onward.LENGTH_MAX)] = "/",
) -> Response:
    """Say that a promise was kept; on Today, the next one moves up."""
    before, page = caller.head(), onward.local(back)
    follow_ups.finish_follow_up(caller, follow_up_id)
    told = Said("Done.", undo_of(caller, before, back=page))
    if not seen.is_scripted:
        return showing.done(seen, page, told)
    is_on_today = seen.target == "due"
    values: dict[str, Any] = {"told": told, "is_on_today": is_on_today}
    values["due_count"] = _due_count(caller, seen)
    if is_on_today:
        values |= first(caller, seen)
    return showing.part(seen, caller, "today_done.html", **values)


def _listed(
    caller: Caller, seen: Seen, *, limit: int, cursor: str | None = None
) -> dict[str, Any]:
    page = follow_ups.list_follow_ups(
        caller, state="open", limit=limit, cursor=cursor, as_of=seen.as_of
    )
    with caller.moment(seen.as_of) as moment:
        names = profile.names(moment, [CandidateId(each.candidate_id) for each in page.items])
    return {"due": page.items, "names": names, "cursor": page.next_cursor}


def _due_count(caller: Caller, seen: Seen) -> int:
    with caller.moment(seen.as_of) as moment:
        return promises.due_count(moment, seen.times.today)


def _by_day(due: Sequence[FollowUp], times: Times) -> Sequence[Day]:
    return [
        Day(key, _heading(key, times), list(those))
        for key, those in groupby(due, lambda each: _key(each.due_on, times.today))
    ]


def _key(day: date, today: date) -> str:
    return "overdue" if day < today else day.isoformat()


def _heading(key: str, times: Times) -> str:
    if key == "overdue":
        return "Overdue"
    said = times.due(date.fromisoformat(key))
    return said[:1].upper() + said[1:]
