"""Comparing people before anybody asks who looks alike: a server does it while nobody writes.

Whoever opens the list then finds it up to date. A ledger that does not rest, as during a long
import, is left alone: comparing meanwhile would be slower and out of date at once.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

import psycopg

from api.installation import Installation
from ledger import errors
from ledger.archive.log import head_of
from ledger.words import Position, WorkspaceId
from projections import look_alikes, look_alikes_apart

_LOG = logging.getLogger("rapport")
# Soon enough for whoever adds somebody and goes to look; asking costs a millisecond.
_EVERY_SECONDS = 2.0
# What is under way when the server stops wrote nothing, and is not waited for.
_FAREWELL_SECONDS = 1.0


@contextmanager
def comparing_ahead(found: Installation, *, every: float = _EVERY_SECONDS) -> Generator[None]:
    """Keep look-alikes up to date for as long as the server serves."""
    is_over = Event()
    thread = Thread(
        target=_compare_on, args=(found, is_over, every), name="comparing", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join(_FAREWELL_SECONDS)


def _compare_on(found: Installation, is_over: Event, every: float) -> None:
    heads: dict[WorkspaceId, Position] = {}
    while not is_over.wait(every):
        for each in (found, *found.opened.all()):
            try:
                compare_rested(each, heads)
            except (errors.LedgerError, psycopg.Error) as error:
                # It is tried again in a moment; until then the list is as it was.
                _LOG.warning("nobody was compared ahead: %s", type(error).__name__)


def compare_rested(found: Installation, heads: dict[WorkspaceId, Position]) -> None:
    """Compare where something was recorded since, but nothing since the last look."""
    database, workspace = found.database, found.workspace
    head = head_of(database, workspace)
    is_rested = heads.get(workspace) == head
    heads[workspace] = head
    if is_rested and look_alikes.freshness(database, workspace) != "fresh":
        look_alikes_apart.renew(database, workspace)
