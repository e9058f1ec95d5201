"""Comparing everybody with everybody: in a thread of its own, for those who wait for the list.

The first time takes a minute for a hundred thousand people; after that only those are compared
about whom something new was said.
"""

import logging
from threading import Lock, Thread

import psycopg

from api.installation import Installation
from ledger import errors
from ledger.words import WorkspaceId
from projections import look_alikes, look_alikes_apart

_LOG = logging.getLogger("rapport")
# Where there are pairs, a page shows those rather than wait for the newest.
_SECONDS = 0.03
_FIRST_SECONDS = 1.0


class Comparing:
    """The comparisons under way in this process, at most one a workspace."""

    def __init__(self) -> None:
        self._under_way: dict[WorkspaceId, Thread] = {}
        self._lock = Lock()

    def see_to(self, installation: Installation) -> look_alikes.Freshness:
        """Say how new the pairs are; where something happened since, begin to compare.

        A few people are compared in a moment, which is waited for.
        """
        found = look_alikes.freshness(installation.database, installation.workspace)
        if found == "fresh":
            return found
        under_way = self._begun(installation)
        under_way.join(_FIRST_SECONDS if found == "never" else _SECONDS)
        return look_alikes.freshness(installation.database, installation.workspace)

    def _begun(self, installation: Installation) -> Thread:
        workspace = installation.workspace
        with self._lock:
            if workspace not in self._under_way:
                # A daemon: what is cut off by our end wrote nothing, and is begun anew.
                thread = Thread(target=self._compare, args=(installation,), daemon=True)
                self._under_way[workspace] = thread
                thread.start()
            return self._under_way[workspace]

    def _compare(self, installation: Installation) -> None:
        try:
            look_alikes_apart.renew(installation.database, installation.workspace)
        except (errors.LedgerError, psycopg.Error) as error:
            # Whoever asks next begins anew.
            _LOG.warning("nobody was compared: %s", type(error).__name__)
        finally:
            with self._lock:
                del self._under_way[installation.workspace]
