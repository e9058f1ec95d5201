"""Charts as geometry: where each bar begins and how high it is; templates draw them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

_HEIGHT = 100


class Piece(NamedTuple):
    """One piece of a stacked bar."""

    name: str
    y: float
    height: float
    touch_count: int


class Bar(NamedTuple):
    """A bar, of the pieces that lie on one another."""

    on: date
    total: int
    pieces: Sequence[Piece]


class Line(NamedTuple):
    """A small line: its points as SVG has them, and the area below."""

    points: str
    area: str
    total: int


def stacked(
    counts: Mapping[date, Mapping[str, int]], names: Sequence[str]
) -> tuple[Sequence[Bar], int]:
    """Return bars that share a scale of a hundred, and the count that is a hundred."""
    most = max((sum(each.values()) for each in counts.values()), default=0) or 1
    bars: list[Bar] = []
    for on, told in counts.items():
        pieces: list[Piece] = []
        below = 0.0
        for name in names:
            count = told.get(name, 0)
            height = _HEIGHT * count / most
            below += height
            if count:
                pieces.append(Piece(name, round(_HEIGHT - below, 2), round(height, 2), count))
        bars.append(Bar(on, sum(told.values()), pieces))
    return bars, most


def line(counts: Sequence[int], *, width: int, height: int) -> Line:
    """Return counts as a line of this size, with room for its own thickness."""
    most = max(counts, default=0) or 1
    step = width / max(1, len(counts) - 1)
    room = height - 4
    points = [
        f"{place * step:.1f},{2 + room - room * count / most:.1f}"
        for place, count in enumerate(counts)
    ]
    area = " ".join([f"0,{height}", *points, f"{width},{height}"])
    return Line(" ".join(points), area, sum(counts))
