"""What access costs: calls by a key, looked up and put down, against the same handlers alone.

    python -m bench.guarded [--seconds 5]

Both are endpoints of one server process and take turns, so that a drifting machine moves both.
"""

import argparse
from collections.abc import Callable, Iterator
from itertools import cycle

import orjson

from api.access_changes import AccessChanges
from api.installation import installation
from api.settings import Settings
from bench.figures import Figure, ratio, show
from bench.history import grow
from bench.servers import answered, served
from bench.stage import Stage, stage
from bench.unguarded import GUARDED, OPEN
from ledger.words import Scope

CLIENTS = 16
ROUNDS = 3
_CANDIDATES = 500
_WANTED = 0.8
_UNIT = "of the same unguarded"


def measure(on: Stage, seconds: float) -> Iterator[Figure]:
    """Yield the guarded rates of recording and of reading as shares of the unguarded."""
    history = grow(on, _CANDIDATES, 4 * _CANDIDATES)
    with installation(Settings(data=on.data), say=lambda _: None) as found:
        changes = AccessChanges(found, found.owner)
        _, key = changes.issue_key("Bench", frozenset({Scope.READ, Scope.WRITE}), None)
    whom = cycle(history.candidates)

    def recording(door: str) -> Callable[[], bytes]:
        def request() -> bytes:
            body = orjson.dumps(
                {
                    "candidate_id": next(whom),
                    "kind": "call",
                    "direction": "outbound",
                    "subject": "Platform role",
                    "body": "Spoke about the platform role in Prague; starts in March.",
                }
            )
            return _request("POST", door, "/v1/engagements", key, body)

        return request

    def reading(door: str) -> Callable[[], bytes]:
        return lambda: _request("GET", door, f"/v1/candidates/{next(whom)}", key)

    with served(on.data, "bench.unguarded") as (port, _):
        for name, asking in (
            ("POST /v1/engagements", recording),
            ("GET /v1/candidates/{id}", reading),
        ):
            rounds = [
                tuple(
                    answered(port, asking(door), clients=CLIENTS, seconds=seconds)
                    for door in (GUARDED, OPEN)
                )
                for _ in range(ROUNDS)
            ]
            pairs = [(guarded, unguarded) for guarded, unguarded in rounds]
            what = f"{name} with access, {CLIENTS} clients"
            yield ratio(what, pairs, _WANTED, unit=_UNIT, per="requests/s")


def _request(method: str, door: str, path: str, key: str, body: bytes = b"") -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {door}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def main() -> None:
    """Print the ratios."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=5.0)
    with stage() as on:
        show(measure(on, arguments.parse_args().seconds))


if __name__ == "__main__":
    main()
