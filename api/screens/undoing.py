"""Taking back what somebody did a moment ago: each event by the one that undoes it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Path, Query, Response

from api import onward, reads
from api.access import POSITION, Caller, Writer
from api.asked.pools import Stage
from api.asked.searches import NewSearch
from api.reads import Told
from api.routes import engagements, follow_ups, pools, searches, tags
from api.screens import bringing_back, forms, pool_undoing, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger import errors
from ledger.words import POOL_STAGES, Position
from projections import pools as pools_view

router = screens()

EVENTS_MAX = 1_000
"""As many as one action on a selection records, and some by others in between."""
_BACK_MAX = 1_000
"""A cookie keeps it until the next page, and holds some four thousand letters."""
Place = Annotated[int, Path(ge=0, lt=2**62)]


def undo_of(caller: Caller, before: Position, *, back: str = "") -> str:
    """Return where to post to have everything taken back that the caller did since a position.

    Nothing where nothing was recorded. It leads `back` to a page, where that is said.
    """
    until = caller.response.headers.get(POSITION, str(before))
    query = f"?{urlencode({'back': back})}" if back else ""
    if len(query) > _BACK_MAX:
        query = ""
    return f"/undo/{before}/{until}{query}" if int(until) > before else ""


@router.post("/undo/{after}/{until}")
def undo(
    caller: Writer,
    seen: Sight,
    after: Place,
    until: Place,
    back: Annotated[str, Query(max_length=onward.LENGTH_MAX)] = "",
) -> Response:
    """Take back what the caller did after a position up to another, the last of it first."""
    if not 0 < until - after <= EVENTS_MAX:
        raise errors.Invalid("That is too much, or nothing, to be taken back at once.")
    before = caller.head()
    with caller.moment() as moment:
        told = reads.events_at(moment.connection, caller.workspace, range(after + 1, until + 1))
    mine = [each for each in told.values() if each.actor_id == caller.actor]
    known = [each for each in mine if each.event_type in _UNDOING and each.import_id is None]
    for each in sorted(known, key=lambda each: each.position, reverse=True):
        _UNDOING[each.event_type](caller, each)
    place = onward.local(back) if back else _place_of(known)
    again = undo_of(caller, before, back=back)
    said = Said("Taken back.", again, "Put it back") if known else Said("Nothing to take back.")
    return showing.done(seen, place, said)


def _place_of(told: Sequence[Told]) -> str:
    """Return the screen on which what was taken back is seen."""
    in_pools = {
        str(each.payload["pool_id"]) for each in told if each.payload.get("pool_id") is not None
    }
    if len(told) == 1 and in_pools:
        return f"/pools/{in_pools.pop()}"
    people = {each.candidate_id for each in told}
    return f"/people/{people.pop()}" if len(people) == 1 and None not in people else "/people"


def _whom(told: Told) -> UUID:
    assert told.candidate_id is not None, told
    return told.candidate_id


def _leave(caller: Caller, told: Told) -> None:
    pools.leave_pool(caller, UUID(told.payload["pool_id"]), _whom(told))


def _join(caller: Caller, told: Told) -> None:
    pools.join_pool(caller, UUID(told.payload["pool_id"]), _whom(told))
    _move_back(caller, told)


def _move_back(caller: Caller, told: Told) -> None:
    """Put a member where they stood before an event about their membership."""
    pool_id = UUID(told.payload["pool_id"])
    with caller.moment() as moment:
        stream = reads.stream(moment.connection, caller.workspace, told.stream_id)
        (pool,) = pools_view.one(moment, pool_id)
    stages = list(pool.stages or POOL_STAGES)
    stage = stages[0]
    for each in stream:
        if each.version >= told.version:
            break
        stage = each.payload.get("stage", stages[0])
    if stage in stages:
        pools.move_in_pool(caller, pool_id, _whom(told), Stage(stage=stage))


def _untag(caller: Caller, told: Told) -> None:
    tags.remove_tag(caller, _whom(told), told.payload["tag"])


def _retract(caller: Caller, told: Told) -> None:
    engagements.retract_engagement(caller, told.stream_id)


def _cancel(caller: Caller, told: Told) -> None:
    follow_ups.cancel_follow_up(caller, told.stream_id)


def _drop(caller: Caller, told: Told) -> None:
    searches.drop_search(caller, told.stream_id)


def _save(caller: Caller, told: Told) -> None:
    with caller.moment() as moment:
        stream = reads.stream(moment.connection, caller.workspace, told.stream_id)
    saved = [each.payload for each in stream if each.event_type == "SearchSaved"][-1]
    searches.save_search(caller, forms.asked(NewSearch, **saved))


_UNDOING: Mapping[str, Callable[[Caller, Told], None]] = {
    "CandidateJoinedPool": _leave,
    "CandidateLeftPool": _join,
    "PoolMemberMoved": _move_back,
    "TagAdded": _untag,
    "EngagementRecorded": _retract,
    "FollowUpPromised": _cancel,
    "SearchSaved": _drop,
    "SearchDropped": _save,
    **bringing_back.OF_PEOPLE,
    **pool_undoing.OF_POOLS,
}
"""What takes back each event that can be, by its name."""
