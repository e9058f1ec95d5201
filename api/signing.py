"""What a server does unasked: when it starts, every ten minutes, and when it stops.

It signs what was recorded, and removes the records of who looked whose time is over.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

from api.installation import Installation
from ledger import errors
from ledger.archive.log import head_of

_LOG = logging.getLogger("rapport")
# What is changed within this time of being recorded, no checkpoint tells of.
_EVERY_SECONDS = 600.0


@contextmanager
def signing(found: Installation, *, every: float = _EVERY_SECONDS) -> Generator[None]:
    """Keep signing for as long as the server serves, and once more at its end."""
    is_over = Event()
    # A daemon: where Ctrl-C comes while it starts, nobody tells it that it is over.
    thread = Thread(target=_sign_on, args=(found, is_over, every), name="signing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _sign_on(found: Installation, is_over: Event, every: float) -> None:
    _sign_all(found)
    while not is_over.wait(every):
        _sign_all(found)
    _sign_all(found)


def _sign_all(found: Installation) -> None:
    """Sign for every workspace that was opened here: in no other was anything recorded."""
    for each in (found, *found.opened.all()):
        _sign(each)


def _sign(found: Installation) -> None:
    """Sign the head if it moved; an empty ledger has nothing to sign."""
    if found.ledger.store.closed_because:
        return
    try:
        if head_of(found.database, found.workspace):
            found.proofs.latest()
    except (errors.LedgerError, OSError) as error:
        # It is tried again in ten minutes; until then there is one checkpoint less.
        _LOG.warning("no checkpoint was signed: %s", type(error).__name__)
