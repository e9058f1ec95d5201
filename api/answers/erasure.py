"""What is answered about erasure: counts and places, and nothing about the person."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer


class Erasure(Answer):
    """What became of somebody, or what would become of them."""

    candidate_id: UUID
    candidate_ids: tuple[UUID, ...]
    """Every id under which the person was known."""
    is_dry_run: bool
    event_count: int
    """How many events about the person lose what they said."""
    events_by_type: dict[str, int]
    emptied_elsewhere: tuple[int, ...]
    """Positions of events about others that named the person, and lose what they said."""
    restated_count: int
    """How many of those are put down anew, without the person."""
    mentions: tuple[int, ...]
    """Positions where others' texts name the person: look through them. At most 1,000."""
    mention_count: int
    suppressed_count: int
    """How many handles no import brings in again."""
    position: int | None
    erased_at: datetime | None
    is_repeat: bool
    """Whether it was done before; texts of others are not looked through again."""


class Suppression(Answer):
    """How many handles of people who were erased may not come in again."""

    handle_count: int
