"""What of another ledger's history may whoever brings it in not say here?

What only an administrator says by hand, and what is a colleague's: an engagement that they keep
to themselves, and who may read one that is theirs.
"""

from collections.abc import Collection
from uuid import UUID

from ledger.events import EngagementCorrected
from ledger.imports.bringer import Bringer
from ledger.imports.colleagues import Colleagues
from ledger.imports.rapport.arriving import New
from ledger.imports.rapport.belonging import NOT_THEIRS, WHO_READS, beyond
from ledger.imports.rapport.streams import AMENDING
from ledger.recording import Ledger


class Permitted:
    """Answers for the events of one batch at a time."""

    def __init__(self, ledger: Ledger, by: Bringer) -> None:
        self._ledger = ledger
        self._by = by
        self._beyond = beyond(by.scopes)
        self._colleagues = Colleagues(ledger.database, ledger.workspace, by)

    def look_up(self, standing: Collection[UUID]) -> None:
        """Find out whose the streams are that stand here and hear more of a batch."""
        ledger = self._ledger
        self._colleagues = Colleagues(ledger.database, ledger.workspace, self._by, standing)

    def why_not(self, one: New, before: int) -> str:
        """Return why an event after so many is not for the bringer to say, or nothing."""
        stream_id, event = one.stream_ids[0], one.event
        kind = one.told.event_type
        if kind in self._beyond:
            return self._beyond[kind]
        if self._colleagues.keep(stream_id) or (kind in AMENDING and not before):
            return NOT_THEIRS
        decides = isinstance(event, EngagementCorrected) and "visibility" in event.changes
        return WHO_READS if decides and self._colleagues.have(stream_id) else ""
