"""What is answered about follow-ups and applications."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer


class FollowUp(Answer):
    """A promise to come back to a candidate."""

    id: UUID
    candidate_id: UUID
    due_on: date
    about: str
    state: Literal["open", "done", "cancelled"]
    done_at: datetime | None
    version: int


class Application(Answer):
    """A candidate considered for an opportunity."""

    id: UUID
    candidate_id: UUID
    opportunity: str
    applied_at: datetime
    stage: str
    status: Literal["active", "hired", "rejected", "withdrawn"]
    rejection_reason: str | None
    closed_at: datetime | None
    version: int
