"""Reading apart: whatever becomes of the process that reads, we go on and know of it."""

import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Generator
from pathlib import Path

import orjson
import psutil
import pytest

from api.installation import Installation
from ledger import errors
from ledger.imports.apart import Packet, read_apart
from ledger.imports.child import MEMORY_BYTES_MAX
from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.packets import unpacked
from ledger.imports.reading import Batch, Input
from tests.ledger.imports.exports import CONNECTIONS, table, zipped
from tests.ledger.imports.networks import brought, crowd, of_2025
from tests.ledger.stories import head

ROOT = Path(__file__).parents[3]
SECONDS_MAX = 60.0


def reading(path: Path, *, together: int = 5_000) -> Generator[Packet]:
    return read_apart([path], Options(), together=together)


def many(path: Path, count: int) -> Path:
    rows = (
        [f"F{n}", f"L{n}", f"https://www.linkedin.com/in/p{n}", "", "", "", "07 Jun 2021"]
        for n in range(count)
    )
    return zipped(path, {"Connections.csv": table(CONNECTIONS, *rows)})


def warm_one(us: psutil.Process) -> psutil.Process | None:
    """Return the process that ours are forked from, if it is there by now."""
    lent = (each for each in us.children() if "lend()" in " ".join(each.cmdline()))
    return next(lent, None)


def reader_of(us: psutil.Process) -> psutil.Process:
    """Return the process that reads for us, as soon as it is there."""
    end = time.monotonic() + SECONDS_MAX
    while time.monotonic() < end:
        warm = warm_one(us)
        if warm is not None and (readers := warm.children()):
            return readers[0]
        time.sleep(0.005)
    raise AssertionError("Nobody reads.")


def with_limits(path: Path, *lines: str) -> bytes:
    """Run the reading process with limits of the test's own; return all it says."""
    asked = {"paths": [str(path)], "options": Options().model_dump(mode="json")}
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "\n".join(("from ledger.imports import child", *lines, "child.main()")),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(orjson.dumps(asked | {"together": 100}) + b"\n")
        process.stdin.flush()
        said = process.stdout.read()
    return said + str(process.returncode).encode()


def test_a_reading_says_what_it_is_and_then_its_batches(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", of_2025())

    first, *rest = [unpacked(packet.content) for packet in reading(path, together=3)]

    assert isinstance(first, Input)
    assert (first.sources, first.filename) == (("linkedin",), "export.zip")
    assert all(isinstance(batch, Batch) for batch in rest)
    assert max(len(batch.records) for batch in rest if isinstance(batch, Batch)) == 3


def test_what_is_wrong_with_a_file_is_told_as_from_here(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("Dear Sir or Madam\n")

    with pytest.raises(errors.Unreadable, match=r"prose\.txt") as refusal:
        next(reading(path))

    assert refusal.value.facts == {"file": "prose.txt"}


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_reader_that_is_struck_down_has_written_nothing(
    workspace: Installation, tmp_path: Path, blow: signal.Signals
) -> None:
    path = many(tmp_path / "export.zip", 20_000)
    us = psutil.Process()
    striker = threading.Thread(target=lambda: reader_of(us).send_signal(blow))
    striker.start()

    with pytest.raises((errors.Unreadable, errors.TooLarge), match=r"[Bb]ring in its parts"):
        brought(workspace, path)

    striker.join()
    assert head(workspace) == 0
    assert brought(workspace, zipped(tmp_path / "small.zip", crowd(3))).people["new"] == 3


def test_a_reader_that_wants_too_much_memory_is_told_so(tmp_path: Path) -> None:
    path = many(tmp_path / "export.zip", 20_000)

    said = with_limits(path, "child.MEMORY_BYTES_MAX = 1 << 20")

    assert b"TooLarge" in said
    assert b"takes more than 1 MB of memory" in said
    assert said.endswith(b"0"), "It ended by itself."


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = many(tmp_path / "export.zip", 40_000)

    said = with_limits(path, "child._SECONDS_AT_LEAST = 1", "child._SECONDS_A_MEGABYTE = 0")

    assert said.endswith(str(-signal.SIGXCPU).encode())


def test_a_fault_of_a_reader_names_its_place_and_nothing_of_the_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", of_2025())
    fault = "def fault(*_, **__): raise KeyError('Ana Berg')"

    said = with_limits(path, fault, "child.read = fault")

    assert b"KeyError in <string>, line 2" in said
    assert b"Ana Berg" not in said


def test_a_reader_ends_with_whoever_asked_it(tmp_path: Path) -> None:
    path = many(tmp_path / "export.zip", 20_000)
    asking = (
        "import sys; from pathlib import Path; from ledger.imports.apart import read_apart;"
        "from ledger.imports.options import Options;"
        "list(read_apart([Path(sys.argv[1])], Options(), together=1))"
    )
    parent = subprocess.Popen([sys.executable, "-c", asking, str(path)], cwd=ROOT)
    with parent:
        child = reader_of(psutil.Process(parent.pid))
        parent.kill()

    child.wait(SECONDS_MAX)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_reader_is_limited_and_holds_nothing_but_what_it_reads_and_says(
    tmp_path: Path,
) -> None:
    asked = reading(many(tmp_path / "export.zip", 20_000), together=1)
    next(asked)

    reader = reader_of(psutil.Process())
    limit = reader.rlimit(psutil.RLIMIT_DATA)[0]
    files = [str(each.readlink()) for each in Path(f"/proc/{reader.pid}/fd").iterdir()]
    asked.close()

    assert limit == MEMORY_BYTES_MAX
    assert [each for each in files if each.startswith("socket")] == []
    assert sum(each.startswith("pipe") for each in files) <= 3
    assert not psutil.pid_exists(reader.pid)


def test_two_readings_at_once_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    long = reading(many(tmp_path / "long.zip", 2_000), together=100)
    next(long)
    for _ in range(3):
        short = reading(zipped(tmp_path / "short.zip", of_2025()), together=3)
        next(short)
        short.close()

    batches = [unpacked(packet.content) for packet in long]

    assert sum(batch.row_count for batch in batches if isinstance(batch, Batch)) == 2_000


def test_where_the_warm_process_was_killed_another_takes_its_place(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", of_2025())
    before = [packet.row_count for packet in reading(path)]
    asked = reading(path, together=1)
    next(asked)
    warm = warm_one(psutil.Process())
    assert warm is not None

    warm.kill()
    warm.wait(SECONDS_MAX)
    asked.close()

    assert [packet.row_count for packet in reading(path)] == before
    assert warm_one(psutil.Process()) not in {None, warm}


def test_a_packet_holds_values_and_nothing_that_runs() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.getenv, ("HOME",)

    for said in (Evil(), ["no batch"], {"a": 1}, Files, itertools.count(1)):
        with pytest.raises(errors.Unreadable):
            unpacked(zlib.compress(pickle.dumps(said)))
    dotted = b"\x80\x04\x8c\x16ledger.imports.reading\x8c\x0fitertools.count\x93."
    with pytest.raises(errors.Unreadable, match="is no value of a record"):
        unpacked(zlib.compress(dotted))
