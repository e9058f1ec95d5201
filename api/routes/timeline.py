"""Timelines: what happened with one candidate, or with everybody, and how much of it a week."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, Field

from api import profiles
from api.access import Reader
from api.answers import Page
from api.answers.engagements import Line, Week, Weeks
from api.as_of import AsOf
from api.asked.values import Day, When
from api.lines import line
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger.access.looks import Shown
from ledger.words import Kind, Position
from projections import activity, api_keys, timeline
from projections.moment import Moment

router = noun("timeline")

_CURSORS = Cursors(tuple[AwareDatetime, Annotated[int, Field(ge=0, lt=2**62)]])
_KINDS = {kind.value for kind in Kind}
_YEAR = timedelta(weeks=53)

Kinds = Annotated[
    list[str],
    Query(alias="kind", max_length=50, description="Repeated, or with commas: call,meeting."),
]
From = Annotated[When | None, Query(alias="from", description="When it happened, or later.")]
To = Annotated[When | None, Query(alias="to", description="Before this instant.")]


@router.get("/candidates/{candidate_id}/timeline")
def read_timeline(
    caller: Reader,
    candidate_id: UUID,
    *,
    kinds: Kinds = [],  # noqa: B006 - FastAPI reads the default and never changes it
    since: From = None,
    until: To = None,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Line]:
    """Read what happened with a candidate, newest first, now or as of then."""
    window = timeline.Window(kinds=_kinds(kinds), since=since, until=until)
    after = _after(cursor)
    with caller.moment(as_of) as moment:
        root = profiles.known(moment, candidate_id).candidate_id
        rows = timeline.of_candidate(moment, root, window=window, after=after, limit=limit + 1)
    caller.looked(Shown.TIMELINE, whom=root)
    return _page(rows, limit)


@router.get("/timeline")
def read_timeline_of_everybody(  # noqa: PLR0913 - a filter each
    caller: Reader,
    *,
    kinds: Kinds = [],  # noqa: B006 - as above
    since: From = None,
    until: To = None,
    limit: Limit = 50,
    pool: Annotated[UUID | None, Query(description="Of its members alone.")] = None,
    member: Annotated[
        UUID | None, Query(description="Who told it, themselves or by a key, and in no file.")
    ] = None,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Line]:
    """Read what happened with everybody, newest first, now or as of then."""
    after = _after(cursor)
    asked = timeline.Window(kinds=_kinds(kinds), since=since, until=until, pool=pool)
    with caller.moment(as_of) as moment:
        window = by_member(moment, asked, member)
        rows = timeline.of_everybody(moment, window=window, after=after, limit=limit + 1)
    people = {row.candidate_id for row in rows[:limit] if row.candidate_id is not None}
    caller.looked(Shown.TIMELINE, count=len(people))
    return _page(rows, limit)


def by_member(moment: Moment, window: timeline.Window, member: UUID | None) -> timeline.Window:
    """Return the window narrowed to what a member told, themselves or by a key of theirs."""
    if member is None:
        return window
    keys = (key.stream_id for key in api_keys.everyone(moment) if key.issued_by == member)
    return replace(window, authors=(member, *keys))


@router.get("/activity")
def read_activity(
    caller: Reader,
    since: Annotated[
        Day | None, Query(alias="from", description="By default a year ago.")
    ] = None,
    until: Annotated[Day | None, Query(alias="to", description="By default tomorrow.")] = None,
    as_of: AsOf = None,
) -> Weeks:
    """Count engagements by week, kind and direction: the weeks that begin in that time."""
    with caller.moment(as_of) as moment:
        last = until or moment.now().date() + timedelta(days=1)
        weeks = activity.by_week(moment, since=since or last - _YEAR, until=last)
    return Weeks(
        items=[
            Week(
                week_on=week.week_on,
                kind=week.kind,
                direction=week.direction or None,
                engagement_count=week.engagement_count,
            )
            for week in weeks
        ]
    )


def _page(rows: list[timeline.Line], limit: int) -> Page[Line]:
    page, following = _CURSORS.cut(rows, limit, lambda row: (row.occurred_at, row.position))
    return Page(items=[line(row) for row in page], next_cursor=following)


def _after(cursor: str | None) -> tuple[datetime, Position] | None:
    key = _CURSORS.read(cursor)
    return key and (key[0], Position(key[1]))


def _kinds(told: list[str]) -> tuple[str, ...]:
    kinds = [kind.strip() for each in told for kind in each.split(",") if kind.strip()]
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown:
        message = f"is one of {', '.join(sorted(_KINDS))}"
        raise RequestValidationError(
            [{"loc": ("query", "kind"), "type": "enum", "msg": message}]
        )
    return tuple(dict.fromkeys(kinds))
