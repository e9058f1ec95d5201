"""Processes that read files, each forked from a warm one: loading the readers takes a second.

The warm process is started with the first reader and ends with us. It reads nothing itself, so
that no reader finds anything of a file that another one has read. It is asked over a socket, a
question and its answer at a time; a reader has pipes of its own and cannot reach the socket.
"""

import atexit
import importlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NoReturn, Protocol

# What is asked: to fork a reader for two pipes that come along, or how the one so called ended.
_FORK, _ENDED = b"F", b"E"
_QUESTION = struct.Struct("<ci")
# The process that ended, or 0; and that which was forked, or the code of the end.
_ANSWER = struct.Struct("<ii")
_PAUSE_SECONDS = 0.002
_PAUSE_SECONDS_MAX = 0.05


class Process(Protocol):
    """A process that reads, as `subprocess.Popen` shows it."""

    @property
    def stdin(self) -> BinaryIO:
        """What it is told; it ends when this is closed."""
        ...

    @property
    def stdout(self) -> BinaryIO:
        """What it says."""
        ...

    def kill(self) -> None:
        """End it, wherever it is."""

    def wait(self) -> int:
        """Wait for its end and return its code, or minus the signal that ended it."""
        ...


class _Fork:
    """A process forked from the warm one, which says when and how it ended."""

    def __init__(
        self, pid: int, stdin: BinaryIO, stdout: BinaryIO, ended: Callable[[int], int | None]
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self._pid = pid
        self._ended = ended
        self._lock = threading.Lock()
        self._code: int | None = None

    def kill(self) -> None:
        with self._lock:
            # Until somebody heard how it ended, nobody else is called by its number.
            if self._code is None:
                with suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        pause = _PAUSE_SECONDS
        while True:
            with self._lock:
                if self._code is None:
                    self._code = self._ended(self._pid)
                if self._code is not None:
                    return self._code
            time.sleep(pause)
            pause = min(2 * pause, _PAUSE_SECONDS_MAX)


class _Warm:
    """Our end of the warm process; it belongs to the process that started it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from ledger.imports.forks import lend; lend()"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._door = ours
        self._ours = os.getpid()
        atexit.register(self._end)

    def is_there(self) -> bool:
        return self._ours == os.getpid() and self._process.poll() is None

    def fork(self) -> _Fork:
        """Fork a reader; raise `OSError` where the warm process is gone."""
        their_in, our_out = os.pipe()
        our_in, their_out = os.pipe()
        stdin, stdout = os.fdopen(our_out, "wb"), os.fdopen(our_in, "rb")
        try:
            with self._lock:
                told = _QUESTION.pack(_FORK, 0)
                socket.send_fds(self._door, [told], [their_in, their_out])
                _, pid = self._answer()
        except OSError:
            stdin.close()
            stdout.close()
            raise
        finally:
            os.close(their_in)
            os.close(their_out)
        return _Fork(pid, stdin, stdout, self._ended)

    def _end(self) -> None:
        self._door.close()
        self._process.wait()

    def _ended(self, pid: int) -> int | None:
        with self._lock:
            try:
                self._door.sendall(_QUESTION.pack(_ENDED, pid))
                ended, code = self._answer()
            except OSError:
                # Nobody is left to tell; with the warm process gone, it is as good as killed.
                return -signal.SIGTERM
        return code if ended else None

    def _answer(self) -> tuple[int, int]:
        content = self._door.recv(_ANSWER.size, socket.MSG_WAITALL)
        if len(content) < _ANSWER.size:
            raise ConnectionResetError
        return _ANSWER.unpack(content)


_starting = threading.Lock()
_warm: _Warm | None = None


def reader() -> Process:
    """Return a process that reads, as `child.main` does; end it and wait for it."""
    if sys.platform == "win32":
        return _cold()
    global _warm  # noqa: PLW0603 - one for all threads of a process
    with _starting:
        for _ in range(2):
            if _warm is None or not _warm.is_there():
                _warm = _Warm()
            with suppress(OSError):
                return _warm.fork()
            # It was killed, as any process may be: another one takes its place.
            _warm = None
    return _cold()


def _cold() -> Process:
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from ledger.imports.child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return process  # pyright: ignore[reportReturnType] - with pipes, neither is None


def lend() -> NoReturn:
    """Be the warm process: fork a reader for each pair of pipes, until we hang up."""
    from ledger.imports.child import main  # noqa: PLC0415 - what being warm means

    door = socket.socket(fileno=0)
    is_the_first = True
    while True:
        told, pipes, _, _ = socket.recv_fds(door, _QUESTION.size, 2)
        if len(told) < _QUESTION.size:
            os._exit(0)
        question, pid = _QUESTION.unpack(told)
        if question == _ENDED:
            ended, status = os.waitpid(pid, os.WNOHANG)
            door.sendall(_ANSWER.pack(ended, os.waitstatus_to_exitcode(status)))
            continue
        if not is_the_first:
            _load_the_rest()
        is_the_first = False
        pid = os.fork()
        if pid == 0:
            # The door was standard input: whoever reads cannot reach it any more.
            os.dup2(pipes[0], 0)
            os.dup2(pipes[1], 1)
            os.closerange(3, max(pipes) + 1)
            main()
        for pipe in pipes:
            os.close(pipe)
        door.sendall(_ANSWER.pack(0, pid))


def _load_the_rest() -> None:
    """Load what readers load with their first file: from the second on, every fork has it.

    The first does not wait for it, since whoever brings in one file from a terminal has one.
    """
    for name in ("ics.gathering", "rapport.histories"):
        importlib.import_module(f"ledger.imports.{name}")
