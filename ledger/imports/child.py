"""The process in which a file is read: it may fail in any way and harm nobody.

Made for `apart.py` (see forks.py), which says on standard input what to read, and listens on
standard output. A stranger made the file, so memory, processor time, open files and written
files have limits here (SECURITY: parsers), and what goes wrong is told as an error of ours.
"""

import importlib
import os
import struct
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import orjson

from ledger import errors
from ledger.imports.collector import collect_seldom
from ledger.imports.files import LIMITS, Files, open_files
from ledger.imports.options import Options
from ledger.imports.packets import packed
from ledger.imports.reading import Batch, read

INPUT, BATCH, FAILED, ENDED = b"I", b"B", b"F", b"E"
# A kind, rows read, bytes read, and how many bytes follow.
FRAME = struct.Struct("<cQQQ")

# A network of 30,000 connections and 100,000 messages takes 190 MB; nothing honest takes more
# than twice that, since readers keep who is who and no texts.
MEMORY_BYTES_MAX = 512 << 20
# The slowest reader does a megabyte in a second on one slow core; the rest is for starting.
_SECONDS_A_MEGABYTE = 3
_SECONDS_AT_LEAST = 45
_FILES_OPEN_MAX = 64
_NICER_BY = 5


def main() -> NoReturn:
    """Read what standard input asks for, and end."""
    asked = orjson.loads(sys.stdin.buffer.readline())
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    # Whatever a library prints must not get between the frames.
    os.dup2(2, 1)
    _die_with_parent()
    collect_seldom()
    try:
        _tell(out, asked)
        out.write(FRAME.pack(ENDED, 0, 0, 0))
    except BrokenPipeError:
        os._exit(1)
    except MemoryError:
        _fail(out, errors.TooLarge(_memory_ends()))
    except RecursionError:
        _fail(out, errors.Unreadable("It is nested deeper than anything a person makes."))
    except errors.LedgerError as error:
        _fail(out, error)
    except Exception as error:  # noqa: BLE001 - a fault of a reader's; the server goes on
        _fail(out, errors.Unreadable(_fault(error)))
    out.flush()
    # Nothing here needs an orderly end, and a library's might hang.
    os._exit(0)


def _tell(out: BinaryIO, asked: dict[str, Any]) -> None:
    options = Options.model_validate(asked["options"])
    _limit(_SECONDS_AT_LEAST)
    with open_files(*map(Path, asked["paths"])) as files:
        _limit(_seconds_for(files))
        packet = b""
        for said in read(files, options, together=asked["together"]):
            packet += packed(said)
            is_batch = isinstance(said, Batch)
            if is_batch and not said.is_end:
                continue
            rows = said.row_count if is_batch else 0
            spent = said.bytes_read if is_batch else 0
            kind = BATCH if is_batch else INPUT
            out.write(FRAME.pack(kind, rows, spent, len(packet)) + packet)
            out.flush()
            packet = b""


def _seconds_for(files: Files) -> int:
    # What a zip claims to hold counts only as far as it can be true.
    honest = min(files.bytes_total, LIMITS.ratio_max * files.size_bytes, LIMITS.bytes_max)
    return _SECONDS_AT_LEAST + _SECONDS_A_MEGABYTE * (honest >> 20)


def _limit(seconds: int) -> None:
    if sys.platform == "win32":
        return
    resource = importlib.import_module("resource")
    limits = {
        # The soft limit's signal ends us, and the parent can tell why.
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_DATA: MEMORY_BYTES_MAX,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _FILES_OPEN_MAX,
    }
    for limit, most in limits.items():
        hard = resource.getrlimit(limit)[1]
        is_open = hard == resource.RLIM_INFINITY
        resource.setrlimit(limit, (most if is_open else min(most, hard), hard))
    if os.nice(0) == 0:
        os.nice(_NICER_BY)


def _die_with_parent() -> None:
    """End when the parent does: its end of standard input closes then."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _fail(out: BinaryIO, error: errors.LedgerError) -> None:
    told = {"name": type(error).__name__, "detail": error.detail, "facts": error.facts}
    packet = orjson.dumps(told, default=str)
    out.write(FRAME.pack(FAILED, 0, 0, len(packet)) + packet)


def _memory_ends() -> str:
    return (
        f"Reading it takes more than {MEMORY_BYTES_MAX >> 20} MB of memory, as no export does."
        " Bring in its parts one by one."
    )


def _fault(error: Exception) -> str:
    # Where in our code, and no word of the file's.
    last = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"The reader gave up on it ({type(error).__name__} in {Path(last.filename).name},"
        f" line {last.lineno}). That is a fault of Rapport: please report it."
    )


if __name__ == "__main__":
    main()
