"""Who looked at somebody, or at anybody: what is kept of it for 13 months."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from cyclopts import Parameter

from api import looks
from api.answers.looks import Look, Looks
from api.cli import when as instants
from api.cli.opening import Data, Json, Limit, Who, opened
from api.cli.showing import answer, as_json, table
from api.cli.whom import erasable
from api.installation import Installation
from ledger import errors
from ledger.access.looks import Shown, Wanted
from projections import members
from projections.moment import Moment


def access_(
    who: Who | None = None,
    /,
    *,
    by: Annotated[
        str | None, Parameter(help="Only this member, by name or id, and their keys.")
    ] = None,
    what: Annotated[Shown | None, Parameter(help="Only looks at this.")] = None,
    since: Annotated[
        str | None, Parameter(help=f"At this instant or later: {instants.EXAMPLES}.")
    ] = None,
    limit: Limit = 100,
    data: Data = None,
    json: Json = False,
) -> None:
    """List who looked at somebody, or at anybody, the newest look first."""
    now = datetime.now().astimezone()
    begun = instants.instant(since, now=now) if since is not None else None
    with opened(data) as found:
        candidate = None if who is None else erasable(found, who)
        with found.moment() as moment:
            people = None if candidate is None else looks.people_of(moment, candidate)
            wanted = Wanted(people, _member(found, moment, by), what, begun)
            told = looks.page(moment, wanted, cursor=None, limit=limit)
    if json:
        as_json({"items": told.items, "sums": told.sums, "has_more": bool(told.next_cursor)})
    else:
        _show(told)


def _member(found: Installation, moment: Moment, told: str | None) -> UUID | None:
    """Return the member who is meant; raise `errors.Unknown` for nobody, or for several."""
    if told is None:
        return None
    wanted = told.strip().casefold()
    if wanted == str(found.owner):
        return found.owner
    fitting = [
        each.member_id
        for each in members.everyone(moment)
        if wanted in {(each.name or "").casefold(), str(each.member_id)}
    ]
    if len(fitting) != 1:
        raise errors.Unknown(f"“{told}” is not the name or id of one member.")
    return fitting[0]


def _show(told: Looks) -> None:
    table(("WHEN", "WHO", "WHAT", "OF WHOM"), map(_row, told.items))
    for line in _sums(told):
        answer(line)
    if told.next_cursor:
        answer("… and more: raise --limit, or say --since.")


def _row(look: Look) -> tuple[Any, ...]:
    by = f"{look.member_name or look.member_id}{' (key)' if look.key_id else ''}"
    many = "everybody" if look.people_count is None else f"{look.people_count:,} people"
    return look.looked_at, by, look.what.value, look.candidate_id or many


def _sums(told: Looks) -> Iterator[str]:
    for each in told.sums or ():
        who, what = each.member_name or each.member_id, each.what.value
        yield f"{who}: {what} {each.look_count:,} times, {each.people_count:,} people in all."
