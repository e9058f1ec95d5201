"""Which columns the list of people shows: the viewer chooses, their browser remembers."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Form, Response
from starlette.requests import Request

from api.access import Reader
from api.screens import showing
from api.screens.people_asked import asked_by
from api.screens.route import screens

router = screens()

COLUMNS: Mapping[str, str] = {
    "title": "Title",
    "company": "Company",
    "location": "Place",
    "stage": "Stage",
    "pools": "Pools",
    "tags": "Tags",
    "added": "Added",
    "last": "Last touch",
    "next": "Next",
}
"""What each column is called, in the order in which they stand."""
_USUAL = ("title", "company", "location", "stage", "pools", "last", "next")
_COOKIE = "rapport_columns"
_A_YEAR = 31_536_000


def chosen(request: Request) -> Sequence[str]:
    """Return the columns that the viewer wants to see."""
    told = request.cookies.get(_COOKIE)
    wanted = _USUAL if told is None else told.split(".")
    return [each for each in COLUMNS if each in wanted]


@router.post("/people/columns")
def choose_columns(
    caller: Reader,
    columns: Annotated[list[str] | None, Form(max_length=20)] = None,
    query: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Remember which columns the viewer wants to see."""
    assert caller
    wanted = [each for each in COLUMNS if each in (columns or ())]
    on = asked_by(query).query
    answer = showing.to(f"/people?{on}" if on else "/people")
    answer.set_cookie(_COOKIE, ".".join(wanted), max_age=_A_YEAR, httponly=True, samesite="lax")
    return answer
