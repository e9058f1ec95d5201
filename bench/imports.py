"""Bringing in a table of 100,000 people, and the same table again.

    python -m bench.imports [--rows 100000]

The whole way is timed: the file read in a process of its own, who is who, events, every view.
The floor copies the very same events, packed already, into a bare table with a primary key.
Other work on the machine makes a clock tell more than the import takes, so the processor time
of each part is told as well: of the reader, of ours, and of PostgreSQL.
"""

import argparse
import csv
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.bulk import copied
from bench.figures import Figure, ratio, show
from bench.stage import Stage, stage
from ledger.imports.bringer import Bringer
from ledger.imports.funnel import bring_in
from projections.knowledge import Knowledge

_ROWS_A_SECOND_WANTED = 15_000.0
_TIMES_AS_FAST_WANTED = 3.0
_OF_THE_FLOOR_WANTED = 0.1
_HEADERS = (
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Company",
    "Title",
    "City",
    "LinkedIn",
)
_FIRST_NAMES = """
Ana Ben Chloé Dmitri Elif Femi Greta Hiroshi Inês Jürgen Kofi Lena Mateo Nadia
"""
_FIRST = _FIRST_NAMES.split()
_LAST_NAMES = """
Almeida Bauer Costa Dubois Eriksson Fischer Garcia Haddad Ito Jansen Kowalski
"""
_LAST = _LAST_NAMES.split()
_TITLES = ("Engineer", "Designer", "Analyst", "Architect", "Manager", "Recruiter")
_CITIES = ("Lisboa", "Porto", "Berlin", "München", "Zürich", "Paris", "Madrid", "Kraków")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock and on the processors."""

    wall: float
    reader: float
    ours: float
    postgres: float

    def told(self, rows: int) -> str:
        """Return the processor time of each part in microseconds a row."""
        parts = {"reader": self.reader, "ours": self.ours, "PostgreSQL": self.postgres}
        return ", ".join(f"{name} {1e6 * spent / rows:.0f}" for name, spent in parts.items())


def write_table(file: Path, rows: int, seed: int = 5) -> None:
    """Write a made-up address book; everybody in it has an address and a number or a link."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(_HEADERS)
        for number in range(rows):
            first, last = chance.choice(_FIRST), f"{chance.choice(_LAST)}-{number:x}"
            has_link = chance.random() < 0.5
            table.writerow(
                (
                    first,
                    last,
                    f"{first}.{last}@example{number % 40}.org".lower(),
                    "" if has_link else f"+49 30 {2_000_000 + number}",
                    f"Company {chance.randrange(rows // 20 + 1)}",
                    f"Senior {chance.choice(_TITLES)}",
                    chance.choice(_CITIES),
                    f"https://www.linkedin.com/in/person-{number}" if has_link else "",
                )
            )


def measure(on: Stage, rows: int) -> Iterator[Figure]:
    """Yield how fast a table is brought in, alone and beside COPY, and how fast it is again."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        write_table(file, rows)
        events, first = _brought_in(on, file)
        _, again = _brought_in(on, file)
    told = f"{events:,} events; µs of processor a row: {first.told(rows)}"
    name = f"import of a table of {rows:,} people"
    wanted = _ROWS_A_SECOND_WANTED
    yield Figure(name, rows / first.wall, wanted, "rows/s", is_ceiling=False, told=told)
    pairs = [(events / first.wall, copied(on, 0, events))]
    floor = "of COPY BINARY"
    yield ratio(f"{name}, events", pairs, _OF_THE_FLOOR_WANTED, unit=floor, per="events/s")
    told = f"µs of processor a row: {again.told(rows)}"
    times = first.wall / again.wall
    wanted = _TIMES_AS_FAST_WANTED
    yield Figure(
        "the same table again", times, wanted, "times as fast", is_ceiling=False, told=told
    )


def _brought_in(on: Stage, file: Path) -> tuple[int, Spent]:
    before, wall = _spent(), time.perf_counter()
    report = bring_in(
        on.ledger,
        Knowledge(on.database, on.workspace),
        file,
        by=Bringer(on.owner),
        is_dry_run=False,
        tell=lambda _: None,
    )
    wall = time.perf_counter() - wall
    reader, ours, postgres = (now - then for now, then in zip(_spent(), before, strict=True))
    return report.event_count, Spent(wall, reader, ours, postgres)


def _spent() -> tuple[float, float, float]:
    """Return the processor seconds of readers, of ours and of PostgreSQL so far."""
    ours = os.times()
    reader = postgres = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            times, name = process.cpu_times(), process.name()
        except psutil.NoSuchProcess:
            continue
        if name == "postgres":
            # Its processes live on: what they spent is theirs to tell.
            postgres += times.user + times.system
        else:
            # Readers are forked from a warm process, which tells what those that ended spent.
            reader += times.children_user + times.children_system
    return reader, ours.user + ours.system, postgres


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=100_000)
    with stage() as on:
        show(measure(on, arguments.parse_args().rows))


if __name__ == "__main__":
    main()
