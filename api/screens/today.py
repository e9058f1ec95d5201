"""Today: whom to come back to, who waits for a reply, and what happened last."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from api.access import Reader, Writer
from api.routes import follow_ups, timeline
from api.routes import today as days
from api.screens import lines, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger.words import CandidateId
from projections import profile, relationship

router = screens()

_DUE_MAX = 8
_WAITING_MAX = 6
_LATEST_MAX = 14
_WEEKS = 12


@router.get("/")
def show_today(caller: Reader, seen: Sight) -> Response:
    """Show what the day asks for; in an empty ledger, how to begin."""
    with caller.moment(seen.as_of) as moment:
        is_empty = seen.past is None and not profile.is_anybody(moment)
    if is_empty:
        return showing.to("/first")
    waiting = days.read_today(
        caller, day=seen.times.today, limit=_WAITING_MAX, as_of=seen.as_of
    )
    due = follow_ups.list_follow_ups(caller, state="open", limit=_DUE_MAX, as_of=seen.as_of)
    latest = timeline.read_timeline_of_everybody(caller, limit=_LATEST_MAX, as_of=seen.as_of)
    with caller.moment(seen.as_of) as moment:
        names = profile.names(moment, [CandidateId(each.candidate_id) for each in due.items])
        told = lines.told(moment, latest.items)
        head = moment.until or caller.head()
    return showing.page(
        seen,
        caller,
        "today.html",
        today=waiting,
        due=due.items,
        names=names,
        told=told,
        head=head,
        counted_max=relationship.COUNTED_MAX,
    )


@router.get("/today/weeks")
def show_weeks(caller: Reader, seen: Sight) -> Response:
    """Show how much was done this week, beside the weeks before."""
    today = seen.times.today
    told = timeline.read_activity(
        caller,
        since=today - timedelta(weeks=_WEEKS),
        until=today + timedelta(days=1),
        as_of=seen.as_of,
    )
    mondays = [
        today - timedelta(days=today.weekday(), weeks=ago) for ago in reversed(range(_WEEKS))
    ]
    counts = dict.fromkeys(mondays, 0)
    for week in told.items:
        if week.week_on in counts:
            counts[week.week_on] += week.engagement_count
    return showing.part(seen, caller, "today_weeks.html", counts=counts)


@router.post("/today/done")
def finish_follow_up(
    caller: Writer, seen: Sight, follow_up_id: Annotated[UUID, Form()]
) -> Response:
    """Say that a promise was kept."""
    follow_ups.finish_follow_up(caller, follow_up_id)
    if seen.is_scripted:
        return showing.part(seen, caller, "toast.html", told=Said("Done."))
    return showing.done(seen, "/", Said("Done."))
