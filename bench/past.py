"""Reading as of an earlier moment over HTTP: one person, and the list of all.

    python -m bench.past [--events 1000000]

One client asks a server that has nothing else to do. A person of the past is worked out each
time; the whole list once, and then kept while somebody pages through it.
"""

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from random import Random

from bench.figures import Figure, ceiling, p95
from bench.history import History, measured_alone
from bench.reads import asked
from bench.servers import served, signed_in
from bench.stage import Stage

_ASKED = 300
_PERSON_MS = 20
_LIST_SECONDS = 5
_PAGE_MS = 100


def measure(on: Stage, history: History) -> Iterator[Figure]:
    """Yield the p95 of a person as of then, and what the list of all takes first and later."""
    dice = Random(4)  # noqa: S311 - the same questions every time

    def somebody() -> str:
        return str(history.candidates[int(len(history.candidates) * dice.random() ** 2)])

    def then() -> int:
        return dice.randrange(history.event_count // 2, history.event_count)

    shown = signed_in(on)
    with served(on.data, "api.cli", "serve") as (port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for what, rest in (("a profile", ""), ("a timeline", "/timeline")):
            paths = [f"/v1/candidates/{somebody()}{rest}?as_of={then()}" for _ in range(_ASKED)]
            taken = [asked(connection, path, shown) for path in paths]
            middle = sorted(taken)[_ASKED // 2] * 1_000
            yield ceiling(
                f"read of {what} as of an earlier position, p95",
                p95(taken),
                _PERSON_MS,
                unit="ms",
                told=f"median {middle:.1f} ms",
            )
        listed = f"/v1/candidates?as_of={history.event_count // 2}"
        first = asked(connection, listed, shown)
        yield Figure(
            "the list of all as of an earlier position",
            first,
            _LIST_SECONDS,
            "s",
            is_ceiling=True,
            told="the first time",
        )
        taken = list(_paged(connection, listed, shown))
        yield ceiling(
            "a page of it later, p95",
            p95(taken),
            _PAGE_MS,
            unit="ms",
            told=f"{len(taken)} pages",
        )


def _paged(
    connection: http.client.HTTPConnection, listed: str, shown: Mapping[str, str]
) -> Iterator[float]:
    cursor = ""
    for _ in range(_ASKED):
        started = time.perf_counter()
        connection.request("GET", f"{listed}{cursor}", headers=dict(shown))
        answer = json.loads(connection.getresponse().read())
        yield time.perf_counter() - started
        if answer["next_cursor"] is None:
            return
        cursor = f"&cursor={answer['next_cursor']}"


if __name__ == "__main__":
    measured_alone(measure)
