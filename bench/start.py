"""From the first start on an empty folder to the first recorded engagement.

    python -m bench.start

The environment is installed; the database cluster, schema and views are made on the way.
"""

import http.client
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from bench.figures import Figure, ceiling, show
from bench.servers import served

_ENGAGEMENT = {
    "handle": {"type": "email", "value": "ana@example.com"},
    "create": True,
    "kind": "call",
    "body": "First call.",
}
_ROUNDS = 3


def measure() -> Iterator[Figure]:
    """Yield the median of some first starts, in seconds."""
    taken = sorted(_first_start() for _ in range(_ROUNDS))
    yield ceiling(
        "first start to first engagement",
        taken[_ROUNDS // 2],
        5,
        unit="s",
        told=f"slowest of {_ROUNDS}: {taken[-1]:.1f} s",
    )


def _first_start() -> float:
    data = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        started = time.perf_counter()
        with served(data, "api.cli", "serve") as (port, _):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            cookie = _signed_in(connection, data / "sign-in-link")
            connection.request(
                "POST",
                "/v1/engagements",
                orjson.dumps(_ENGAGEMENT),
                {"Content-Type": "application/json", "Cookie": cookie},
            )
            answer = connection.getresponse()
            if answer.status != http.client.CREATED:
                raise SystemExit(f"Recording answered {answer.status}: {answer.read()!r}")
            return time.perf_counter() - started
    finally:
        shutil.rmtree(data, ignore_errors=True)


def main() -> None:
    """Print the figure."""
    show(measure())


def _signed_in(connection: http.client.HTTPConnection, link: Path) -> str:
    """Sign in as its owner does, with the link of the first start."""
    told = {"link": link.read_text(encoding="utf-8").strip().rpartition("/")[2]}
    sent = {"Content-Type": "application/json"}
    connection.request("POST", "/v1/session", orjson.dumps(told), sent)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Set-Cookie"].partition(";")[0]


if __name__ == "__main__":
    main()
