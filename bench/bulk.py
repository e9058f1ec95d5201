"""Appending 100,000 engagements with their views, against COPY BINARY of the same rows.

    python -m bench.bulk [--count 100000]

The floor copies rows that are packed already into a bare table with a primary key. Ours begins
with events: it validates nothing anew, but writes payloads, salts and digests, fills the
ledger's indexes and refreshes every view.
"""

import argparse
import time
from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from bench.figures import Figure, ratio, show
from bench.history import engagements_of, grow
from bench.stage import Stage, stage
from ledger.ids import new_id
from ledger.parcels import Parcel, Request

_CANDIDATES = 5_000


def measure(on: Stage, count: int) -> Iterator[Figure]:
    """Yield our rate as a share of the floor's."""
    history = grow(on, _CANDIDATES, 4 * _CANDIDATES)
    entries = list(engagements_of(1, history.candidates, count))
    started = time.perf_counter()
    on.ledger.put(Parcel([Request(new_id(), on.owner, entries)]))
    ours = count / (time.perf_counter() - started)
    floor = copied(on, history.event_count, count)
    yield ratio(
        "bulk append with views", [(ours, floor)], 0.25, unit="of COPY BINARY", per="events/s"
    )


def copied(on: Stage, after: int, count: int) -> float:
    """Return how many events a second go into a bare table: those after a position."""
    with on.database.operator() as owner:
        owner.execute("create table public.bulk_floor (like ledger.events)")
        owner.execute("alter table public.bulk_floor add primary key (workspace_id, position)")
        rows = _packed(owner, after)
        together = [b"".join(rows[at : at + 500]) for at in range(0, len(rows), 500)]
        started = time.perf_counter()
        with (
            owner.transaction(),
            owner.cursor() as cursor,
            cursor.copy("copy public.bulk_floor from stdin (format binary)") as copying,
        ):
            for part in together:
                copying.write(part)
        return count / (time.perf_counter() - started)


def _packed(owner: Connection[Any], after: int) -> list[bytes]:
    packed = (
        "copy (select * from ledger.events where position > %s order by position)"
        " to stdout (format binary)"
    )
    with owner.cursor() as cursor, cursor.copy(packed, (after,)) as out:
        return [bytes(part) for part in out]


def main() -> None:
    """Print the ratio."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--count", type=int, default=100_000)
    with stage() as on:
        show(measure(on, arguments.parse_args().count))


if __name__ == "__main__":
    main()
