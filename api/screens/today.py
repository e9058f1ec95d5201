"""Today: whom to come back to, who waits for a reply, and what happened last."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from fastapi import Response

from api.access import Caller, Reader
from api.answers.today import Today
from api.routes import timeline
from api.routes import today as days
from api.screens import lines, showing, today_due
from api.screens.route import screens
from api.screens.seen import Seen, Sight
from ledger.words import CandidateId, HandleType
from projections import handles, profile, relationship
from projections.moment import Moment

router = screens()

_WAITING_MAX = 6
_LATEST_MAX = 14
_WEEKS = 12


@router.get("/")
def show_today(caller: Reader, seen: Sight, *, whole: bool = False) -> Response:
    """Show what the day asks for; in an empty ledger, how to begin.

    The weeks are counted while the page is read already, unless the whole of it is asked for.
    """
    with caller.moment(seen.as_of) as moment:
        is_empty = seen.past is None and not profile.is_anybody(moment)
    if is_empty:
        return showing.to("/first")
    waiting = days.read_today(
        caller, day=seen.times.today, limit=_WAITING_MAX, as_of=seen.as_of
    )
    latest = timeline.read_timeline_of_everybody(caller, limit=_LATEST_MAX, as_of=seen.as_of)
    with caller.moment(seen.as_of) as moment:
        told = lines.told(seen, caller, moment, latest.items)
        mails = _mails(moment, waiting)
        head = moment.until or caller.head()
    return showing.page(
        seen,
        caller,
        "today.html",
        today=waiting,
        told=told,
        mails=mails,
        head=head,
        due_count=waiting.due_count,
        counted_max=relationship.COUNTED_MAX,
        counts=_weeks(caller, seen) if whole else None,
        **today_due.first(caller, seen),
    )


@router.get("/today/weeks")
def show_weeks(caller: Reader, seen: Sight) -> Response:
    """Show how much was done this week, beside the weeks before."""
    return showing.part(seen, caller, "today_weeks.html", counts=_weeks(caller, seen))


def _weeks(caller: Caller, seen: Seen) -> Mapping[date, int]:
    """Return how often anybody was engaged with in each of the last weeks, by its Monday."""
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
    return counts


def _mails(moment: Moment, waiting: Today) -> Mapping[UUID, str]:
    """Return where to write to those who wait: the address they prefer, of those that work."""
    people: Sequence[CandidateId] = [
        CandidateId(each.candidate_id)
        for each in [*waiting.replies_owed.items, *waiting.going_cold.items]
    ]
    mails: dict[UUID, str] = {}
    for who, held in handles.of_candidates(moment, people).items():
        working = [
            each
            for each in held
            if each.type == HandleType.EMAIL.value
            and (each.told.get("status") or "current") == "current"
        ]
        for each in sorted(working, key=lambda each: not each.told.get("is_primary"))[:1]:
            mails[who] = each.value
    return mails
