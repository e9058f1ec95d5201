"""What is answered over HTTP: frozen models, in the words of FIELD and DESIGN."""

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ledger.events import EngagementRecorded
from ledger.words import Profile

Item = TypeVar("Item")


class Answer(BaseModel):
    """Something answered."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Page(Answer, Generic[Item]):
    """A page of a list; without `next_cursor` it is the last one."""

    items: list[Item]
    next_cursor: str | None


class Fact(Answer):
    """A fact that holds: who told it and where in the ledger."""

    value: Any
    position: int
    by_hand: bool
    """Whether a person typed it, rather than an import."""


class Reach(Answer):
    """A handle of the candidate."""

    id: UUID
    type: str
    value: str
    label: str | None
    is_primary: bool
    status: str
    source: str | None


class PoolOf(Answer):
    """A pool that the candidate is in."""

    id: UUID
    name: str | None
    joined_at: datetime


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


class EngagementCount(Answer):
    """How many engagements of one kind and direction there were."""

    kind: str
    direction: str | None
    engagement_count: int


class Warmth(Answer):
    """How warm the relationship is, from 0 to 100, and how that is worked out."""

    score: int
    explained: str


class Relationship(Answer):
    """How recruiter and candidate stand."""

    engagement_count: int
    counts: list[EngagementCount]
    first_engaged_at: datetime | None
    last_engaged_at: datetime | None
    last_contacted_at: datetime | None
    last_replied_at: datetime | None
    reply_owed_by: Literal["recruiter", "candidate"] | None
    warmth: Warmth


class Candidate(Profile):
    """A candidate: facts, handles, and how the relationship stands."""

    model_config = ConfigDict(extra="ignore")
    id: UUID
    name: str  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]
    """The name as shown; empty where nobody told it."""
    facts: dict[str, Fact]
    email_addresses: list[Reach]
    phone_numbers: list[Reach]
    website_addresses: list[Reach]
    social_media_addresses: list[Reach]
    tags: list[str]
    pools: list[PoolOf]
    follow_ups: list[FollowUp]
    applications: list[Application]
    relationship: Relationship
    merged_ids: list[UUID]
    version: int
    source: str | None
    origin: str | None
    added_at: datetime


class CandidateListed(Answer):
    """A candidate as a list shows them."""

    id: UUID
    name: str
    headline: str | None
    company: str | None
    title: str | None
    location: str | None
    last_engaged_at: datetime | None
    last_contacted_at: datetime | None
    last_replied_at: datetime | None
    added_at: datetime
    version: int


class Recorded(Answer):
    """Where an engagement stands in the ledger."""

    id: UUID
    candidate_id: UUID
    version: int
    position: int


class Outcome(Answer):
    """What became of one line of a batch."""

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


class Noted(Answer):
    """Where a noted attachment stands in the ledger."""

    id: UUID
    candidate_id: UUID
    position: int
