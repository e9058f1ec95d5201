"""Taking a long history out as an archive, against COPY TO STDOUT; and bringing it back.

    python -m bench.archive [--events 1000000]

The events alone are counted before they are compressed, in bytes a second, beside PostgreSQL's
own text format of the same rows. Run it with 100,000 events and with 1,000,000: the memory that
an archive adds, and a restore, must be the same.
"""

import http.client
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.export import Watched, copied
from bench.figures import Figure, ceiling, ratio
from bench.history import History, measured_alone
from bench.servers import served, signed_in
from bench.stage import Stage, stage
from ledger.archive.events import event_lines
from projections.restore import restore

_ROUNDS = 3


def measure(on: Stage, history: History) -> Iterator[Figure]:
    """Yield the rate of the events, the first byte and memory of it all, and of a restore."""
    events = f"{history.event_count:,} events"
    pairs = [(_written(on, history), copied(on)) for _ in range(_ROUNDS)]
    yield ratio(f"archive of {events}", pairs, 0.3, unit="of COPY", per="MB/s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        with served(on.data, "api.cli", "serve") as (port, pid), Watched(pid) as watched:
            first = _downloaded(port, path, signed_in(on))
        told = f"with {events} to come"
        yield ceiling("first byte of an archive", first * 1e3, 250, unit="ms", told=told)
        yield ceiling("memory an archive adds", watched.added_mb, 64, unit="MB", told=told)
        seconds, added_mb = _restored_apart(path)
        told = f"from a file of {path.stat().st_size / 1e6:,.0f} MB"
    name, rate = f"restore of {events}", history.event_count / seconds
    yield Figure(name, rate, 20_000, "events/s", is_ceiling=False, told=told)
    yield ceiling("memory a restore adds", added_mb, 64, unit="MB", told=f"of {events}")


def _downloaded(port: int, path: Path, shown: dict[str, str]) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    started = time.perf_counter()
    connection.request("GET", "/v1/export", headers=shown)
    answer = connection.getresponse()
    with path.open("wb") as file:
        file.write(answer.read(1))
        first = time.perf_counter() - started
        shutil.copyfileobj(answer, file)
    return first


def _written(on: Stage, history: History) -> float:
    started = time.perf_counter()
    size = 0
    with on.database.snapshot() as connection:
        for lines in event_lines(connection, on.workspace, after=0, until=history.event_count):
            size += len(lines)
    return size / 1e6 / (time.perf_counter() - started)


def _untold(_count: int, _total: int | None) -> None:
    pass


def _restored_apart(path: Path) -> tuple[float, float]:
    """Restore in a process that has done nothing before, so holds no memory to use again."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as apart:
        return apart.submit(_restored, path).result()


def _restored(path: Path) -> tuple[float, float]:
    """Return how many seconds a restore takes, and how many MB this process grows by."""
    with stage() as empty, Watched(os.getpid()) as watched:
        started = time.perf_counter()
        restore(empty.database, path, tell=_untold)
        seconds = time.perf_counter() - started
    return seconds, watched.added_mb


if __name__ == "__main__":
    measured_alone(measure)
