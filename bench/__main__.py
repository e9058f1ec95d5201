"""Measurements, one after the other, written down for docs/performance.md.

    python -m bench                   # all of them: about twenty minutes on two cores
    python -m bench screens reads     # these alone; of the others stands what was seen before

Measure on a machine that does nothing else. The screens are measured in Chromium, which must
be there. With `--kept FOLDER` the long history stays there, and the next run finds it.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
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
from bench.figures import Figure, as_json, read_from, show
from bench.history import EVENTS, History, grown
from bench.plot import draw, tabulate
from bench.stage import Stage, stage

_DOCS = Path(__file__).parent.parent / "docs"
_SECONDS = 5.0
_BY_THEMSELVES: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "start": start.measure,
    "verify": verify.measure,
}
_ON_A_STAGE: Mapping[str, Callable[[Stage], Iterator[Figure]]] = {
    "append": lambda on: append.measure(on, _SECONDS),
    "http": lambda on: http.measure(on, _SECONDS),
    "guarded": lambda on: guarded.measure(on, _SECONDS),
    "bulk": lambda on: bulk.measure(on, 100_000),
    "linkedin": lambda on: linkedin.measure(on, 30_000, 100_000),
    "imports": lambda on: imports.measure(on, 100_000),
    "transfer": lambda on: transfer.measure(on, 100_000),
    "mbox": lambda on: mbox.measure(on, 100),
    "matching": lambda on: matching.measure(on, 20_000, 2_000),
    "look-alikes": lambda on: matching.measure_times(on, 100_000),
}
_OVER_A_HISTORY: Mapping[str, Callable[[Stage, History], Iterator[Figure]]] = {
    "reads": reads.measure,
    "screens": screens.measure,
    "past": past.measure,
    "export": export.measure,
    "archive": archive.measure,
    "rebuild": rebuild.measure,
}
_ALL = (*_BY_THEMSELVES, *_ON_A_STAGE, *_OVER_A_HISTORY)


def main() -> None:
    """Measure, print, and write figures, table and plot."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("names", nargs="*", choices=[*_ALL, []], default=[])
    arguments.add_argument("--kept", type=Path)
    asked = arguments.parse_args()
    chosen: list[str] = asked.names or list(_ALL)
    if "screens" in chosen:
        screens.chromium()
    told = _DOCS / "performance.json"
    seen = read_from(told) if asked.names else {}
    for name, figures in _measured(chosen, asked.kept):
        seen[name] = figures
    seen = {name: seen[name] for name in _ALL if name in seen}
    told.write_bytes(as_json(seen))
    figures = [figure for each in seen.values() for figure in each]
    draw(figures, _DOCS / "performance.svg")
    tabulate(figures, _DOCS / "performance.md")


def _measured(chosen: list[str], kept: Path | None) -> Iterator[tuple[str, list[Figure]]]:
    for name, measure in _BY_THEMSELVES.items():
        if name in chosen:
            yield name, show(measure())
    for name, measure in _ON_A_STAGE.items():
        if name in chosen:
            with stage() as on:
                yield name, show(measure(on))
    if not _OVER_A_HISTORY.keys().isdisjoint(chosen):
        with stage(kept) as on:
            history = grown(on, EVENTS)
            for name, measure in _OVER_A_HISTORY.items():
                if name in chosen:
                    yield name, show(measure(on, history))


if __name__ == "__main__":
    main()
