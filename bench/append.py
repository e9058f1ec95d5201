"""One engagement a call through `Ledger`, views included, against a bare INSERT and COMMIT.

    python -m bench.append [--seconds 5]

The floor is one autocommitted INSERT of the same row, without a view or an index but its key,
by as many callers. Floor and ledger take turns, so that a drifting machine moves both.
"""

import argparse
import threading
import time
from collections.abc import Callable, Iterator

import orjson
import psycopg

from bench.figures import Figure, ratio, show
from bench.stage import Stage, stage
from ledger.commands.candidates import AddCandidate
from ledger.commands.engagements import RecordEngagement
from ledger.events import EngagementRecorded
from ledger.ids import new_id
from ledger.words import Direction, Kind, Profile

_BODY = (
    "Spoke about the platform role in Prague; she would start in March and wants two days"
    " at home."
)
_ENGAGEMENT = EngagementRecorded(
    kind=Kind.CALL,
    direction=Direction.OUTBOUND,
    channel="phone",
    subject="Platform role",
    body=_BODY,
)
ROUNDS = 3


def rate(callers: int, seconds: float, work: Callable[[int], Callable[[], None]]) -> float:
    """Return calls per second of some callers, each in a thread of its own."""
    counts = [0] * callers
    ready = threading.Barrier(callers + 1)
    end = [0.0]

    def call(number: int) -> None:
        once = work(number)
        for _ in range(20):
            once()
        ready.wait()
        while time.perf_counter() < end[0]:
            once()
            counts[number] += 1

    threads = [threading.Thread(target=call, args=(number,)) for number in range(callers)]
    end[0] = float("inf")
    for thread in threads:
        thread.start()
    end[0] = time.perf_counter() + 3600
    started = time.perf_counter()
    end[0] = started + seconds + 0.5
    ready.wait()
    started = time.perf_counter()
    end[0] = started + seconds
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def raw(on: Stage) -> Callable[[int], Callable[[], None]]:
    """Return callers that insert one row and commit."""
    payload = orjson.dumps(_ENGAGEMENT.payload()).decode()

    def work(_: int) -> Callable[[], None]:
        # The owner's door, so that the floor does without our pool as well.
        connection = psycopg.connect(on.database.owner_url, autocommit=True)

        def once() -> None:
            connection.execute(
                "insert into public.floor values (%s, %s, %s, now(), %s, %s)",
                (on.workspace, new_id(), "EngagementRecorded", on.owner, payload),
                prepare=True,
            )

        return once

    return work


def recorded(on: Stage) -> Callable[[int], Callable[[], None]]:
    """Return callers that record one engagement, each about its own fifty candidates."""

    def work(_: int) -> Callable[[], None]:
        candidates = [
            on.ledger.record(AddCandidate(profile=Profile(first_name="Ana")), by=on.owner)[
                0
            ].stream_id
            for _ in range(50)
        ]
        turn = iter(range(1_000_000_000))

        def once() -> None:
            command = RecordEngagement(
                candidate_id=candidates[next(turn) % 50], engagement=_ENGAGEMENT
            )
            on.ledger.record(command, by=on.owner)

        return once

    return work


def measure(on: Stage, seconds: float) -> Iterator[Figure]:
    """Yield the ratio for one caller and for eight on one workspace."""
    with on.database.operator() as owner:
        owner.execute(
            "create table public.floor (workspace_id uuid, id uuid primary key,"
            " event_type text, at timestamptz, actor_id uuid, payload jsonb)"
        )
    for callers, wanted in ((1, 0.40), (8, 0.45)):
        pairs = [
            (rate(callers, seconds, recorded(on)), rate(callers, seconds, raw(on)))
            for _ in range(ROUNDS)
        ]
        people = "one caller" if callers == 1 else f"{callers} callers"
        yield ratio(
            f"append, {people}", pairs, wanted, unit="of INSERT and COMMIT", per="calls/s"
        )


def main() -> None:
    """Print the ratios."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=5.0)
    with stage() as on:
        show(measure(on, arguments.parse_args().seconds))


if __name__ == "__main__":
    main()
