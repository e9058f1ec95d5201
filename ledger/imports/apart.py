"""Reading a file apart from us: in a process of its own, with limits.

Whatever a stranger wrote into the file, the worst it can do is to end that process; we then say
so in words, and have written nothing.
"""

import signal
import struct
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

import orjson

from ledger import errors
from ledger.imports.forks import Process, reader
from ledger.imports.options import Options

# As in child.py, which is not imported: it would bring every reader into the server.
_FRAME = struct.Struct("<cQQQ")
_PACKET_BYTES_MAX = 256 << 20
# Packed, an input of the greatest size comes to less; beyond it our own memory is at stake.
_OUTPUT_BYTES_MAX = 1 << 30
# One transaction each: some hundred milliseconds in which others wait, and enough rows that the
# questions asked before it cost little.
RECORDS_TOGETHER = 5_000
# However busy the machine: the child's own limit is on processor time, this one on the clock.
_SECONDS_MAX = 3 * 3_600.0


class Packet(NamedTuple):
    """Something the child said, still packed, and how far it had come."""

    content: bytes
    row_count: int
    bytes_read: int


def read_apart(paths: Sequence[Path], options: Options, *, together: int) -> Generator[Packet]:
    """Yield what the reading of these paths says, the input first, then its batches.

    `together` is how many records make a batch. Raise `errors.Unreadable` or `errors.TooLarge`
    as the reading does, or where it breaks off. The process ends with the iteration.
    """
    asked = {
        "paths": [str(path.absolute()) for path in paths],
        "options": options.model_dump(mode="json"),
        "together": together,
    }
    with _child() as process:
        # One that is gone already says no more: how it ended is told below, in words.
        with suppress(BrokenPipeError):
            process.stdin.write(orjson.dumps(asked) + b"\n")
            process.stdin.flush()
        said_bytes = 0
        while True:
            kind, rows, spent, length = _FRAME.unpack(_exactly(process, _FRAME.size))
            said_bytes += length
            if length > _PACKET_BYTES_MAX or said_bytes > _OUTPUT_BYTES_MAX:
                raise errors.TooLarge(
                    "It says more than Rapport takes at once: bring in parts."
                )
            content = _exactly(process, length)
            match kind:
                case b"E":
                    return
                case b"F":
                    _raise_again(content)
                case _:
                    yield Packet(content, rows, spent)


@contextmanager
def _child() -> Generator[Process]:
    process = reader()
    clock = threading.Timer(_SECONDS_MAX, process.kill)
    clock.daemon = True
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        process.kill()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def _exactly(process: Process, count: int) -> bytes:
    content = process.stdout.read(count)
    if len(content) < count:
        _explain_end(process.wait())
    return content


def _explain_end(code: int) -> NoReturn:
    if sys.platform != "win32" and code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise errors.TooLarge(
            "Reading it takes longer than any file of its size should. Bring in its parts."
        )
    raise errors.Unreadable(
        "The process that read it broke off, as it may on a damaged file; nothing was written."
        " Download it again, or bring in its parts one by one."
    )


def _raise_again(content: bytes) -> NoReturn:
    told = orjson.loads(content)
    kind = getattr(errors, told["name"], errors.Unreadable)
    raise kind(told["detail"], **told["facts"])
