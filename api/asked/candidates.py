"""What may be asked about candidates."""

from typing import Self

from pydantic import Field, model_validator

from api.asked.values import shown
from ledger.commands.handles import GivenHandle
from ledger.words import (
    Attachment,
    Handle,
    HandleStatus,
    HandleType,
    Line,
    Origin,
    Profile,
    Tag,
    Value,
)


class _Facts(Profile):
    """Facts about a candidate, as an answer names them."""

    def profile(self) -> Profile:
        """Return the facts told here, and only those."""
        told = self.model_fields_set & set(Profile.model_fields)
        return Profile.model_construct(told, **{field: getattr(self, field) for field in told})


class NewHandle(Value):
    """A way to reach or recognise a candidate; `label` says which: work, home …"""

    model_config = shown(
        {"type": "email", "value": "ada@example.com", "label": "work", "is_primary": True}
    )
    type: HandleType
    value: Line
    label: Line | None = None
    is_primary: bool = False
    is_shared: bool = False
    """Whether several people have it, so that it recognises nobody: a switchboard."""

    def given(self) -> GivenHandle:
        """Return the handle as a command takes it."""
        handle = Handle(type=self.type, value=self.value)
        return GivenHandle(
            handle=handle,
            label=self.label,
            is_primary=self.is_primary,
            is_shared=self.is_shared,
        )


class NewCandidateHandle(NewHandle):
    """A handle of a candidate who is already known."""

    source: Line | None = None


class HandleChanges(Value):
    """What is to change about a handle; what is left out stays."""

    model_config = shown({"status": "outdated"})
    status: HandleStatus | None = None
    label: Line | None = None
    is_primary: bool | None = None
    is_shared: bool | None = None


class NewCandidate(_Facts):
    """Somebody to enter in the ledger: at least one fact or one handle."""

    model_config = shown(
        {
            "first_name": "Ada",
            "last_name": "Lovelace",
            "title": "Analyst",
            "company": "Analytical Engines",
            "handles": [{"type": "email", "value": "ada@example.com"}],
            "tags": ["mathematics"],
            "source": "conference",
            "origin": "sourced",
        }
    )
    handles: tuple[NewHandle, ...] = Field(default=(), max_length=100)
    tags: tuple[Tag, ...] = Field(default=(), max_length=100)
    source: Line | None = None
    origin: Origin | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if not self.handles and all(
            getattr(self, each) is None for each in Profile.model_fields
        ):
            raise ValueError("says nothing about anybody: give a name or a handle")
        return self


class CandidateChanges(_Facts):
    """Facts that changed: null clears one, what is left out stays."""

    model_config = shown({"title": "Lead Analyst", "location": None})
    source: Line | None = None


class NewAttachment(Attachment):
    """A file about a candidate, noted and not kept."""

    model_config = shown(
        {"filename": "cv.pdf", "type": "resume", "media_type": "application/pdf"}
    )
