"""People: everybody in one list, found as one types."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Query, Response

from api.access import Reader
from api.answers.candidates import CandidateListed
from api.routes import candidates
from api.screens import showing
from api.screens.route import screens
from api.screens.seen import Sight
from ledger.words import CandidateId
from projections import follow_ups, pools, profile
from projections.moment import Moment

router = screens()

PAGE = 60
_POOLS_MAX = 200


class Row(NamedTuple):
    """Somebody in the list."""

    candidate: CandidateListed
    pools: Sequence[pools.PoolOfCandidate]
    next: follow_ups.FollowUp | None
    """The open follow-up that is due first."""


@router.get("/people")
def show_people(
    caller: Reader,
    seen: Sight,
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    pool: Annotated[UUID | None, Query()] = None,
    tag: Annotated[str, Query(max_length=100)] = "",
    sort: candidates.Sort = "last_engaged",
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show the list, its next rows, or what is left of it as one types."""
    found = candidates.list_candidates(
        caller,
        q=q.strip() or None,
        pool=pool,
        tag=tag or None,
        sort=sort,
        limit=PAGE,
        cursor=cursor,
        as_of=seen.as_of,
    )
    asked = {"q": q, "pool": str(pool) if pool else "", "tag": tag, "sort": sort}
    with caller.moment(seen.as_of) as moment:
        rows = _rows(moment, found.items)
        values: dict[str, Any] = {"rows": rows, "asked": asked, "cursor": found.next_cursor}
        if seen.target:
            return showing.part(seen, caller, "people_rows.html", **values)
        count = profile.count(moment)
        open_pools = [
            each
            for each in pools.page(moment, after=None, limit=_POOLS_MAX)
            if not each.is_archived
        ]
    return showing.page(seen, caller, "people.html", count=count, pools=open_pools, **values)


def _rows(moment: Moment, found: Sequence[CandidateListed]) -> list[Row]:
    ids = [CandidateId(each.id) for each in found]
    in_pools = pools.of_candidates(moment, ids)
    promised = follow_ups.of_candidates(moment, ids)
    return [
        Row(
            candidate=each,
            pools=in_pools.get(CandidateId(each.id), ()),
            next=next((p for p in promised[CandidateId(each.id)] if p.state == "open"), None),
        )
        for each in found
    ]
