"""Compare: who and what changed between two moments, in all and for one person."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Query, Response

from api.access import Caller, Reader
from api.routes import diff
from api.screens import forms, showing
from api.screens.differences import told_of
from api.screens.route import screens
from api.screens.seen import Seen, Sight, past_of
from api.screens.times import Times
from ledger import errors
from projections import imports

router = screens()

# Each is asked of seven views at two moments; the next ones come as one scrolls.
_PAGE = 10
_IMPORTS_MAX = 3


class Choice(NamedTuple):
    """A moment to compare with now that is often asked for."""

    name: str
    since: str


@router.get("/compare")
def show_comparison(
    caller: Reader,
    seen: Sight,
    *,
    since: Annotated[str, Query(alias="from", max_length=64)] = "",
    until: Annotated[str, Query(alias="to", max_length=64)] = "",
    candidate: Annotated[str, Query(max_length=40)] = "",
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show what changed between two moments, or ask which are meant."""
    asked = {"from": since, "to": until, "candidate": candidate}
    values: dict[str, Any] = {"asked": asked, "told_of": told_of, "found": None}
    if since:
        values["found"] = _found(caller, seen, asked, cursor)
    if seen.target:
        return showing.part(seen, caller, "compare_people.html", **values)
    values["choices"] = _choices(caller, seen.times)
    return showing.page(seen, caller, "compare.html", **values)


def _found(caller: Caller, seen: Seen, asked: dict[str, str], cursor: str | None) -> Any:
    first = past_of(forms.line(asked["from"]), seen.times)
    last = past_of(forms.line(asked["to"]), seen.times) if asked["to"] else None
    if first is None:
        raise errors.Invalid("Nothing changed since now: choose an earlier day to begin with.")
    return diff.read_diff(
        caller,
        since=first.moment,
        until=last.moment if last else None,
        candidate_id=_id_of(asked["candidate"]),
        limit=_PAGE,
        cursor=cursor,
    )


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise errors.Invalid("This is nobody's id.") from error


def _choices(caller: Caller, times: Times) -> Sequence[Choice]:
    """Return a week, a month, a year, and what was before each of the last imports."""
    today: date = times.today
    found = [
        Choice(name, (today - timedelta(days=days)).isoformat())
        for name, days in (("a week ago", 7), ("a month ago", 30), ("a year ago", 365))
    ]
    with caller.moment() as moment:
        last = imports.page(moment, after=None, limit=_IMPORTS_MAX)
    return [
        *found,
        *(Choice(f"before {each.filename}", str(each.position - 1)) for each in last),
    ]
