"""An event on its way into the ledger, and as it stands there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from ledger.events import Event
from ledger.words import ActorId, CandidateId, Position, StreamId, Version, WorkspaceId


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


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an event stands in the ledger."""

    position: Position
    stream_id: StreamId
    version: Version
    event_type: str
    candidate_id: CandidateId | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A row of the ledger, its payload in today's schema."""

    workspace_id: WorkspaceId
    position: Position
    stream_id: StreamId
    version: Version
    event_type: str
    schema_version: int
    candidate_id: CandidateId | None
    occurred_at: datetime
    recorded_at: datetime
    actor_id: ActorId
    import_id: UUID | None
    request_id: UUID | None
    payload: dict[str, Any] | None
