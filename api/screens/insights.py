"""Insights: how the work goes, in pictures that say where they come from."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Literal, get_args

from fastapi import Response

from api.access import Caller, Reader
from api.answers.engagements import Week
from api.routes import insights, timeline
from api.screens import charts, showing
from api.screens.route import screens
from api.screens.seen import Seen, Sight
from api.screens.words import KINDS

router = screens()

Part = Literal["touches", "replies", "coverage", "busiest", "sources"]
Span = Literal["26", "52"]
_TITLES: Mapping[Part, str] = {
    "touches": "Touches by week",
    "replies": "Time to reply",
    "coverage": "Pools by last touch",
    "busiest": "Busiest pools, four weeks",
    "sources": "Where people come from",
}
_DIRECTIONS = {"outbound": "You reached out", "inbound": "They reached out", "": "Not told who"}


@router.get("/insights")
def show_insights(
    caller: Reader, seen: Sight, *, weeks: Span = "26", whole: bool = False
) -> Response:
    """Show the frame of every picture; each comes when it is looked at, or all at once."""
    filled = {
        name: _FILLING[name](caller, seen, int(weeks)) if whole else None for name in _TITLES
    }
    return showing.page(
        seen, caller, "insights.html", weeks=weeks, titles=_TITLES, filled=filled
    )


@router.get("/insights/{part}")
def show_part(caller: Reader, seen: Sight, part: Part, weeks: Span = "26") -> Response:
    """Show one picture."""
    told = _FILLING[part](caller, seen, int(weeks))
    return showing.part(seen, caller, "insight.html", name=part, told=told, weeks=weeks)


def _touches(caller: Caller, seen: Seen, weeks: int) -> dict[str, Any]:
    today = seen.past.day if seen.past is not None and seen.past.day else seen.times.today
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=ago) for ago in reversed(range(weeks))]
    found = timeline.read_activity(
        caller, since=mondays[0], until=today + timedelta(days=1), as_of=seen.as_of
    )
    by_kind = _counted(mondays, found.items, lambda week: week.kind)
    by_direction = _counted(mondays, found.items, lambda week: week.direction or "")
    bars, most = charts.stacked(by_kind, list(KINDS))
    kinds = {kind: sum(each.get(kind, 0) for each in by_kind.values()) for kind in KINDS}
    return {
        "bars": bars,
        "most": most,
        "kinds": {kind: count for kind, count in kinds.items() if count},
        "names": KINDS,
        "directions": {
            name: sum(each.get(key, 0) for each in by_direction.values())
            for key, name in _DIRECTIONS.items()
        },
        "total": sum(bar.total for bar in bars),
    }


def _counted(
    mondays: list[date], found: list[Week], name: Callable[[Week], str]
) -> dict[date, dict[str, int]]:
    counts: dict[date, dict[str, int]] = {monday: {} for monday in mondays}
    for week in found:
        of_week = counts.setdefault(week.week_on, {})
        of_week[name(week)] = of_week.get(name(week), 0) + week.engagement_count
    return counts


def _replies(caller: Caller, seen: Seen, weeks: int) -> dict[str, Any]:
    assert weeks
    found = insights.read_reply_times(caller, as_of=seen.as_of).items
    months = sorted({each.month_on for each in found})
    told = {(each.month_on, each.by): each for each in found}
    most = max((each.median_hours for each in found), default=0) or 1
    return {"months": months, "told": told, "most": most}


def _coverage(caller: Caller, seen: Seen, weeks: int) -> dict[str, Any]:
    assert weeks
    return {"pools": insights.read_coverage(caller, as_of=seen.as_of).items}


def _busiest(caller: Caller, seen: Seen, weeks: int) -> dict[str, Any]:
    assert weeks
    found = insights.read_busiest_pools(caller, as_of=seen.as_of).items
    most = max((each.engagement_count for each in found), default=0) or 1
    return {"pools": found, "most": most}


def _sources(caller: Caller, seen: Seen, weeks: int) -> dict[str, Any]:
    assert weeks
    found = insights.read_sources(caller, as_of=seen.as_of).items
    most = max((each.candidate_count for each in found), default=0) or 1
    return {"sources": found, "most": most}


_FILLING: Mapping[Part, Callable[[Caller, Seen, int], dict[str, Any]]] = {
    "touches": _touches,
    "replies": _replies,
    "coverage": _coverage,
    "busiest": _busiest,
    "sources": _sources,
}
assert set(_FILLING) == set(get_args(Part))
