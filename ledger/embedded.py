"""The PostgreSQL that comes along: up while a Rapport process works in its data directory.

The first process starts the server, others share it, the last one stops it. If our process is
killed, the server stays and the next start adopts it; if the server is killed, a `Keeper`
brings it back. Everybody who starts or stops it holds the start lock; everybody who uses it
shares the users lock, so whoever gets that one alone was the last.
"""

import secrets
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString, NoReturn, Self

import psycopg
from psycopg import sql

from ledger import errors, locks, postgres_process
from ledger.locks import Lock, held_by_one
from ledger.postgres_cluster import (
    APPLICATION,
    DATABASE,
    ERASER,
    OWNER,
    SEARCH,
    SUPERUSER,
    Cluster,
    cure,
    prepared,
    secret,
    write_secret,
)

__all__ = ["Keeper", "Server", "held_by_one", "install_signal_handlers", "running"]

CHECK_SECONDS = 0.5
RETRY_SECONDS = 10.0

TRIES = 3
"""A server may be killed once more between its start and our first question."""

TOO_MANY = "Too many processes use this data directory: end some and start again."


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded PostgreSQL."""

    app_url: str = field(repr=False)
    """How the application's role connects, with its password: a libpq connection string."""

    owner_url: str = field(repr=False)
    """How the superuser connects, for migrations; on Unix the OS user counts, no password."""

    data: Path


def tell(line: str) -> None:
    """Write a line for whoever watches the terminal."""
    sys.stderr.write(line + "\n")


@contextmanager
def running(data: Path, *, say: Callable[[str], None] = tell) -> Generator[Server]:
    """Start, adopt or recover the PostgreSQL in `data`/postgres.

    At the end it is stopped unless other processes use it. Raises `SetupNeeded` with a cure
    when it cannot run. A signal that ends the process at once leaves the server to the next
    start; `install_signal_handlers` makes it an orderly end.
    """
    with ExitStack() as leaving:
        with _explained(data):
            data = data.expanduser().resolve()
            folder = locks.folder(data)
            users = leaving.enter_context(Lock(folder / "users"))
            with locks.alone(folder / "start", say):
                if not users.share():
                    raise errors.SetupNeeded(TOO_MANY)
                cluster = prepared(data, say)
                leaving.callback(_leave, cluster, users, say)
                _up(cluster, say)
            server = Server(
                app_url=cluster.conninfo(APPLICATION, DATABASE),
                owner_url=cluster.conninfo(SUPERUSER, DATABASE),
                data=data,
            )
        leaving.enter_context(Keeper(cluster, say))
        yield server


def install_signal_handlers() -> None:
    """Turn the signals that end a process into SystemExit, so that `running` ends in order.

    Before `running`, in the main thread. Ctrl-C needs none: it is an exception already.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if number := getattr(signal, name, None):
            signal.signal(number, _exit)


class Keeper:
    """Brings PostgreSQL back when it ended and nobody stopped it, while the context lasts."""

    def __init__(self, cluster: Cluster, say: Callable[[str], None]) -> None:
        self._cluster = cluster
        self._say = say
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = CHECK_SECONDS
        while not self._over.wait(pause):
            pause = CHECK_SECONDS
            if postgres_process.running(self._cluster):
                continue
            try:
                self._bring_back()
            except (errors.SetupNeeded, psycopg.Error, OSError) as failed:
                # A full disk may have room again later, and nobody else would look.
                pause = RETRY_SECONDS
                self._say(f"PostgreSQL is down and does not come back yet: {failed}")

    def _bring_back(self) -> None:
        with locks.alone(locks.folder(self._cluster.data) / "start", self._say):
            if not self._over.is_set():
                _up(self._cluster, self._say)


def _up(cluster: Cluster, say: Callable[[str], None]) -> None:
    for _ in range(TRIES):
        # Asking the socket first also finds a server that another container runs on the same
        # files, whose process we cannot see.
        with suppress(psycopg.OperationalError):
            return _make_roles(cluster)
        if not (postgres_process.running(cluster) and postgres_process.wait(cluster, say)):
            postgres_process.start(cluster, say)
    return _make_roles(cluster)


def _make_roles(cluster: Cluster) -> None:
    # Each step looks first, so that a start which died between two of them is completed later.
    with psycopg.connect(
        cluster.conninfo(SUPERUSER, "postgres"), autocommit=True, connect_timeout=10
    ) as connection:
        role, database = sql.Identifier(APPLICATION), sql.Identifier(DATABASE)
        if not _is_there(connection, "select from pg_roles where rolname = %s", APPLICATION):
            # No superuser and no other right is what `create role` gives by itself.
            connection.execute(sql.SQL("create role {} login").format(role))
        path = secret(cluster.data, APPLICATION)
        if not path.exists():
            password = secrets.token_urlsafe(32)
            # The server sees the verifier only.
            verifier = connection.pgconn.encrypt_password(
                password.encode(), APPLICATION.encode(), b"scram-sha-256"
            ).decode()
            connection.execute(sql.SQL("alter role {} password {}").format(role, verifier))
            # After the role: if we die before this line, the next start sets both anew.
            write_secret(path, password)
        _make_owners(connection)
        if not _is_there(connection, "select from pg_database where datname = %s", DATABASE):
            owner = sql.Identifier(OWNER)
            connection.execute(sql.SQL("create database {} owner {}").format(database, owner))


def _make_owners(connection: psycopg.Connection[Any]) -> None:
    """Make the roles that own things and nobody signs in as."""
    for name in (OWNER, ERASER, SEARCH):
        if not _is_there(connection, "select from pg_roles where rolname = %s", name):
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(name)))
    # So that migrations may hand functions to them.
    connection.execute(
        sql.SQL("grant {}, {} to {}").format(*map(sql.Identifier, (ERASER, SEARCH, OWNER)))
    )


def _is_there(connection: psycopg.Connection[Any], query: LiteralString, name: str) -> bool:
    return connection.execute(query, (name,)).rowcount == 1


def _leave(cluster: Cluster, users: Lock, say: Callable[[str], None]) -> None:
    with locks.alone(locks.folder(cluster.data) / "start", say):
        if users.hold_alone():
            postgres_process.stop(cluster, say)


def _exit(*_: object) -> NoReturn:
    raise SystemExit(0)


@contextmanager
def _explained(data: Path) -> Generator[None]:
    try:
        yield
    except OSError as problem:
        why = f"{data} cannot be used: {cure(str(problem))}"
        raise errors.SetupNeeded(why) from problem
    except psycopg.Error as problem:
        why = f"PostgreSQL in {data} refuses us: {cure(str(problem))}"
        raise errors.SetupNeeded(why) from problem
