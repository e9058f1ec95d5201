"""The running PostgreSQL of a cluster: is it there, start it, wait for it, stop it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from ledger import errors
from ledger.postgres_account import environment
from ledger.postgres_cluster import PORT, Cluster, cure
from ledger.postgres_settings import write_settings

RECOVERY_SECONDS = 600.0
"""Recovery replays at most max_wal_size of log, minutes on a slow disk."""

PASSING_SECONDS = 30.0
"""How long the children of a killed PostgreSQL may take to notice, and killing may go on."""

STOP_SECONDS = 60.0
"""A fast shutdown writes one checkpoint, at most shared_buffers of it."""

LOG_BYTES_MAX = 1_000_000

_children: list[subprocess.Popen[bytes]] = []


def running(cluster: Cluster) -> psutil.Process | None:
    """Return the living server of this cluster, whoever started it; a zombie does not live."""
    _reap()
    told = _lock_file(cluster)
    if told and told[0].isdigit() and (found := _server(cluster, int(told[0]))):
        return found
    # No file yet, a cut one, or an old one with its number in use again: look for the server.
    return next(filter(None, (_server(cluster, pid) for pid in psutil.pids())), None)


def start(cluster: Cluster, say: Callable[[str], None]) -> None:
    """Start PostgreSQL and wait until it answers; only under the start lock, if none runs."""
    until = time.monotonic() + PASSING_SECONDS
    while True:
        _remove_leftovers(cluster)
        write_settings(cluster)
        written = _rotated(cluster.log)
        child = _launched(cluster)
        _children.append(child)
        if wait(cluster, say, child):
            return
        with cluster.log.open("rb") as log:
            log.seek(written)
            told = log.read(LOG_BYTES_MAX).decode(errors="replace")
        # The children of a server that was killed keep its memory until they notice; and one
        # that was killed while it started had nothing against starting.
        may_pass = "still in use" in told or (child.returncode or 0) < 0
        if not may_pass or time.monotonic() > until:
            why = f"PostgreSQL does not start in {cluster.files}: {cure(told)}"
            raise errors.SetupNeeded(why)
        time.sleep(0.2)


def wait(
    cluster: Cluster, say: Callable[[str], None], child: subprocess.Popen[bytes] | None = None
) -> bool:
    """Wait until PostgreSQL, our child or not, takes connections; false if it ended instead."""
    began = time.monotonic()
    told = began + 1
    while not _is_ready(cluster):
        now = time.monotonic()
        is_there = running(cluster) if child is None else child.poll() is None
        if not is_there:
            return False
        if now > began + RECOVERY_SECONDS:
            why = f"PostgreSQL still recovers: read {cluster.log}, and start again later."
            raise errors.SetupNeeded(why)
        if now > told + 2:
            say(f"PostgreSQL recovers from an unclean end ({now - began:.0f} s).")
            told = now
        time.sleep(0.01 if now < began + 2 else 0.1)
    return True


def stop(cluster: Cluster, say: Callable[[str], None]) -> None:
    """Stop PostgreSQL in order and wait for its end; connections are ended."""
    server = running(cluster)
    if server is None:
        return
    if sys.platform == "win32":
        cluster.account.run(
            cluster.binaries.program("pg_ctl"), "stop", "-m", "fast", "-D", str(cluster.files)
        )
        return
    # After a minute without an end nothing is lost by the harder way: the log is on disk.
    for how in (signal.SIGINT, signal.SIGQUIT):
        try:
            server.send_signal(how)
        except psutil.NoSuchProcess:
            return
        if _ended(server, say):
            return
    why = f"PostgreSQL (process {server.pid}) does not end: end it by hand."
    raise errors.SetupNeeded(why)


def _launched(cluster: Cluster) -> subprocess.Popen[bytes]:
    # In a session of its own, on Windows a group, so that Ctrl-C in our terminal does not
    # reach it.
    with cluster.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603  our own command, without a shell
            [cluster.binaries.program("postgres"), "-D", str(cluster.files)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            user=cluster.account.uid,
            group=cluster.account.gid,
            extra_groups=cluster.account.groups,
            umask=0o077,
        )


def _server(cluster: Cluster, pid: int) -> psutil.Process | None:
    # Whatever its number and age, a process with this command line is the server of these
    # files, and nothing else is. Start times say less: they move when the clock is set.
    try:
        found = psutil.Process(pid)
        ours = found.cmdline()[1:3] == ["-D", str(cluster.files)]
        return found if ours and found.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None


def _is_ready(cluster: Cluster) -> bool:
    # PostgreSQL writes its state in the eighth line, as `pg_ctl` reads it.
    told = _lock_file(cluster)
    return len(told) > 7 and told[7].strip() == "ready" and running(cluster) is not None  # noqa: PLR2004


def _lock_file(cluster: Cluster) -> list[str]:
    try:
        return (cluster.files / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _remove_leftovers(cluster: Cluster) -> None:
    # No server runs. PostgreSQL removes such files itself unless their number is in use again
    # or a zombie's. It still does not start while children of an old server hold its memory.
    (cluster.files / "postmaster.pid").unlink(missing_ok=True)
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (cluster.sockets / name).unlink(missing_ok=True)


def _rotated(log: Path) -> int:
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(".log.1"))
    log.touch(mode=0o600)
    return log.stat().st_size


def _reap() -> None:
    for child in list(_children):
        # A second thread may have removed it in between.
        if child.poll() is not None:
            with suppress(ValueError):
                _children.remove(child)


def _ended(server: psutil.Process, say: Callable[[str], None]) -> bool:
    began = time.monotonic()
    told = began + 1
    while (now := time.monotonic()) < began + STOP_SECONDS:
        _reap()
        try:
            if server.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        if now > told + 2:
            say(f"PostgreSQL writes down what it still holds ({now - began:.0f} s).")
            told = now
        time.sleep(0.01)
    return False
