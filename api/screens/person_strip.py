"""The strip above a timeline: how much happened when, and where in time one stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from api.screens.times import Times
from projections.activity import Week

_WEEK = timedelta(weeks=1)
_WEEKS_MIN = 26
"""A history of two weeks looks like one, not like a wall of bars."""
_BARS_MAX = 156
_STEPS = (1, 2, 4, 13, 26, 52)
"""How many weeks a bar may stand for: as few as leave the whole history in sight."""
_HEIGHT = 36
_BAR_MIN = 3


class Bar(NamedTuple):
    """One week or several, drawn: places and sizes in units of the drawing."""

    x: int
    height: int
    y: int
    engagement_count: int
    week_on: date


class Strip(NamedTuple):
    """All weeks until today, and the day that is looked at."""

    bars: Sequence[Bar]
    width: int
    height: int
    first_on: date
    day_count: int
    """How many days lie between the first one and today."""
    day: int
    """Which of them is looked at."""


def drawn(weeks: Sequence[Week], times: Times, *, day: date | None) -> Strip:
    """Return the strip of somebody's weeks; of a long history a bar stands for several."""
    today = times.today
    this_monday = today - timedelta(days=today.weekday())
    first = min([this_monday - _WEEK * (_WEEKS_MIN - 1), *(week.week_on for week in weeks)])
    week_count = (this_monday - first) // _WEEK + 1
    step = next((each for each in _STEPS if week_count <= each * _BARS_MAX), _STEPS[-1])
    counts: Counter[int] = Counter()
    for week in weeks:
        counts[(week.week_on - first) // _WEEK // step] += week.engagement_count
    most = max(counts.values(), default=1)
    bars = [
        _bar(count, most, place, first + _WEEK * step * place)
        for place, count in sorted(counts.items())
    ]
    day_count = (today - first).days
    shown = min(max(((day or today) - first).days, 0), day_count)
    return Strip(bars, -(-week_count // step) * 10, _HEIGHT, first, day_count, shown)


def _bar(count: int, most: int, place: int, week_on: date) -> Bar:
    height = max(_BAR_MIN, round(_HEIGHT * count / most))
    return Bar(place * 10 + 1, height, _HEIGHT - height, count, week_on)
