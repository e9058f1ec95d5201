"""A server takes out what is over: sessions, links, questions and files left waiting.

And the workspaces whose owners let them go, once the time has passed in which that could be
taken back.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

import psycopg

from api import waiting
from api.attempts import Attempts
from api.installation import Installation
from api.workspaces import ids_of_all, remove_ended
from ledger import errors
from ledger.access import challenges, links, looks, sessions

_LOG = logging.getLogger("rapport")
# What is over opens nothing, swept or not: this only keeps the tables small.
_EVERY_SECONDS = 600.0


@contextmanager
def sweeping(
    found: Installation, attempts: Attempts, *, every: float = _EVERY_SECONDS
) -> Generator[None]:
    """Keep sweeping for as long as the server serves."""
    is_over = Event()
    thread = Thread(target=_sweep_on, args=(found, attempts, is_over, every), name="sweeping")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def sweep(found: Installation) -> int:
    """Take out what is over: sessions, links, questions, files, looks; return how many."""
    for workspace in remove_ended(found):
        _LOG.warning("workspace %s is gone for good, as was decided", workspace)
    count = waiting.sweep(found.settings.data)
    with found.database.connection() as connection:
        count += (
            sessions.sweep(connection) + links.sweep(connection) + challenges.sweep(connection)
        )
    for workspace in ids_of_all(found):
        with found.database.of(workspace).connection() as connection:
            count += looks.sweep(connection, workspace)
    return count


def _sweep_on(found: Installation, attempts: Attempts, is_over: Event, every: float) -> None:
    while not is_over.wait(every):
        attempts.sweep()
        try:
            sweep(found)
        except (errors.LedgerError, psycopg.Error) as error:
            # The next time takes out what this one left.
            _LOG.warning("nothing was swept: %s", type(error).__name__)
