"""Connections that are lost, and what that means for whoever was using one."""

from typing import Any

import psycopg
from psycopg import Connection

from ledger import errors


def lent_only_alive(connection: Connection[Any]) -> None:
    """Raise where the server has hung up on an idle connection, so that the pool lends another.

    A look at the socket, no round trip: nothing is sent on what is already closed, and whoever
    asked is told that nothing was written instead of that nobody knows.
    """
    # Once for the word that a server may leave, once for the end of the line behind it.
    connection.pgconn.consume_input()
    connection.pgconn.consume_input()


_NO_SPACE = {"53100", "53000"}
_GOING_AWAY = {"57P01", "57P02", "57P03", "08000", "08003", "08006"}


def translated(error: BaseException, connection: Connection[Any]) -> BaseException:
    """Return an error of ours for what the database's means, or the very same."""
    if not isinstance(error, psycopg.Error):
        return error
    if error.sqlstate in _NO_SPACE:
        return errors.Unavailable(
            "The database's disk is full; free some space and repeat the call."
        )
    is_lost = connection.closed or error.sqlstate in _GOING_AWAY
    if isinstance(error, psycopg.OperationalError) and is_lost:
        return errors.OutcomeUnknown(reason(error))
    return error


def reason(error: BaseException) -> str:
    """Return why no connection could be had, in brackets; empty where nobody says."""
    # Only the first line: the rest of a server's message may quote values.
    first = str(error).strip().splitlines()[:1]
    return f"({first[0]})" if first else ""
