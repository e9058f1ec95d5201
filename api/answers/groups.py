"""What is answered about pools and tags."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer


class Pool(Answer):
    """A named group of candidates."""

    id: UUID
    name: str
    description: str | None
    stages: list[str]
    """The stages that its members pass through, in their order."""
    is_archived: bool
    created_at: datetime
    member_count: int | None
    version: int


class Member(Answer):
    """A candidate's place in a pool."""

    candidate_id: UUID
    name: str
    joined_at: datetime
    stage: str
    """One of the pool's stages; the word it had then, where the pool has others since."""
    moved_at: datetime | None


class BoardColumn(Answer):
    """A stage of a pool, with those who reached it last."""

    stage: str
    member_count: int
    members: list[Member]


class SavedSearch(Answer):
    """What the list of people is asked for again and again, by a name."""

    id: UUID
    name: str
    query: str
    version: int


class TagCount(Answer):
    """A tag in use, and how many candidates carry it."""

    tag: str
    candidate_count: int
