"""What a measurement comes to: a figure, what was wanted of it, and how it was come by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside the one that is wanted."""

    name: str
    seen: float
    wanted: float
    unit: str
    """`of the floor`, `times the library`, `s`, `MB`, `ms`."""
    is_ceiling: bool
    """Whether `wanted` must not be exceeded; otherwise it must be reached."""
    told: str
    """Both sides of a ratio, or what else explains the figure."""

    @property
    def headroom(self) -> float:
        """How many times better than wanted; below one is missed."""
        return self.wanted / self.seen if self.is_ceiling else self.seen / self.wanted

    def line(self) -> str:
        """Return the figure as one line for a terminal."""
        border = "at most" if self.is_ceiling else "at least"
        verdict = "" if self.headroom >= 1 else " MISSED"
        return (
            f"{self.name}: {self.seen:.3g} {self.unit}"
            f" (wanted {border} {self.wanted:g}){verdict}; {self.told}"
        )


def ratio(
    name: str, pairs: Sequence[tuple[float, float]], wanted: float, *, unit: str, per: str
) -> Figure:
    """Return our rate as a share of a floor's: the median of the rounds."""
    ours = median(pair[0] for pair in pairs)
    floor = median(pair[1] for pair in pairs)
    seen = median(pair[0] / pair[1] for pair in pairs)
    told = f"{ours:,.0f} {per} against {floor:,.0f}"
    return Figure(name, seen, wanted, unit, is_ceiling=False, told=told)


def ceiling(name: str, seen: float, wanted: float, *, unit: str, told: str) -> Figure:
    """Return a figure that must stay below what is wanted."""
    return Figure(name, seen, wanted, unit, is_ceiling=True, told=told)


def show(figures: Iterable[Figure]) -> list[Figure]:
    """Print each figure as soon as it is known; return them all."""
    shown: list[Figure] = []
    for figure in figures:
        print(figure.line(), flush=True)
        shown.append(figure)
    return shown


def as_json(seen: Mapping[str, Sequence[Figure]]) -> bytes:
    """Return the figures of each measurement as the file that docs are drawn from."""
    return orjson.dumps(
        {name: [asdict(figure) for figure in figures] for name, figures in seen.items()},
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )


def read_from(file: Path) -> dict[str, list[Figure]]:
    """Return the figures of each measurement that were written down last."""
    told: dict[str, list[dict[str, Any]]] = orjson.loads(file.read_bytes())
    return {name: [Figure(**each) for each in figures] for name, figures in told.items()}


def p95(seconds: list[float]) -> float:
    """Return the time in milliseconds that nineteen of twenty stay below."""
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1_000
