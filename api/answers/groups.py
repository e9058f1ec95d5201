"""What is answered about pools and tags."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer


class Pool(Answer):
    """A named group of candidates."""

    id: UUID
    name: str
    description: str | None
    is_archived: bool
    created_at: datetime
    member_count: int | None
    version: int


class Member(Answer):
    """A candidate's place in a pool."""

    candidate_id: UUID
    name: str
    joined_at: datetime


class TagCount(Answer):
    """A tag in use, and how many candidates carry it."""

    tag: str
    candidate_count: int
