"""Taking a long history out over HTTP, against COPY TO STDOUT of the same columns as text.

    python -m bench.export [--events 1000000]

The floor hands PostgreSQL's own text format to a client in this process. Both are counted in
bytes a second. Memory is what the server grew by from before the export to its height.
"""

import http.client
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Self

import psutil

from bench.figures import Figure, ceiling, ratio
from bench.history import History, measured_alone
from bench.servers import served, signed_in
from bench.stage import Stage

_ROUNDS = 3
_READ = 1 << 18


def measure(on: Stage, history: History) -> Iterator[Figure]:
    """Yield the rate beside the floor's, the time to the first byte, and the memory taken."""
    shown = signed_in(on)
    with served(on.data, "api.cli", "serve") as (port, pid):
        firsts: list[float] = []
        pairs: list[tuple[float, float]] = []
        with Watched(pid) as watched:
            for _ in range(_ROUNDS):
                first, rate = exported(port, "ndjson", shown)
                firsts.append(first)
                pairs.append((rate, copied(on)))
    events = f"{history.event_count:,} events"
    yield ratio(f"export of {events}", pairs, 0.5, unit="of COPY", per="MB/s")
    told = f"the slowest of {_ROUNDS}, with {events} to come"
    yield ceiling("first byte of an export", max(firsts) * 1e3, 100, unit="ms", told=told)
    yield ceiling(
        "memory an export adds", watched.added_mb, 64, unit="MB", told=f"over {_ROUNDS} exports"
    )


def exported(port: int, what: str, shown: Mapping[str, str]) -> tuple[float, float]:
    """Return the seconds to the first byte of an export, and its megabytes a second."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    started = time.perf_counter()
    connection.request("GET", f"/v1/export?format={what}", headers=dict(shown))
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - started
    while part := answer.read(_READ):
        size += len(part)
    return first, size / 1e6 / (time.perf_counter() - started)


def copied(on: Stage) -> float:
    """Return how many megabytes a second COPY hands over as text."""
    started = time.perf_counter()
    size = 0
    with (
        on.database.operator() as owner,
        owner.cursor() as cursor,
        cursor.copy(
            "copy (select * from ledger.events where workspace_id = %s order by position)"
            " to stdout",
            (on.workspace,),
        ) as copying,
    ):
        for part in copying:
            size += len(part)
    return size / 1e6 / (time.perf_counter() - started)


class Watched:
    """Looks at the memory of a process from time to time."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._before = self._height = self._process.memory_info().rss
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @property
    def added_mb(self) -> float:
        """What the process grew by at its height."""
        return (self._height - self._before) / 2**20

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.05):
            self._height = max(self._height, self._process.memory_info().rss)


if __name__ == "__main__":
    measured_alone(measure)
