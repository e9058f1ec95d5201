"""Who works in a data directory: file locks, which the system frees when their holder dies."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from ledger import errors

PATIENCE_SECONDS = 660.0
"""As long as the longest recovery we wait for, and a minute."""

if sys.platform == "win32":
    import msvcrt

    # Windows has no shared locks: there, sharing is holding one of so many bytes. They lie far
    # behind the text of the file, since Windows refuses to read locked bytes.
    SLOTS = 512
    SLOTS_AT = 1 << 30

    def _share(fd: int) -> bool:
        first = os.getpid()
        return any(_take(fd, (first + step) % SLOTS, 1) for step in range(SLOTS))

    def _hold_alone(fd: int) -> bool:
        for slot in range(SLOTS):
            os.lseek(fd, SLOTS_AT + slot, os.SEEK_SET)
            # Only the byte that we hold ourselves can be let go.
            with suppress(OSError):
                msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        return _take(fd, 0, SLOTS)

    def _take(fd: int, slot: int, count: int) -> bool:
        os.lseek(fd, SLOTS_AT + slot, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _share(fd: int) -> bool:
        return _lock(fd, fcntl.LOCK_SH)

    def _hold_alone(fd: int) -> bool:
        return _lock(fd, fcntl.LOCK_EX)

    def _lock(fd: int, how: int) -> bool:
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class Lock:
    """A lock file that many may share or one may hold alone."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        os.close(self._fd)

    def share(self) -> bool:
        """Hold the lock together with others; say whether that worked."""
        return _share(self._fd)

    def hold_alone(self) -> bool:
        """Hold the lock alone; say whether that worked. A share of it is gone either way."""
        return _hold_alone(self._fd)

    def read(self) -> dict[str, Any]:
        """Return what the holder wrote about itself, or nothing when it wrote nothing yet."""
        os.lseek(self._fd, 0, os.SEEK_SET)
        try:
            found: Any = json.loads(os.read(self._fd, 4096))
        except ValueError:
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def write(self, about: dict[str, Any]) -> None:
        """Replace what the file says about its holder."""
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, json.dumps(about).encode())


def folder(data: Path) -> Path:
    """Return the folder of locks of a data directory; both are made where missing, 0700."""
    locks = data / "locks"
    for each in (data, locks):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    return locks


@contextmanager
def alone(path: Path, say: Callable[[str], None]) -> Generator[None]:
    """Wait until nobody else holds the lock, then hold it alone."""
    began = time.monotonic()
    told = began + 1
    with Lock(path) as lock:
        while not lock.hold_alone():
            now = time.monotonic()
            if now > began + PATIENCE_SECONDS:
                why = f"Another process keeps {path} locked: end it and start again."
                raise errors.SetupNeeded(why)
            if now > told + 2:
                say(f"Another process starts or stops PostgreSQL ({now - began:.0f} s).")
                told = now
            time.sleep(0.02)
        yield


@contextmanager
def held_by_one(data: Path, what: str) -> Generator[None]:
    """Hold the data directory for one server.

    A second start raises `SetupNeeded` and is told who holds it: pid, host, since when, what.
    """
    with Lock(folder(data) / "serve") as lock:
        # A holder that just started has not written its name yet, and one that was told to
        # stop may be about to end: neither is worth a wrong answer.
        for _ in range(20):
            if lock.hold_alone():
                break
            time.sleep(0.05)
        else:
            raise errors.SetupNeeded(_taken(data, lock.read()), **lock.read())
        lock.write(
            {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
                "what": what,
            }
        )
        try:
            yield
        finally:
            lock.write({})


def _taken(data: Path, holder: dict[str, Any]) -> str:
    if not holder:
        return f"Another process already works in {data}: stop it, or choose another --data."
    return (
        f"{holder['what']} already works in {data}: process {holder['pid']} "
        f"on {holder['host']}, since {holder['since']}. Stop it, or choose another --data."
    )
