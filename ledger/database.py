"""Connections: one pool for the application, and the owner's door for changing the schema.

What the application reads and writes stands behind row-level security (schema/0009_walls.sql):
a connection shows the rows of one workspace, the one it was asked for with `of`, and those of
none where it was asked for without.
"""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, Self

import orjson
import psycopg
from psycopg import Connection, sql
from psycopg.adapt import AdaptersMap
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import set_json_loads
from psycopg_pool import ConnectionPool, PoolTimeout
from typing_extensions import override

from ledger import errors
from ledger.lost import lent_only_alive, reason, translated
from ledger.postgres_cluster import OWNER
from ledger.transactions import LEFT, SNAPSHOT, drop_if_left, transaction
from ledger.words import Position, WorkspaceId

# A view is asked by its bare name, so that the same text can be given another relation of that
# name: the view as of an earlier position, or in `searched` the one its indexes serve.
_SETTINGS = (
    "-c search_path=searched,views,ledger,public -c timezone=UTC -c jit=off"
    " -c temp_buffers=16MB"  # Rows on their way in wait there; in 8 MB some went to disk.
)
# A caller waits this long for a connection before it is told that the database does not answer.
_WAIT_SECONDS = 10.0
_CONNECTIONS_MAX = 24
# Half of what a list reads is the facts of people, as JSON; none of its numbers is beyond 2^53.
_READING = AdaptersMap(psycopg.adapters)
set_json_loads(orjson.loads, _READING)


class Database:
    """The application's pool on one PostgreSQL; open it before use, close it at the end."""

    def __init__(
        self, app_url: str, owner_url: str | None = None, *, connections_max: int | None = None
    ) -> None:
        self.app_url = app_url
        self.owner_url = owner_url or app_url
        self.pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
            app_url,
            connection_class=Connection[DictRow],
            kwargs={
                "row_factory": dict_row,
                "autocommit": True,
                "options": _SETTINGS,
                "context": _READING,
            },
            min_size=1,
            max_size=connections_max or _CONNECTIONS_MAX,
            timeout=_WAIT_SECONDS,
            open=False,
            check=lent_only_alive,
            name="rapport",
        )

    def __enter__(self) -> Self:
        self.pool.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.close()

    @property
    def root(self) -> "Database":
        """The database as nobody's: for what belongs to no workspace."""
        return self

    def of(self, workspace: WorkspaceId) -> "OneWorkspace":
        """Return the same database, pool included, as one workspace sees it."""
        return OneWorkspace(self.root, workspace)

    @contextmanager
    def connection(self, *, wait: float = _WAIT_SECONDS) -> Generator[Connection[DictRow]]:
        """Lend an autocommitting connection whose rows are dicts; it shows no workspace's.

        Raise `errors.Unavailable` when no connection can be had within that many seconds, and
        `errors.OutcomeUnknown` when one is lost in use: what a statement wrote may or may not
        have been kept.
        """
        with self.appending(wait=wait) as connection:
            try:
                yield connection
            finally:
                with suppress(psycopg.Error):
                    connection.rollback()
                    drop_if_left(connection, connection.execute(LEFT, prepare=False))

    @contextmanager
    def appending(self, *, wait: float = _WAIT_SECONDS) -> Generator[Connection[DictRow]]:
        """Lend a connection for `ledger.append` and its like, which enter their workspace.

        Such a call is one autocommitted round trip and leaves no setting behind; so nobody
        looks whether one is left.
        """
        try:
            lent = self.pool.connection(timeout=wait)
            connection = lent.__enter__()
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise errors.Unavailable(reason(error)) from error
        try:
            yield connection
        except BaseException as error:
            lent.__exit__(type(error), error, error.__traceback__)
            raise translated(error, connection) from error
        else:
            lent.__exit__(None, None, None)

    def alone(self) -> Connection[DictRow]:
        """Open a connection beside the pool, with the application's rights; close it yourself.

        For what lives in a session: temporary tables.
        """
        return self._alone(_SETTINGS)

    def _alone(self, settings: str) -> Connection[DictRow]:
        try:
            return Connection[DictRow].connect(
                self.app_url,
                autocommit=True,
                row_factory=dict_row,
                options=settings,
                context=_READING,
            )
        except psycopg.OperationalError as error:
            raise errors.Unavailable(reason(error)) from error

    @contextmanager
    def snapshot(self) -> Generator[Connection[DictRow]]:
        """Lend a connection in one read-only snapshot: all its reads see the same moment.

        To a snapshot taken before it, a view that was swapped in since would look empty. So a
        rebuild swaps only while nobody holds one.
        """
        with self.appending() as connection, transaction(connection, SNAPSHOT):
            yield connection

    @contextmanager
    def owner(self) -> Generator[Connection[Any]]:
        """Open a connection with the owner's rights: for the schema, for rebuilding views."""
        with self.operator() as connection:
            # On a server where nobody made the role, whoever is let in owns what they make.
            can_be = connection.execute(
                "select from pg_roles where rolname = %s"
                " and pg_has_role(current_user, oid, 'set')",
                (OWNER,),
            )
            if can_be.rowcount:
                connection.execute(sql.SQL("set role {}").format(sql.Identifier(OWNER)))
            yield connection

    @contextmanager
    def operator(self) -> Generator[Connection[Any]]:
        """Open a connection as whoever the owner's URL names: embedded, the superuser."""
        try:
            connection = psycopg.connect(self.owner_url, autocommit=True, options=_SETTINGS)
        except psycopg.OperationalError as error:
            raise errors.Unavailable(reason(error)) from error
        with connection:
            yield connection


class OneWorkspace(Database):
    """A database as one workspace sees it: every row of another one is behind a wall."""

    def __init__(self, root: Database, workspace: WorkspaceId) -> None:
        self.app_url = root.app_url
        self.owner_url = root.owner_url
        self.pool = root.pool
        self.workspace = workspace
        self._root = root
        # The id is written into the statement: begin and setting are then one round trip.
        self._set = f"set local rapport.workspace = '{workspace}'"

    @property
    @override
    def root(self) -> Database:
        return self._root

    @override
    @contextmanager
    def connection(self, *, wait: float = _WAIT_SECONDS) -> Generator[Connection[DictRow]]:
        """Lend a connection in a transaction, committed at the end; its rows are dicts.

        The errors are those of `Database.connection`. What fails in it is rolled back whole.
        """
        with (
            self.appending(wait=wait) as connection,
            transaction(connection, f"begin; {self._set}"),
        ):
            yield connection

    @override
    @contextmanager
    def snapshot(self) -> Generator[Connection[DictRow]]:
        with (
            self.appending() as connection,
            transaction(connection, f"{SNAPSHOT}; {self._set}"),
        ):
            yield connection

    @contextmanager
    def reading(self, *, seconds_max: int) -> Generator[tuple[Connection[DictRow], Position]]:
        """Lend a snapshot and tell where the ledger ends in it, all in one round trip.

        No statement in it takes longer than so many seconds. Raise `errors.Unknown` where the
        workspace is gone.
        """
        begin = (
            f"{SNAPSHOT}; {self._set}; set local statement_timeout = '{seconds_max:d}s';"
            f" select position from ledger.heads where workspace_id = '{self.workspace}'"
        )
        with self.appending() as connection, transaction(connection, begin) as begun:
            begun.set_result(-1)
            head = begun.fetchone()
            if head is None:
                raise errors.Unknown(f"There is no workspace {self.workspace}.")
            yield connection, Position(head["position"])

    @override
    def alone(self) -> Connection[DictRow]:
        # For its whole life of this workspace, and in no pool that could lend it to another.
        return self._alone(f"{_SETTINGS} -c rapport.workspace={self.workspace}")
