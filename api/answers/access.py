"""What is answered about who has access."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.answers import Answer
from ledger.words import Role, Scope


class Member(Answer):
    """Somebody who is let into the workspace."""

    id: UUID
    name: str | None
    email: str | None
    """Where they sign in on this installation."""
    role: Role
    since: datetime
    is_disabled: bool


class Invitation(Answer):
    """An invitation, and what became of it."""

    id: UUID
    name: str
    role: Role
    state: Literal["open", "accepted", "withdrawn", "expired"]
    sent_by: UUID
    sent_at: datetime
    expires_at: datetime


class InvitationSent(Answer):
    """An invitation with its link, which is shown this once."""

    id: UUID
    link: str
    expires_at: datetime


class ApiKey(Answer):
    """A key, without its secret."""

    id: UUID
    label: str
    scopes: list[Scope]
    issued_by: UUID
    issued_at: datetime
    expires_at: datetime | None
    rotated_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    is_revoked: bool


class ApiKeyIssued(Answer):
    """A key with its secret, which is shown this once."""

    id: UUID
    key: str
    expires_at: datetime | None


class ApiKeyRotated(Answer):
    """A key with its new secret, which is shown this once."""

    id: UUID
    key: str
    old_until: datetime = Field(description="The secret it had opens until then.")


class Workspace(Answer):
    """A workspace, and as what whoever asks is let in."""

    id: UUID
    name: str
    role: Role
    ends_at: datetime | None = Field(description="When it goes for good, if that was decided.")
