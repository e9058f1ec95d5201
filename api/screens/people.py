"""People: everybody in one list, found as one types."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import Query, Response

from api.access import Reader
from api.answers.candidates import CandidateListed
from api.screens import people_columns, showing
from api.screens.people_asked import Asked, asked
from api.screens.people_many import MANY_MAX
from api.screens.route import screens
from api.screens.seen import Sight
from api.screens.words import KINDS
from ledger.words import CandidateId
from projections import follow_ups, pools, sifting, stages, tags
from projections.moment import Moment

router = screens()

# Two screens full.
PAGE = 40
# More come as one scrolls, so many that they are put in place within a frame; what is typed for
# is one screen full, and there as soon as can be.
_PARTS = {"more": 20, "people-list": 16}
_POOLS_MAX = 200
_TAGS_MAX = 200
_QUIET: Mapping[int, str] = {
    30: "30 days",
    60: "60 days",
    90: "90 days",
    180: "half a year",
    365: "a year",
}
_TURNS = {"recruiter": "Reply owed", "candidate": "Waiting for them"}


class Row(NamedTuple):
    """Somebody in the list."""

    candidate: CandidateListed
    pools: Sequence[pools.PoolOfCandidate]
    next: follow_ups.FollowUp | None
    """The open follow-up that is due first."""
    tags: Sequence[str]


class Chip(NamedTuple):
    """A filter that narrows the list, and the address of the list without it."""

    words: str
    rest: Mapping[str, str]


@router.get("/people")
def show_people(
    caller: Reader,
    seen: Sight,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show the list, its next rows, or what is left of it as one types."""
    wanted = asked(seen)
    limit = _PARTS.get(seen.target, PAGE)
    found = wanted.listed(caller, limit=limit, cursor=cursor, as_of=seen.as_of)
    columns = people_columns.chosen(seen.request)
    with caller.moment(seen.as_of) as moment:
        values: dict[str, Any] = {
            "rows": _rows(moment, found.items, with_tags="tags" in columns),
            "asked": wanted,
            "columns": columns,
            "cursor": found.next_cursor,
        }
        if seen.target == "more":
            return showing.part(seen, caller, "people_rows.html", **values)
        values |= _around(moment, wanted, len(found.items), has_more=bool(found.next_cursor))
        values |= {} if seen.target else _choices(moment)
    if seen.target:
        caller.response.headers["HX-Replace-Url"] = seen.link("/people", **wanted.told)
        return showing.part(seen, caller, "people_list.html", **values)
    return showing.page(seen, caller, "people.html", **values)


def _around(moment: Moment, wanted: Asked, shown: int, *, has_more: bool) -> dict[str, Any]:
    found = pools.page(moment, after=None, limit=_POOLS_MAX)
    open_pools = [each for each in found if not each.is_archived]
    count = shown
    if has_more:
        count = sifting.count(
            moment, wanted.sieve, query=wanted.q, pool=wanted.pool, tag=wanted.tag
        )
    is_capped = has_more and not wanted.is_everybody and count > sifting.COUNTED_MAX
    return {
        "count": sifting.COUNTED_MAX if is_capped else count,
        "is_capped": is_capped,
        "many_max": MANY_MAX,
        "pools": open_pools,
        "chips": _chips(wanted, {each.stream_id: each.name for each in open_pools}),
        "all_columns": people_columns.COLUMNS,
        "kinds": KINDS,
    }


def _choices(moment: Moment) -> dict[str, Any]:
    return {
        "stages": stages.STAGES,
        "quiet": _QUIET,
        "turns": _TURNS,
        "tags": [each.tag for each in tags.all_tags(moment, after="", limit=_TAGS_MAX)],
    }


def _chips(wanted: Asked, names: Mapping[Any, str]) -> list[Chip]:
    days = wanted.quiet_days or 0
    words = {
        "stage": (wanted.stage or "").capitalize(),
        "pool": names.get(wanted.pool, "A pool"),
        "tag": f"Tagged {wanted.tag}",
        "source": f"From {wanted.source}",
        "reply_owed_by": _TURNS.get(wanted.reply_owed_by or "", ""),
        "quiet_days": f"Quiet for {_QUIET.get(days, f'{days} days')}",
        "promised": "Follow-up open",
    }
    told = wanted.told
    return [Chip(said, wanted.without(name)) for name, said in words.items() if name in told]


def _rows(moment: Moment, found: Sequence[CandidateListed], *, with_tags: bool) -> list[Row]:
    ids = [CandidateId(each.id) for each in found]
    in_pools = pools.of_candidates(moment, ids)
    promised = follow_ups.of_candidates(moment, ids)
    tagged = tags.of_candidates(moment, ids) if with_tags else {}
    return [
        Row(
            candidate=each,
            pools=in_pools.get(CandidateId(each.id), ()),
            next=next((p for p in promised[CandidateId(each.id)] if p.state == "open"), None),
            tags=tagged.get(CandidateId(each.id), ()),
        )
        for each in found
    ]
