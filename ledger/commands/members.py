"""Deciding who is let into the workspace, and as what.

All that says who the members are stands on one stream, so that of two owners who remove each
other at once only one is heard.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.access.roles import stands_behind
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import (
    Event,
    InvitationAccepted,
    InvitationSent,
    InvitationWithdrawn,
    LedgerFounded,
    MemberAdded,
    MemberRemoved,
    MemberRoleChanged,
)
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import Instant, Line, Role, StreamId, Text


class _Standing(NamedTuple):
    """What is known of a member, and where the next word on members stands."""

    role: Role | None
    owners: frozenset[UUID]
    stream_id: StreamId
    version: int
    founding: tuple[Event, ...]
    """What must be said first, where nothing was said of members in this home."""

    def entries(self, *events: Event) -> list[Entry]:
        told = (*self.founding, *events)
        places = range(self.version + 1, self.version + 1 + len(told))
        return [
            Entry(event, self.stream_id, place)
            for event, place in zip(told, places, strict=True)
        ]


class _OfMember(Command):
    """What is decided about one member, on the one stream that tells of all."""

    member_id: UUID
    founder: UUID
    """Who is owner here as long as nobody was ever let in."""
    access_after: int = 0
    """The position from which on the stream's word counts in this home of the ledger."""

    def _standing(self, known: Known) -> _Standing:
        stream_id = known.id_of("members")
        version = known.version(stream_id)

        def found(**key: object) -> dict[UUID, Role]:
            rows = known.rows("members", stream_id=stream_id, **key)
            return {
                row["member_id"]: Role(row["role"])
                for row in rows
                if row["position"] > self.access_after
            }

        owners = found(role=Role.OWNER.value)
        if not owners:
            # A ledger that has members has an owner among them.
            owners = {self.founder: Role.OWNER}
            founding = (LedgerFounded(owner_id=self.founder),)
            role = owners.get(self.member_id)
            return _Standing(role, frozenset(owners), stream_id, version, founding)
        role = found(member_id=self.member_id).get(self.member_id)
        return _Standing(role, frozenset(owners), stream_id, version, ())

    def _member(self, known: Known) -> _Standing:
        standing = self._standing(known)
        if standing.role is None:
            raise errors.Unknown(f"No member has the id {self.member_id}.")
        return standing

    def _must_leave_an_owner(self, standing: _Standing) -> None:
        if standing.owners == frozenset({self.member_id}):
            raise errors.NotAllowedNow(
                "A workspace keeps an owner: make somebody else one first."
            )


class AddMember(_OfMember):
    """Let somebody in, by an invitation or because an owner says so."""

    role: Role
    name: Line
    invitation_id: UUID | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        standing = self._standing(known)
        if standing.role is not None:
            raise errors.NotAllowedNow(f"{self.member_id} is a member already.")
        added = MemberAdded(
            member_id=self.member_id,
            role=self.role,
            name=self.name,
            invitation_id=self.invitation_id,
        )
        if self.invitation_id is None:
            return standing.entries(added)
        self._must_be_stood_behind(known, standing, self.invitation_id)
        return [*standing.entries(added), _accepted(known, at, self.invitation_id)]

    def _must_be_stood_behind(
        self, known: Known, standing: _Standing, invitation_id: UUID
    ) -> None:
        """Refuse an invitation of somebody who could not send it any more."""
        for sent in known.rows("invitations", stream_id=invitation_id):
            sender = sent["sent_by"]
            for key in known.rows("api_keys", stream_id=sender):
                sender = None if key["is_revoked"] else key["issued_by"]
            role, since = self._let_in(known, standing, sender)
            given = Role(sent["role"])
            if not stands_behind(role, since, given=given, sent_at=sent["sent_at"]):
                raise errors.NotAllowedNow(
                    "Whoever sent the invitation could not send it now: ask for another."
                )

    def _let_in(
        self, known: Known, standing: _Standing, who: UUID | None
    ) -> tuple[Role | None, datetime | None]:
        """Return as what somebody is let in, and since when."""
        if who is None:
            return None, None
        if standing.founding:
            return (Role.OWNER if who in standing.owners else None), None
        rows = known.rows("members", stream_id=standing.stream_id, member_id=who)
        for row in rows:
            if row["position"] > self.access_after:
                return Role(row["role"]), row["since"]
        return None, None


class ChangeRole(_OfMember):
    """Let a member do more, or less."""

    role: Role

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        standing = self._member(known)
        if standing.role is self.role:
            return []
        if standing.role is Role.OWNER:
            self._must_leave_an_owner(standing)
        return standing.entries(MemberRoleChanged(member_id=self.member_id, role=self.role))


class RemoveMember(_OfMember):
    """Let somebody in no longer; what they recorded stays."""

    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        standing = self._member(known)
        if standing.role is Role.OWNER:
            self._must_leave_an_owner(standing)
        return standing.entries(MemberRemoved(member_id=self.member_id, reason=self.reason))


class Invite(Command):
    """Invite somebody; whoever has the link may come in with this role until a day."""

    role: Role
    name: Line
    expires_at: Instant
    invitation_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        if self.expires_at <= at:
            raise errors.Invalid("An invitation ends after it was sent.")
        sent = InvitationSent(role=self.role, name=self.name, expires_at=self.expires_at)
        return [Entry(sent, StreamId(self.invitation_id), 1)]


class WithdrawInvitation(Command):
    """Let an invitation hold no more."""

    invitation_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        stream_id, version, _ = _open_invitation(known, self.invitation_id)
        return [Entry(InvitationWithdrawn(), stream_id, version + 1)]


def _accepted(known: Known, at: datetime, invitation_id: UUID) -> Entry:
    stream_id, version, expires_at = _open_invitation(known, invitation_id)
    if expires_at <= at:
        raise errors.NotAllowedNow("The invitation's time has passed: ask for another.")
    return Entry(InvitationAccepted(), stream_id, version + 1)


def _open_invitation(known: Known, invitation_id: UUID) -> tuple[StreamId, int, datetime]:
    version = known.version(invitation_id)
    rows = known.rows("invitations", stream_id=invitation_id)
    if not rows:
        raise errors.Unknown(f"No invitation has the id {invitation_id}.")
    if rows[0]["state"] != "open":
        raise errors.NotAllowedNow(f"The invitation was {rows[0]['state']}.")
    return StreamId(invitation_id), version, rows[0]["expires_at"]
