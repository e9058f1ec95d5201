"""What is answered about engagements and timelines."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from api.answers import Answer
from ledger.events import EngagementRecorded


class Recorded(Answer):
    """Where an engagement stands in the ledger."""

    id: UUID
    candidate_id: UUID
    version: int
    position: int


class RecordedBefore(Answer):
    """Where an engagement stands that was told before.

    Of one that a colleague keeps to themselves, nothing but that.
    """

    id: UUID | None
    candidate_id: UUID
    version: int | None
    position: int | None


class Outcome(Answer):
    """What became of one line of a batch; a place is told of none that others keep private."""

    index: int
    status: Literal["recorded", "known", "refused"]
    id: UUID | None = None
    candidate_id: UUID | None = None
    version: int | None = None
    position: int | None = None
    problem: dict[str, Any] | None = None


class Batch(Answer):
    """What became of a batch, line by line."""

    recorded: int
    known: int
    refused: int
    items: list[Outcome]


class Edit(Answer):
    """One change to an engagement: when, by whom, and what it said."""

    position: int
    version: int
    event_type: str
    recorded_at: datetime
    actor_id: UUID
    changes: dict[str, Any]
    occurred_at: datetime | None
    reason: str | None


class Engagement(EngagementRecorded):
    """An engagement as it reads now; one taken back is shown as it last read."""

    model_config = ConfigDict(extra="ignore")
    id: UUID
    candidate_id: UUID
    state: Literal["recorded", "retracted", "import_reverted"]
    version: int
    position: int
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID
    import_id: UUID | None
    edits: list[Edit]


class Line(Answer):
    """One thing that happened; `payload` has the fields of its event."""

    id: UUID
    event_type: str
    position: int
    version: int
    candidate_id: UUID | None
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID
    import_id: UUID | None
    edit_count: int
    payload: dict[str, Any]


class Week(Answer):
    """The engagements of one kind and direction in the week that begins on a Monday (UTC)."""

    week_on: date
    kind: str
    direction: str | None
    engagement_count: int


class Weeks(Answer):
    """How much happened, week by week, oldest first."""

    items: list[Week]
