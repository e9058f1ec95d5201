"""What is answered about candidates."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from api.answers import Answer
from api.answers.promises import Application, FollowUp
from ledger.words import Profile
from projections.stages import Stage


class Fact(Answer):
    """A fact that holds: who told it and where in the ledger."""

    value: Any
    position: int
    by_hand: bool
    """Whether a person typed it, rather than an import."""
    told_at: datetime
    """When it was told: of an import, the date of its file."""
    source: str | None
    import_id: UUID | None


class ToldFact(Fact):
    """A value that somebody told of a field; of all of them the first one holds."""

    holds: bool
    """A value that holds and is null says that the field was cleared."""
    candidate_id: UUID
    """The id it was told of, which may have been merged since."""
    recorded_at: datetime


class FactHistory(Answer):
    """Every value of one field that still counts: the one that holds, then what it outranks."""

    field: str
    told_count: int
    """How many values were told, of which the first ones are shown."""
    told: list[ToldFact]


class FactHistories(Answer):
    """What was ever told of a candidate, field by field."""

    items: list[FactHistory]


class Reach(Answer):
    """A handle of the candidate."""

    id: UUID
    type: str
    value: str
    label: str | None
    is_primary: bool
    is_shared: bool
    """Whether several people have it, so that it recognises nobody."""
    status: str
    source: str | None


class PoolOf(Answer):
    """A pool that the candidate is in."""

    id: UUID
    name: str | None
    joined_at: datetime


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
    """How recruiter and candidate stand; what was cancelled counts for nothing.

    What is yet to come is in `next_engagement_at` and `next_meeting_at` alone.
    """

    engagement_count: int
    counts: list[EngagementCount]
    first_engaged_at: datetime | None
    last_engaged_at: datetime | None
    last_contacted_at: datetime | None
    last_replied_at: datetime | None
    next_engagement_at: datetime | None
    next_meeting_at: datetime | None
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
    do_not_contact: bool
    """Whether they asked not to be contacted, and that still holds."""
    legal_hold: bool
    """Whether their data must be kept for now."""
    tags: list[str]
    pools: list[PoolOf]
    follow_ups: list[FollowUp]
    applications: list[Application]
    relationship: Relationship
    stage: Stage
    """Placed, active (considered for something), warm (engaged with within ninety days), cold,
    or new (nobody ever engaged with them)."""
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
    stage: Stage
    last_engaged_at: datetime | None
    last_contacted_at: datetime | None
    last_replied_at: datetime | None
    added_at: datetime
    version: int


class KnownThrough(Answer):
    """Somebody who takes part in the same conversations as the candidate."""

    id: UUID
    name: str
    conversation_count: int
    last_at: datetime
    """When the candidate last took part in one of them."""
    evidence: str
    """What the two share, in words: `an email thread and 3 meetings`."""


class Noted(Answer):
    """Where a noted attachment stands in the ledger."""

    id: UUID
    candidate_id: UUID
    position: int
