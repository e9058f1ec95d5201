"""A row of the ledger as it stands there, and as exports carry it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

ERASED = b""
"""What stands in a row for a payload, or a salt, that an erasure took."""


class Row(NamedTuple):
    """A row of `ledger.events`, its payload as canonical JSON."""

    workspace_id: UUID
    position: int
    stream_id: UUID
    version: int
    event_type: str
    schema_version: int
    candidate_id: UUID | None
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID
    import_id: UUID | None
    request_id: UUID | None
    payload: bytes
    salt: bytes
    digest: bytes

    @property
    def is_erased(self) -> bool:
        """Whether an erasure took the payload; its digest stays."""
        return self.payload == ERASED
