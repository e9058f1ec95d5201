"""Today: whom to come back to, who waits for a reply, and what happened last."""

from fastapi import Response

from api.access import Reader
from api.routes import follow_ups, timeline
from api.screens import showing
from api.screens.route import screens
from api.screens.seen import Sight
from ledger.words import CandidateId
from projections import profile

router = screens()

_DUE_MAX = 8
_LATEST_MAX = 12


@router.get("/")
def show_today(caller: Reader, seen: Sight) -> Response:
    """Show what the day asks for."""
    due = follow_ups.list_follow_ups(caller, state="open", limit=_DUE_MAX, as_of=seen.as_of)
    latest = timeline.read_timeline_of_everybody(caller, limit=_LATEST_MAX, as_of=seen.as_of)
    with caller.moment(seen.as_of) as moment:
        about = {each.candidate_id for each in (*due.items, *latest.items)} - {None}
        names = profile.names(moment, [CandidateId(each) for each in about if each])
        count = profile.count(moment)
    return showing.page(
        seen,
        caller,
        "today.html",
        due=due.items,
        latest=latest.items,
        names=names,
        count=count,
    )
