"""The diff: who and what changed between two moments."""

from collections.abc import Iterator
from typing import Annotated, Any, cast

from cyclopts import Parameter

from api.answers.diff import Changed, Diff, Sum
from api.cli import as_of
from api.cli.opening import Data, Json, Limit, looked, opened
from api.cli.showing import answer, as_json, table
from api.cli.whom import person
from ledger.access.looks import Shown
from projections import diff

_NOTHING = "nothing"


def diff_(
    *,
    since: Annotated[
        str, Parameter(name="--from", help="A position, a day (its end) or an instant.")
    ],
    until: Annotated[
        str | None, Parameter(name="--to", help="The later moment; left out means now.")
    ] = None,
    who: Annotated[
        str | None, Parameter(name="--who", help="Only this person: an id, address or name.")
    ] = None,
    limit: Limit = 100,
    data: Data = None,
    json: Json = False,
) -> None:
    """Say who and what changed between two moments, by person and in all."""
    with opened(data) as found, as_of.moments(found, since, until) as (moment, first, last):
        whom = None if who is None else person(found, who)
        between = diff.between(moment, since=first, until=last)
        in_all = between.sum() if whom is None else None
        people = between.page(after=None, limit=limit + 1, whom=whom)
        looked(found, Shown.DIFF, whom=whom, count=len(people[:limit]), until=last)
    if json:
        told = Diff(
            since=first,
            until=last,
            sum=in_all and Sum.model_validate(in_all),
            items=[Changed.model_validate(each) for each in people[:limit]],
            next_cursor=None,
        )
        as_json(told.model_dump(exclude={"next_cursor"}) | {"has_more": len(people) > limit})
        return
    if in_all is not None:
        answer(f"Positions {first + 1} to {last}: {_counted(in_all)}.")
    table(
        ("ID", "NAME", "HOW", "WHAT"),
        (
            (each.candidate_id, each.name, each.how, "; ".join(_what(each)))
            for each in people[:limit]
        ),
    )
    if len(people) > limit:
        answer("… and more: raise --limit, or choose moments closer to each other.")


def _counted(in_all: diff.Sum) -> str:
    before, after = in_all.candidate_count_before, in_all.candidate_count_after
    people = [f"{count} {how}" for how, count in in_all.people.items() if count]
    events = [f"{count} {name}" for name, count in in_all.event_counts.items()]
    told = (", ".join(people) or "nobody touched", ", ".join(events) or "no event")
    return "; ".join((f"{before} people before, {after} after", *told))


def _what(changed: diff.Changed) -> Iterator[str]:
    if changed.merged_into is not None:
        yield f"read as {changed.merged_into}"
    for change in changed.changes:
        yield f"{change.what}: {_shown(change.before)} → {_shown(change.after)}"
    if changed.event_counts and not changed.changes:
        yield ", ".join(f"{count} {name}" for name, count in changed.event_counts.items())


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[Any]", value))) or _NOTHING
    return _NOTHING if value is None else str(value)
