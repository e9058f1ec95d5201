"""What is answered about candidates who look alike."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer


class LookAlike(Answer):
    """A candidate as two who look alike are set side by side."""

    id: UUID
    name: str
    headline: str | None
    company: str | None
    title: str | None
    location: str | None
    email_addresses: list[str]
    phone_numbers: list[str]
    profile_links: list[str]
    source: str | None
    added_at: datetime


class Evidence(Answer):
    """One thing that speaks for two candidates being one person or, below zero, against it."""

    points: int
    words: str


class Duplicate(Answer):
    """A candidate who looks like the one asked about."""

    candidate: LookAlike
    score: int
    """From 0 to 100: the sum of the points, kept within."""
    evidence: list[Evidence]
    """What weighs most first."""
    state: Literal["open", "later", "apart"]


class DuplicatePair(Answer):
    """Two candidates who look like one person."""

    candidates: tuple[LookAlike, LookAlike]
    score: int
    """From 0 to 100: the sum of the points, kept within."""
    evidence: list[Evidence]
    """What weighs most first."""
    state: Literal["open", "later", "apart"]


class Decision(Answer):
    """What was decided about two candidates who look alike."""

    id: UUID
    primary_candidate_id: UUID
    other_candidate_id: UUID
    decision: Literal["apart", "later"]
    reason: str | None
    decided_at: datetime
