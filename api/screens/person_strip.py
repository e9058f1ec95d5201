"""The strip above a timeline: how much happened in which week, and where in time one stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from api.screens.times import Times
from projections.activity import Week

_WEEK = timedelta(weeks=1)
_WEEKS_MIN = 26
"""A history of two weeks looks like one, not like a wall of bars."""
_WEEKS_MAX = 156
_HEIGHT = 36
_BAR_MIN = 3


class Bar(NamedTuple):
    """One week, drawn: places and sizes in units of the drawing."""

    x: int
    height: int
    y: int
    count: int
    week_on: date


class Strip(NamedTuple):
    """The weeks until today, and the day that is looked at."""

    bars: Sequence[Bar]
    width: int
    height: int
    first_on: date
    day_count: int
    """How many days lie between the first one and today."""
    day: int
    """Which of them is looked at."""


def drawn(weeks: Sequence[Week], times: Times, *, day: date | None) -> Strip:
    """Return the strip of somebody's weeks; those before the last three years are left off."""
    today = times.today
    counts: Counter[date] = Counter()
    for week in weeks:
        counts[week.week_on] += week.engagement_count
    this_monday = today - timedelta(days=today.weekday())
    first = min([*counts, this_monday - _WEEK * (_WEEKS_MIN - 1)])
    first = max(first, this_monday - _WEEK * (_WEEKS_MAX - 1))
    week_count = (this_monday - first).days // 7 + 1
    most = max(counts.values(), default=1)
    bars = [
        _bar(counts[week_on], most, place, week_on)
        for place in range(week_count)
        if counts[week_on := first + _WEEK * place]
    ]
    day_count = (today - first).days
    shown = min(max(((day or today) - first).days, 0), day_count)
    return Strip(bars, week_count * 10, _HEIGHT, first, day_count, shown)


def _bar(count: int, most: int, place: int, week_on: date) -> Bar:
    height = max(_BAR_MIN, round(_HEIGHT * count / most))
    return Bar(place * 10 + 1, height, _HEIGHT - height, count, week_on)
