"""Recruiter and candidate talk."""

from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_core import to_json

from ledger.events.event import Event
from ledger.words import (
    Attachment,
    CallOutcome,
    Direction,
    Instant,
    Kind,
    Line,
    Participant,
    PlainJson,
    Text,
    Visibility,
)


class EngagementRecorded(Event):
    """The recruiter and the candidate interacted, in one of the ways people do."""

    kind: Kind
    direction: Direction | None = None
    channel: Line | None = None
    subject: Line | None = None
    body: Text | None = None
    participants: tuple[Participant, ...] | None = None
    outcome: CallOutcome | None = None
    duration_minutes: int | None = Field(default=None, ge=0, le=100_000)
    visibility: Visibility | None = None
    """Left out means everybody in the workspace."""
    attachments: tuple[Attachment, ...] | None = None
    conversation_id: Line | None = None
    """Shared by all engagements of one conversation, whoever's timeline they stand on."""
    source: Line | None = None
    external_id: Line | None = None
    """The source's own name for it."""
    is_cancelled: bool | None = None
    """Left out means it took place, or will."""


class EngagementCorrected(Event):
    """What was recorded about an engagement was put right; what is named here replaces it."""

    changes: dict[Line, PlainJson]
    occurred_at: Instant | None = None
    """When it really happened, if that was wrong."""
    restates: int | None = Field(default=None, ge=1, lt=2**53)
    """Position of what was told of this engagement and had to name somebody who was erased:
    the changes are all of it, without that person, and count in its place."""

    @field_validator("changes")
    @classmethod
    def _are_of_an_engagement(cls, changes: dict[str, Any]) -> dict[str, Any]:
        if "kind" in changes and changes["kind"] is None:
            raise ValueError("what kind it is cannot be cleared")
        # Whatever an engagement is, any field of it may be replaced by itself.
        told = {name: value for name, value in changes.items() if value is not None}
        try:
            EngagementRecorded.model_validate_json(
                to_json({"kind": "other"} | told), strict=True
            )
        except ValidationError as error:
            # What was told is nobody's to read in the refusal.
            problem = error.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            raise ValueError(f"{where}: {problem['msg']}") from None
        return changes


class EngagementRetracted(Event):
    """An engagement was taken back: it did not happen, or not with this candidate."""

    reason: Text | None = None


class AttachmentNoted(Event):
    """A file about the candidate was noted: a résumé, a cover letter, a certificate."""

    attachment: Attachment
