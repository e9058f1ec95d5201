"""Reading from a long history over HTTP: profiles, timelines, searches by name.

    python -m bench.reads [--events 1000000]

One client asks a server that has nothing else to do. The p95 of a thousand answers contains the
server's whole work, from the socket back to it.
"""

import http.client
import time
from collections.abc import Callable, Iterator, Mapping
from random import Random
from urllib.parse import quote

from bench.figures import Figure, ceiling, p95
from bench.history import History, measured_alone
from bench.servers import served, signed_in
from bench.stage import Stage
from projections import look_alikes

_ASKED = 1_000
_WANTED_MS = 20
_LETTERS = 2


def measure(on: Stage, history: History) -> Iterator[Figure]:
    """Yield the p95 of each kind of read, in milliseconds."""
    dice = Random(3)  # noqa: S311 - the same questions every time

    def somebody() -> str:
        # As often as they are engaged with: those of whom there is most to read, most often.
        number = int(len(history.candidates) * dice.random() ** 2)
        return str(history.candidates[number])

    def name() -> str:
        return dice.choice(history.names)

    reads: dict[str, Callable[[], str]] = {
        "a profile": lambda: f"/v1/candidates/{somebody()}",
        "the first page of a timeline": lambda: f"/v1/candidates/{somebody()}/timeline",
        "a search by a whole name": lambda: f"/v1/candidates?q={quote(name())}",
        "a search by a first name": lambda: f"/v1/candidates?q={quote(name().split()[0])}",
        "a search by two letters": lambda: f"/v1/candidates?q={quote(name()[:_LETTERS])}",
        "the first page of all by name": lambda: "/v1/candidates",
        "the last to be engaged with": lambda: "/v1/candidates?sort=last_engaged",
        "the last to be added": lambda: "/v1/candidates?sort=added",
        "everybody's timeline": lambda: "/v1/timeline",
        "a year of everybody's weeks": lambda: "/v1/activity?from=2024-01-01&to=2024-12-31",
    }
    # Compared once, after so many came in: a server that does that has something else to do.
    look_alikes.renew(on.database, on.workspace)
    shown = signed_in(on)
    with served(on.data, "api.cli", "serve") as (port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for what, path in reads.items():
            taken = [asked(connection, path(), shown) for _ in range(_ASKED)]
            middle = sorted(taken)[_ASKED // 2] * 1_000
            yield ceiling(
                f"read of {what}, p95",
                p95(taken),
                _WANTED_MS,
                unit="ms",
                told=f"median {middle:.1f} ms, slowest {max(taken) * 1_000:.0f} ms",
            )


def asked(connection: http.client.HTTPConnection, path: str, shown: Mapping[str, str]) -> float:
    """Return the seconds until a path is answered whole."""
    started = time.perf_counter()
    connection.request("GET", path, headers=dict(shown))
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - started
    if answer.status != http.client.OK:
        raise SystemExit(f"{path} answered {answer.status}.")
    return taken


if __name__ == "__main__":
    measured_alone(measure)
