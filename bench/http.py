"""POST /v1/engagements by 16 clients, against doing nothing and against the library's save.

    python -m bench.http [--seconds 5]

All three are endpoints of one server process and take the same body through the same checks.
They take turns, so that a drifting machine moves all of them.
"""

import argparse
from collections.abc import Callable, Iterator
from itertools import cycle

import orjson

from bench.figures import Figure, ratio, show
from bench.history import grow
from bench.servers import load, served, signed_in
from bench.stage import Stage, stage

CLIENTS = 16
ROUNDS = 3
_CANDIDATES = 500


def measure(on: Stage, seconds: float) -> Iterator[Figure]:
    """Yield our rate as a share of doing nothing, and as a multiple of the library's."""
    history = grow(on, _CANDIDATES, 4 * _CANDIDATES)
    bodies = cycle(
        orjson.dumps(
            {
                "candidate_id": candidate,
                "kind": "call",
                "direction": "outbound",
                "subject": "Platform role",
                "body": "Spoke about the platform role in Prague; she would start in March.",
            }
        )
        for candidate in history.candidates
    )
    body: Callable[[], bytes] = bodies.__next__
    rounds: list[tuple[float, float, float]] = []
    shown = signed_in(on)
    with served(on.data, "bench.beside") as (port, _):
        for _ in range(ROUNDS):
            ours, nothing, library = (
                load(port, path, body, shown=shown, clients=CLIENTS, seconds=seconds)
                for path in ("/v1/engagements", "/nothing", "/library")
            )
            rounds.append((ours, nothing, library))
    what = f"POST /v1/engagements, {CLIENTS} clients"
    yield ratio(
        f"{what}, to doing nothing",
        [(ours, nothing) for ours, nothing, _ in rounds],
        0.35,
        unit="of doing nothing",
        per="requests/s",
    )
    yield ratio(
        f"{what}, to the library",
        [(ours, library) for ours, _, library in rounds],
        3,
        unit="times the library's save",
        per="requests/s",
    )


def main() -> None:
    """Print the ratios."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=5.0)
    with stage() as on:
        show(measure(on, arguments.parse_args().seconds))


if __name__ == "__main__":
    main()
