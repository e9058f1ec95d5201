"""An event on its way into the ledger, and as it stands there."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ledger.events import Event
from ledger.words import CandidateId, Position, StreamId, Version


class Entry(NamedTuple):
    """An event with what its envelope says before it has a place.

    `version` is the place in its stream that the decision found free; when somebody else takes
    it first, the command is decided again.
    """

    event: Event
    stream_id: StreamId
    version: int
    candidate_id: CandidateId | None = None
    occurred_at: datetime | None = None
    """When it happened, as told; left out means when it is recorded."""
    import_id: UUID | None = None
    request_id: UUID | None = None
    """Where it is known by one of its own: an event of another ledger. Otherwise the call's."""


class Recorded(NamedTuple):
    """Where an event stands in the ledger."""

    position: Position
    stream_id: StreamId
    version: Version
    event_type: str
    candidate_id: CandidateId | None
    recorded_at: datetime
