"""What may be asked about engagements."""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from api.asked.values import When, shown
from ledger.events import EngagementRecorded
from ledger.words import (
    Attachment,
    CallOutcome,
    Direction,
    Handle,
    Kind,
    Line,
    Participant,
    Profile,
    Several,
    Text,
    Value,
    Visibility,
)

_OF_EVENT = set(EngagementRecorded.model_fields)


class NewEngagement(EngagementRecorded):
    """One interaction with a candidate, named by `candidate_id` or by a handle."""

    model_config = shown(
        {
            "handle": {"type": "email", "value": "ada@example.com"},
            "create": True,
            "kind": "call",
            "direction": "outbound",
            "subject": "Platform role",
            "body": "Would start in March.",
            "occurred_at": "2026-06-01T09:00:00Z",
            "source": "dialler",
            "external_id": "call-4711",
        }
    )
    candidate_id: UUID | None = None
    handle: Handle | None = None
    create: bool = False
    """Whether to add a candidate where nobody holds the handle."""
    profile: Profile | None = None
    """What is known of a candidate added here."""
    occurred_at: When | None = None
    """When it happened; left out means now."""

    @model_validator(mode="after")
    def _names_one_candidate(self) -> Self:
        if (self.candidate_id is None) == (self.handle is None):
            raise ValueError("names nobody, or twice: give either candidate_id or handle")
        if not self.create and self.profile is not None:
            raise ValueError(
                "has a profile that nothing is done with: say create, or leave it out"
            )
        if self.create and self.handle is None:
            raise ValueError("adds a candidate only by a handle: give one, or leave out create")
        if self.external_id is not None and self.source is None:
            raise ValueError("has an external_id without saying whose: give the source as well")
        return self

    def engagement(self) -> EngagementRecorded:
        """Return the event that is to be recorded: the fields that say something."""
        fields = self.__dict__.items()
        told = {
            name: value for name, value in fields if name in _OF_EVENT and value is not None
        }
        return EngagementRecorded.model_validate(told)


class EngagementChanges(Value):
    """What is to be put right about an engagement: null clears, what is left out stays."""

    model_config = shown({"kind": "meeting", "duration_minutes": 45})
    kind: Kind = Kind.OTHER
    direction: Direction | None = None
    channel: Line | None = None
    subject: Line | None = None
    body: Text | None = None
    participants: Several[Participant] | None = None
    outcome: CallOutcome | None = None
    duration_minutes: int | None = Field(default=None, ge=0, le=100_000)
    visibility: Visibility | None = None
    attachments: Several[Attachment] | None = None
    conversation_id: Line | None = None
    is_cancelled: bool | None = None
    occurred_at: When | None = None
