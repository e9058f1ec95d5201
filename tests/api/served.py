"""A real server in a process of its own, on a data directory of its own, that may be killed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import psutil

from api.installation import installation
from api.settings import Settings
from tests.api.cli.command import COMMAND, ROOT, environment
from tests.sessions import signed_in
from tests.talking import talking_to

_STARTING_SECONDS_MAX = 60.0
_LEAVING_SECONDS_MAX = 60.0


class Served:
    """`rapport serve` on a data directory, with the PostgreSQL that comes along."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.log = data / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._cookies: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Where the server listens, the same after every start."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The number of the server's process."""
        assert self._process is not None
        return self._process.pid

    def launch(self) -> None:
        """Start the server and wait for nothing."""
        words = ["serve", "--data", str(self.data), "--port", str(self._port)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*COMMAND, *words], cwd=ROOT, env=environment(self.data), stderr=log
            )

    def listens(self) -> bool:
        """Say whether the server has begun to listen; fail if it ended instead."""
        assert self._process is not None
        said = self.log.read_text(encoding="utf-8")
        assert self._process.poll() is None, said
        return "Rapport listens" in said

    def start(self) -> None:
        """Start the server and wait until it listens."""
        self.launch()
        until(self.listens, _STARTING_SECONDS_MAX)
        if not self._port:
            said = self.log.read_text(encoding="utf-8")
            self._port = int(said.partition("127.0.0.1:")[2].split()[0])
        if not self._cookies:
            settings = Settings(data=self.data).model_copy(update={"database_url": None})
            with installation(settings, say=lambda _: None) as found:
                self._cookies = signed_in(found)

    def is_alive(self) -> bool:
        """Say whether the process that was started is still there."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill the server; what it started stays."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the server as Ctrl-C does, and PostgreSQL with it."""
        if self._process is not None and self.is_alive():
            self._process.terminate()
            self._process.wait(_LEAVING_SECONDS_MAX)

    def client(self) -> httpx2.Client:
        """Return what talks to the server, signed in as its owner."""
        return talking_to(self.url, cookies=self._cookies)

    def postmaster(self) -> psutil.Process | None:
        """Return PostgreSQL's first process, if it lives."""
        return next(iter(_databases(self.data)), None)

    def kill_postmaster(self) -> bool:
        """Kill PostgreSQL's first process; say whether there was one."""
        return _killed(self.postmaster())

    def kill_backend(self) -> bool:
        """Kill one of PostgreSQL's processes that serve a connection; say if there was one."""
        return _killed(next(iter(self.backends()), None))

    def backends(self) -> list[psutil.Process]:
        """Return PostgreSQL's processes that serve the application's connections."""
        postmaster = self.postmaster()
        if postmaster is None:
            return []
        with suppress(psutil.Error):
            return [each for each in postmaster.children() if _serves_application(each)]
        return []


@contextmanager
def served(data: Path) -> Generator[Served]:
    """Start a server on a data directory; at the end nothing of it is left running."""
    server = Served(data)
    try:
        server.start()
        yield server
        server.stop()
    finally:
        with suppress(AssertionError):
            server.kill()
        _end_databases(data)


def until(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so; fail when it takes longer."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def _serves_application(process: psutil.Process) -> bool:
    try:
        return process.cmdline()[0].startswith("postgres: rapport_app")
    except (psutil.Error, IndexError):
        return False


def _killed(process: psutil.Process | None) -> bool:
    if process is None:
        return False
    with suppress(psutil.NoSuchProcess):
        process.kill()
        return True
    return False


def _databases(data: Path) -> list[psutil.Process]:
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            is_there = process.status() != psutil.STATUS_ZOMBIE
            if is_there and process.cmdline()[1:3] == ["-D", str(data / "postgres")]:
                found.append(process)
    return found


def _end_databases(data: Path) -> None:
    for process in _databases(data):
        with suppress(psutil.NoSuchProcess):
            os.kill(process.pid, signal.SIGQUIT)
    until(lambda: not _databases(data), _LEAVING_SECONDS_MAX)
