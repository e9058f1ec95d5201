"""Pools: the groups that are kept, each with how it is looked after."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Query, Response

from api.access import Caller, Reader, Writer
from api.answers.insights import PoolFigures
from api.asked.pools import NewPool
from api.routes import insights, pools
from api.screens import charts, forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight

router = screens()

_PAGE = 60
# Read one after another where no script asks for each when it is looked at.
_WHOLE_PAGE = 12
_LINE = {"width": 240, "height": 36}


class Filled(NamedTuple):
    """How a pool is looked after, and its twelve weeks as a line."""

    figures: PoolFigures
    line: charts.Line


@router.get("/pools")
def show_pools(
    caller: Reader,
    seen: Sight,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
    *,
    archived: bool = False,
    whole: Annotated[bool, Query(description="With the figures, as without a script.")] = False,
) -> Response:
    """Show the pools; what is in each comes when it is looked at."""
    limit = _WHOLE_PAGE if whole else _PAGE
    found = pools.list_pools(caller, limit=limit, cursor=cursor, as_of=seen.as_of)
    shown = [each for each in found.items if each.is_archived is archived]
    return showing.page(
        seen,
        caller,
        "pools.html",
        pools=shown,
        filled={each.id: _filled(caller, seen, each.id) for each in shown if whole},
        archived=archived,
        archived_count=sum(each.is_archived for each in found.items),
        cursor=found.next_cursor,
    )


@router.get("/pools/{pool_id}/card")
def show_card(caller: Reader, seen: Sight, pool_id: UUID) -> Response:
    """Show how a pool is looked after: twelve weeks, the last touch, who is coldest."""
    filled = _filled(caller, seen, pool_id)
    return showing.part(seen, caller, "pool_card.html", **filled._asdict())


@router.post("/pools")
def create_pool(
    caller: Writer, seen: Sight, name: forms.Field = "", description: forms.Field = ""
) -> Response:
    """Open a pool."""
    given = forms.asked(NewPool, name=forms.line(name), description=description.strip())
    made = pools.create_pool(caller, given)
    return showing.done(seen, f"/pools/{made.id}", Said(f"“{made.name}” is open."))


def _filled(caller: Caller, seen: Seen, pool_id: UUID) -> Filled:
    figures = insights.read_pool_figures(caller, pool_id, seen.as_of)
    return Filled(figures, charts.line(figures.weeks, **_LINE))
