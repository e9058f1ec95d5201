"""Pools: the groups that are kept, each with how it is looked after."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access import Reader, Writer
from api.asked.pools import NewPool
from api.routes import insights, pools
from api.screens import charts, forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight

router = screens()

_PAGE = 60
_LINE = {"width": 240, "height": 36}


@router.get("/pools")
def show_pools(
    caller: Reader,
    seen: Sight,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
    *,
    archived: bool = False,
) -> Response:
    """Show the pools; what is in each comes when it is looked at."""
    found = pools.list_pools(caller, limit=_PAGE, cursor=cursor, as_of=seen.as_of)
    return showing.page(
        seen,
        caller,
        "pools.html",
        pools=[each for each in found.items if each.is_archived is archived],
        archived=archived,
        archived_count=sum(each.is_archived for each in found.items),
        cursor=found.next_cursor,
    )


@router.get("/pools/{pool_id}/card")
def show_card(caller: Reader, seen: Sight, pool_id: UUID) -> Response:
    """Show how a pool is looked after: twelve weeks, the last touch, who is coldest."""
    figures = insights.read_pool_figures(caller, pool_id, seen.as_of)
    line = charts.line(figures.weeks, **_LINE)
    return showing.part(seen, caller, "pool_card.html", figures=figures, line=line)


@router.post("/pools")
def create_pool(
    caller: Writer, seen: Sight, name: forms.Field = "", description: forms.Field = ""
) -> Response:
    """Open a pool."""
    given = forms.asked(NewPool, name=forms.line(name), description=description.strip())
    made = pools.create_pool(caller, given)
    return showing.done(seen, f"/pools/{made.id}", Said(f"“{made.name}” is open."))
