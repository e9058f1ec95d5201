"""Bringing the whole history of one ledger into another, against COPY BINARY of the same rows.

    python -m bench.transfer [--events 100000]

The export is written first and is not timed. What is timed is the whole way in: the lines read
in a process of its own, who is known here already, events under their own identity, every view.
The floor copies the very same events, packed already, into a bare table with a primary key.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.bulk import copied
from bench.figures import Figure, ratio, show
from bench.history import EVENTS_PER_CANDIDATE, grow
from bench.stage import Stage, stage
from ledger.archive.log import export_lines
from ledger.ids import new_id
from ledger.imports.bringer import Bringer
from ledger.imports.funnel import bring_in
from ledger.recording import Ledger
from projections.knowledge import Knowledge
from projections.prepare import create_workspace

_OF_THE_FLOOR_WANTED = 0.1


def measure(on: Stage, events: int) -> Iterator[Figure]:
    """Yield how many events a second come into a second ledger, beside COPY."""
    history = grow(on, events // EVENTS_PER_CANDIDATE, events)
    count = history.event_count
    # Before there are two of each event.
    floor = copied(on, 0, count)
    other = _another(on)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.jsonl"
        with file.open("wb") as out:
            out.writelines(export_lines(on.database, on.workspace))
        started = time.perf_counter()
        report = bring_in(
            other.ledger,
            Knowledge(other.database, other.workspace),
            file,
            by=Bringer(other.owner),
            is_dry_run=False,
            tell=lambda _: None,
        )
        seconds = time.perf_counter() - started
    yield ratio(
        f"another ledger's {count:,} events brought in",
        [(report.event_count / seconds, floor)],
        _OF_THE_FLOOR_WANTED,
        unit="of COPY BINARY",
        per="events/s",
    )


def _another(on: Stage) -> Stage:
    """Return a second, empty ledger in the same database."""
    with on.database.operator() as owner:
        workspace, owner_id = create_workspace(owner, new_id(), new_id())
    database = on.database
    ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace))
    return Stage(database, workspace, owner_id, ledger, on.data)


def main() -> None:
    """Print the ratio."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--events", type=int, default=100_000)
    with stage() as on:
        show(measure(on, arguments.parse_args().events))


if __name__ == "__main__":
    main()
