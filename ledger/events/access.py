"""Who has access."""

from uuid import UUID

from ledger.events.event import Event
from ledger.words import Instant, Line, Role, Scope, Text


class LedgerFounded(Event):
    """From here on this owner decides who has access; nobody who had it before keeps it."""

    owner_id: UUID


class MemberAdded(Event):
    """Somebody was let into the workspace."""

    member_id: UUID
    """The actor of everything they record."""
    role: Role
    name: Line
    """What they are called here."""
    invitation_id: UUID | None = None


class MemberRoleChanged(Event):
    """A member may do more, or less, than before."""

    member_id: UUID
    role: Role


class MemberRemoved(Event):
    """Somebody is no longer let into the workspace."""

    member_id: UUID
    reason: Text | None = None


class InvitationSent(Event):
    """Somebody was invited into the workspace."""

    role: Role
    name: Line
    """Whom the invitation is for, in the words of who sent it."""
    expires_at: Instant


class InvitationAccepted(Event):
    """An invitation was taken up: it opens no door a second time."""


class InvitationWithdrawn(Event):
    """An invitation no longer holds."""


class ApiKeyIssued(Event):
    """A program was given a key to the workspace."""

    label: Line
    """What the key is for."""
    scopes: tuple[Scope, ...]
    expires_at: Instant | None = None
    """Left out means until it is revoked."""


class ApiKeyRotated(Event):
    """A key was given a new secret; the old one holds a while longer."""

    old_until: Instant


class ApiKeyRevoked(Event):
    """A key no longer opens anything."""

    reason: Text | None = None


class WorkspaceRenamed(Event):
    """The workspace got another name."""

    name: Line


class DeletionScheduled(Event):
    """The workspace, and all that is in it, is to go for good at an instant."""

    at: Instant


class DeletionCancelled(Event):
    """The workspace stays."""


WHO_HAS_ACCESS = (
    LedgerFounded,
    MemberAdded,
    MemberRoleChanged,
    MemberRemoved,
    InvitationSent,
    InvitationAccepted,
    InvitationWithdrawn,
    ApiKeyIssued,
    ApiKeyRotated,
    ApiKeyRevoked,
)
"""Who is let in, and to do what."""
