"""A pool: who is in it, as a table or as a board by stage."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from fastapi import Query, Response

from api import profiles
from api.access import Caller, Reader
from api.answers.candidates import CandidateListed
from api.answers.groups import Member
from api.routes import candidates, pools
from api.screens import showing
from api.screens.route import screens
from api.screens.seen import Seen, Sight
from ledger.words import CandidateId
from projections import lists

router = screens()

PAGE = 60
_FOUND_MAX = 8
_A_STAGE_MAX = 50


class Seat(NamedTuple):
    """A member, with what a list shows of them."""

    member: Member
    who: CandidateListed | None
    """Nothing where they were erased a moment ago."""


@router.get("/pools/{pool_id}")
def show_pool(
    caller: Reader,
    seen: Sight,
    pool_id: UUID,
    *,
    view: Literal["board", "table"] = "board",
    add: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show a pool, the next members of its table, or whom one may add as one types."""
    pool = pools.read_pool(caller, pool_id, seen.as_of)
    values: dict[str, Any] = {"pool": pool, "view": view, "add": add.strip()}
    if seen.target == "found":
        found = _found(caller, seen, values["add"])
        return showing.part(seen, caller, "pool_found.html", found=found, **values)
    if view == "table":
        page = pools.list_pool_members(
            caller, pool_id, limit=PAGE, cursor=cursor, as_of=seen.as_of
        )
        values |= {"seats": _seats(caller, seen, page.items), "cursor": page.next_cursor}
        if seen.target == "more":
            return showing.part(seen, caller, "pool_rows.html", **values)
    else:
        values["columns"] = _columns(caller, seen, pool_id)
    values["found"] = _found(caller, seen, values["add"])
    return showing.page(seen, caller, "pool.html", **values)


def _columns(caller: Caller, seen: Seen, pool_id: UUID) -> list[dict[str, Any]]:
    columns = pools.read_board(caller, pool_id, limit=_A_STAGE_MAX, as_of=seen.as_of).items
    seats = _seats(caller, seen, [each for column in columns for each in column.members])
    of = {seat.member.candidate_id: seat for seat in seats}
    return [
        {
            "stage": column.stage,
            "count": column.member_count,
            "seats": [of[each.candidate_id] for each in column.members],
        }
        for column in columns
    ]


def _seats(caller: Caller, seen: Seen, members: Sequence[Member]) -> list[Seat]:
    ids = [CandidateId(each.candidate_id) for each in members]
    with caller.moment(seen.as_of) as moment:
        listed = profiles.listed(moment, lists.listed(moment, ids))
    known = {each.id: each for each in listed}
    return [Seat(each, known.get(each.candidate_id)) for each in members]


def _found(caller: Caller, seen: Seen, text: str) -> Sequence[CandidateListed]:
    if not text or seen.past is not None:
        return []
    return candidates.list_candidates(caller, q=text, limit=_FOUND_MAX).items
