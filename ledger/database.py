"""Connections: one pool for the application, and the owner's door for changing the schema."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from ledger import errors

# A view is asked by its bare name, so that the same text can be given another relation of that
# name: the view as of an earlier position.
_SETTINGS = "-c search_path=views,ledger,public -c timezone=UTC -c jit=off"
# A caller waits this long for a connection before it is told that the database does not answer.
_WAIT_SECONDS = 10.0
_CONNECTIONS_MAX = 24


class Database:
    """The application's pool on one PostgreSQL; open it before use, close it at the end."""

    def __init__(self, app_url: str, owner_url: str | None = None) -> None:
        self.app_url = app_url
        self.owner_url = owner_url or app_url
        self.pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
            app_url,
            connection_class=Connection[DictRow],
            kwargs={"row_factory": dict_row, "autocommit": True, "options": _SETTINGS},
            min_size=1,
            max_size=_CONNECTIONS_MAX,
            timeout=_WAIT_SECONDS,
            open=False,
            check=None,
            name="rapport",
        )

    def __enter__(self) -> Self:
        self.pool.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.close()

    @contextmanager
    def connection(self) -> Generator[Connection[DictRow]]:
        """Lend an autocommitting connection whose rows are dicts.

        Raise `errors.Unavailable` when no connection can be had, and `errors.OutcomeUnknown`
        when one is lost in use: what a statement wrote may or may not have been kept.
        """
        try:
            lent = self.pool.connection()
            connection = lent.__enter__()
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise errors.Unavailable(_reason(error)) from error
        try:
            yield connection
        except BaseException as error:
            lent.__exit__(type(error), error, error.__traceback__)
            raise _translated(error, connection) from error
        else:
            lent.__exit__(None, None, None)

    def alone(self) -> Connection[DictRow]:
        """Open a connection beside the pool, with the application's rights; close it yourself.

        For what lives in a session: temporary tables.
        """
        try:
            return Connection[DictRow].connect(
                self.app_url, autocommit=True, row_factory=dict_row, options=_SETTINGS
            )
        except psycopg.OperationalError as error:
            raise errors.Unavailable(_reason(error)) from error

    @contextmanager
    def snapshot(self) -> Generator[Connection[DictRow]]:
        """Lend a connection in one read-only snapshot: all its reads see the same moment.

        To a snapshot taken before it, a view that was swapped in since would look empty. So a
        rebuild swaps only while nobody holds one.
        """
        with self.connection() as connection, connection.transaction():
            # Locked before the snapshot is taken, which the first query does.
            connection.execute(
                "set transaction isolation level repeatable read, read only;"
                " lock table ledger.view_builds in access share mode"
            )
            yield connection

    @contextmanager
    def owner(self) -> Generator[Connection[Any]]:
        """Open a connection with the owner's rights: for the schema, for rebuilding views."""
        try:
            connection = psycopg.connect(self.owner_url, autocommit=True, options=_SETTINGS)
        except psycopg.OperationalError as error:
            raise errors.Unavailable(_reason(error)) from error
        with connection:
            yield connection


_NO_SPACE = {"53100", "53000"}
_GOING_AWAY = {"57P01", "57P02", "57P03", "08000", "08003", "08006"}


def _translated(error: BaseException, connection: Connection[Any]) -> BaseException:
    if not isinstance(error, psycopg.Error):
        return error
    if error.sqlstate in _NO_SPACE:
        return errors.Unavailable(
            "The database's disk is full; free some space and repeat the call."
        )
    is_lost = connection.closed or error.sqlstate in _GOING_AWAY
    if isinstance(error, psycopg.OperationalError) and is_lost:
        return errors.OutcomeUnknown(_reason(error))
    return error


def _reason(error: BaseException) -> str:
    # Only the first line: the rest of a server's message may quote values.
    first = str(error).strip().splitlines()[:1]
    return f"({first[0]})" if first else ""
