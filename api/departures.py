"""Exports under way in this process: how far each is, for whoever takes it out."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Literal
from uuid import UUID

from ledger.ids import new_id
from ledger.words import ActorId, WorkspaceId

# Long enough to come back to the page and find that it is done.
_KEPT_FOR = timedelta(minutes=15)
_KEPT_MAX = 64
# A copy of a big ledger takes minutes: whoever is shut out meanwhile gets no more of it.
_LOOKS_AGAIN_SECONDS = 2.0


@dataclass(slots=True)
class Departure:
    """One export on its way out, or that left lately."""

    workspace: WorkspaceId
    member: ActorId
    form: str
    id: UUID = field(default_factory=new_id)
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    event_count: int = 0
    event_total: int | None = None
    """How many events it will hold; nothing where it is a copy of the views."""
    byte_count: int = 0
    state: Literal["writing", "written", "broken_off"] = "writing"

    def tell(self, event_count: int, event_total: int) -> None:
        """Take down how many events are written, and how many there are."""
        self.event_count, self.event_total = event_count, event_total

    def watched(
        self, pieces: Iterator[bytes], must_go_on: Callable[[], None]
    ) -> Iterator[bytes]:
        """Yield the pieces of the export, and take down how far it has come.

        `must_go_on` is asked every few seconds; what it raises breaks the export off.
        """
        looked_at = time.monotonic()
        try:
            for piece in pieces:
                if time.monotonic() - looked_at >= _LOOKS_AGAIN_SECONDS:
                    must_go_on()
                    looked_at = time.monotonic()
                self.byte_count += len(piece)
                yield piece
            self.state = "written"
        finally:
            if self.state == "writing":
                self.state = "broken_off"
            # Whoever hangs up closes what watches; the connection is held by what is watched.
            getattr(pieces, "close", _nothing)()


class Departures:
    """The registry of exports under way, and of those that ended lately."""

    def __init__(self) -> None:
        self._met: OrderedDict[UUID, Departure] = OrderedDict()
        self._lock = Lock()

    def begin(self, departure: Departure) -> Departure:
        """Take note of an export that begins; the oldest that ended makes room for it."""
        with self._lock:
            ended = [each for each in self._met.values() if each.state != "writing"]
            since = datetime.now(UTC) - _KEPT_FOR
            crowd = len(self._met) - _KEPT_MAX + 1
            for number, each in enumerate(ended):
                if number < crowd or each.began_at < since:
                    del self._met[each.id]
            self._met[departure.id] = departure
        return departure

    def of(self, workspace: WorkspaceId, member: ActorId) -> list[Departure]:
        """Return a member's exports of late, the newest first."""
        since = datetime.now(UTC) - _KEPT_FOR
        with self._lock:
            met = list(reversed(self._met.values()))
        return [
            each
            for each in met
            if (each.workspace, each.member) == (workspace, member)
            and (each.state == "writing" or each.began_at >= since)
        ]


def _nothing() -> None:
    """Close what needs no closing."""
