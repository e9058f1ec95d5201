"""Bringing in a LinkedIn export of 30,000 connections and 100,000 messages by the command line.

    python -m bench.linkedin [--connections 30000] [--messages 100000]

The whole command is timed, from its start to its last line, while PostgreSQL runs. Memory is
the greatest of its own process and of those it started.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from api.demo.linkedin import write_export
from bench.figures import Figure, ceiling, show
from bench.stage import Stage, stage


def measure(on: Stage, connections: int, messages: int) -> Iterator[Figure]:
    """Yield the seconds it takes and the megabytes it needs."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.zip"
        write_export(file, connections=connections, messages=messages)
        size_mb = file.stat().st_size / 1e6
        command = [sys.executable, "-m", "api.cli", "import", str(file), "--json"]
        started = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own
            [*command, "--data", str(on.data)], check=True, stdout=subprocess.PIPE
        )
        taken = time.perf_counter() - started
    height_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    report = orjson.loads(done.stdout)
    what = f"import of {connections:,} connections and {messages:,} messages"
    told = f"{report['event_count']:,} events from {size_mb:.0f} MB"
    yield ceiling(what, taken, 30, unit="s", told=told)
    yield ceiling(f"memory of an {what}", height_mb, 500, unit="MB", told=told)


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--connections", type=int, default=30_000)
    arguments.add_argument("--messages", type=int, default=100_000)
    given = arguments.parse_args()
    with stage() as on:
        show(measure(on, given.connections, given.messages))


if __name__ == "__main__":
    main()
