"""Every measurement, one after the other, written down for docs/performance.md.

    python -m bench

Takes about twenty minutes on two cores. Measure on a machine that does nothing else. The
screens are measured in Chromium, which must be there.
"""

from pathlib import Path

from bench import (
    append,
    archive,
    bulk,
    export,
    guarded,
    http,
    imports,
    linkedin,
    matching,
    mbox,
    past,
    reads,
    rebuild,
    screens,
    start,
    transfer,
    verify,
)
from bench.figures import Figure, as_json, show
from bench.history import EVENTS, EVENTS_PER_CANDIDATE, grow
from bench.plot import draw, tabulate
from bench.stage import stage

_DOCS = Path(__file__).parent.parent / "docs"
_SECONDS = 5.0


def main() -> None:
    """Measure, print, and write figures, table and plot."""
    screens.chromium()
    figures: list[Figure] = [*show(start.measure()), *show(verify.measure())]
    with stage() as on:
        figures += show(append.measure(on, _SECONDS))
    with stage() as on:
        figures += show(http.measure(on, _SECONDS))
    with stage() as on:
        figures += show(guarded.measure(on, _SECONDS))
    with stage() as on:
        figures += show(bulk.measure(on, 100_000))
    with stage() as on:
        figures += show(linkedin.measure(on, 30_000, 100_000))
    with stage() as on:
        figures += show(imports.measure(on, 100_000))
    with stage() as on:
        figures += show(transfer.measure(on, 100_000))
    with stage() as on:
        figures += show(mbox.measure(on, 100))
    with stage() as on:
        figures += show(matching.measure(on, 20_000, 2_000))
    with stage() as on:
        figures += show(matching.measure_times(on, 100_000))
    with stage() as on:
        history = grow(on, EVENTS // EVENTS_PER_CANDIDATE, EVENTS)
        for long in (reads, screens, past, export, archive, rebuild):
            figures += show(long.measure(on, history))
    (_DOCS / "performance.json").write_bytes(as_json(figures))
    draw(figures, _DOCS / "performance.svg")
    tabulate(figures, _DOCS / "performance.md")


if __name__ == "__main__":
    main()
