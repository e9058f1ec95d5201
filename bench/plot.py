"""Figures as a picture and as a table: how far each is from what was wanted.

python -m bench.plot        # from docs/performance.json, without measuring
"""

# matplotlib types its keyword arguments as unknown.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from bench.figures import Figure, read_from

_DOCS = Path(__file__).parent.parent / "docs"
_MET, _MISSED, _INK = "#2f6f5e", "#b4552d", "#334155"
_TABLE_BEGINS, _TABLE_ENDS = "<!-- figures -->", "<!-- end of figures -->"


def draw(figures: Sequence[Figure], place: Path) -> None:
    """Write a bar for each figure: right of the line is better than wanted, left is missed."""
    mpl.rcParams |= {"svg.hashsalt": "rapport", "font.family": "sans-serif", "font.size": 9}
    canvas = Canvas(figsize=(9, 0.32 * len(figures) + 0.9), layout="constrained")
    axes = canvas.add_subplot()
    names = [figure.name for figure in figures]
    rooms = [figure.headroom for figure in figures]
    colours = [_MET if room >= 1 else _MISSED for room in rooms]
    bars = axes.barh(names, [room - 1 for room in rooms], left=1, color=colours, height=0.62)
    axes.bar_label(bars, [f" {room:.2g}x " for room in rooms], color=_INK)
    axes.axvline(1, color=_INK, linewidth=1)
    axes.set_xscale("log")
    axes.set_xlim(min(*rooms, 0.5) / 2.5, max(rooms) * 2.5)
    axes.set_xlabel("times as good as wanted")
    axes.invert_yaxis()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    canvas.savefig(place, metadata={"Date": None}, transparent=False, facecolor="white")


def tabulate(figures: Sequence[Figure], page: Path) -> None:
    """Put the figures as a table between the two marks of a page."""
    lines = ["| figure | wanted | seen | |", "|---|---|---|---|"]
    for figure in figures:
        border = "≤" if figure.is_ceiling else "≥"
        seen = f"{figure.seen:.3g} {figure.unit}"
        verdict = seen if figure.headroom >= 1 else f"**{seen}**, missed"
        lines.append(
            f"| {figure.name} | {border} {figure.wanted:g} | {verdict} | {figure.told} |"
        )
    text = page.read_text()
    before, _, rest = text.partition(_TABLE_BEGINS)
    after = rest.partition(_TABLE_ENDS)[2]
    table = "\n".join(lines)
    page.write_text(f"{before}{_TABLE_BEGINS}\n{table}\n{_TABLE_ENDS}{after}")


def main() -> None:
    """Draw the figures that were measured last."""
    seen = read_from(_DOCS / "performance.json")
    figures = [figure for each in seen.values() for figure in each]
    draw(figures, _DOCS / "performance.svg")
    tabulate(figures, _DOCS / "performance.md")


if __name__ == "__main__":
    main()
