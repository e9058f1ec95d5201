"""Changing who has access, for HTTP and the command line: event and secret together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.installation import Installation
from ledger import errors
from ledger.access import keys, links
from ledger.commands import Command
from ledger.commands.api_keys import IssueApiKey, RevokeApiKey, RotateApiKey
from ledger.commands.members import (
    AddMember,
    ChangeRole,
    Invite,
    RemoveMember,
    WithdrawInvitation,
)
from ledger.entries import Recorded
from ledger.words import ActorId, Role, Scope
from projections.members import home


@dataclass(frozen=True, slots=True)
class AccessChanges:
    """Changes who has access to one workspace, in somebody's name."""

    installation: Installation
    by: ActorId
    request_id: UUID | None = None
    """Of the call that asks, where it carries a key: then it is recorded once."""
    is_repeat: bool = False

    def issue_key(
        self, label: str, scopes: frozenset[Scope], expires_at: datetime | None
    ) -> tuple[UUID, str]:
        """Issue a key; return its id and, this once, the key itself."""
        self._must_be_new()
        command = IssueApiKey(label=label, scopes=scopes, expires_at=expires_at)
        self._record(command)
        # If we die before this line, there is a key that opens nothing.
        with self.installation.database.connection() as connection:
            pepper = self.installation.settings.pepper
            shown = keys.make(connection, pepper, self.installation.workspace, command.key_id)
        return command.key_id, shown

    def rotate_key(self, key_id: UUID, overlap: timedelta) -> tuple[str, datetime]:
        """Give a key another secret; return the key, and until when the old secret opens."""
        self._must_be_new()
        command = RotateApiKey(key_id=key_id, overlap=overlap)
        (recorded,) = self._record(command)
        old_until = recorded.recorded_at + overlap
        with self.installation.database.connection() as connection:
            shown = keys.rotate(
                connection,
                self.installation.settings.pepper,
                self.installation.workspace,
                key_id,
                old_until=old_until,
            )
        return shown, old_until

    def revoke_key(self, key_id: UUID, reason: str | None = None) -> None:
        """Let a key open nothing any more."""
        self._record(RevokeApiKey(key_id=key_id, reason=reason))
        # The event alone shuts the door; the secret goes because nobody needs it.
        with self.installation.database.connection() as connection:
            keys.revoke(connection, key_id)

    def invite(self, name: str, role: Role, expires_at: datetime) -> tuple[UUID, str]:
        """Invite somebody; return the invitation's id and what its link ends with."""
        self._must_be_new()
        command = Invite(role=role, name=name, expires_at=expires_at)
        self._record(command)
        with self.installation.database.connection() as connection:
            token = links.to_join(
                connection,
                self.installation.settings.pepper,
                self.installation.workspace,
                command.invitation_id,
                expires_at,
            )
        return command.invitation_id, token

    def withdraw(self, invitation_id: UUID) -> None:
        """Let an invitation hold no more."""
        self._record(WithdrawInvitation(invitation_id=invitation_id))

    def add(
        self, member_id: UUID, role: Role, name: str, invitation_id: UUID | None = None
    ) -> None:
        """Let somebody in."""
        command = AddMember(
            member_id=member_id,
            founder=self.installation.owner,
            access_after=self.access_after(),
            role=role,
            name=name,
            invitation_id=invitation_id,
        )
        self._record(command)

    def change_role(self, member_id: UUID, role: Role) -> None:
        """Let a member do more, or less."""
        command = ChangeRole(
            member_id=member_id,
            founder=self.installation.owner,
            access_after=self.access_after(),
            role=role,
        )
        self._record(command)

    def remove(self, member_id: UUID, reason: str | None = None) -> None:
        """Let somebody in no longer."""
        command = RemoveMember(
            member_id=member_id,
            founder=self.installation.owner,
            access_after=self.access_after(),
            reason=reason,
        )
        self._record(command)

    def access_after(self) -> int:
        """Return after which position it was decided in this home of the ledger."""
        with self.installation.database.connection() as connection:
            return home(connection, self.installation.workspace).access_after

    def _record(self, command: Command) -> list[Recorded]:
        ledger = self.installation.ledger
        return ledger.record(command, by=self.by, request_id=self.request_id)

    def _must_be_new(self) -> None:
        """Refuse a repeat of what showed a secret: it is kept nowhere to be shown again."""
        if self.is_repeat:
            raise errors.NotAllowedNow(
                "This call was answered before, and its secret was shown then, once: ask anew"
                " with another Idempotency-Key."
            )
