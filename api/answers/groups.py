"""What is answered about pools, tags and merges."""

from datetime import datetime
from typing import Literal
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


class Merge(Answer):
    """Two candidates who are read as one, or were."""

    id: UUID
    primary_candidate_id: UUID
    duplicate_candidate_id: UUID
    merged_at: datetime
    state: Literal["merged", "unmerged"]
    version: int
