"""Deciding which programs have a key, and what it opens."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import ApiKeyIssued, ApiKeyRevoked, ApiKeyRotated
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import Instant, Line, Scope, StreamId, Text


class IssueApiKey(Command):
    """Give a program a key."""

    label: Line
    scopes: frozenset[Scope] = Field(min_length=1)
    expires_at: Instant | None = None
    key_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        if self.expires_at is not None and self.expires_at <= at:
            raise errors.Invalid("A key ends after it was issued.")
        issued = ApiKeyIssued(
            label=self.label,
            scopes=tuple(each for each in Scope if each in self.scopes),
            expires_at=self.expires_at,
        )
        return [Entry(issued, StreamId(self.key_id), 1)]


class RotateApiKey(Command):
    """Give a key a new secret; the old one holds a while longer."""

    key_id: UUID
    overlap: timedelta

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.key_id)
        key = _key(known, self.key_id)
        if key["is_revoked"]:
            raise errors.NotAllowedNow("The key was revoked: issue another.")
        rotated = ApiKeyRotated(old_until=at + self.overlap)
        return [Entry(rotated, StreamId(self.key_id), version + 1)]


class RevokeApiKey(Command):
    """Let a key open nothing any more."""

    key_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.key_id)
        if _key(known, self.key_id)["is_revoked"]:
            return []
        revoked = ApiKeyRevoked(reason=self.reason)
        return [Entry(revoked, StreamId(self.key_id), version + 1)]


def _key(known: Known, key_id: UUID) -> Mapping[str, Any]:
    rows = known.rows("api_keys", stream_id=key_id)
    if not rows:
        raise errors.Unknown(f"No key has the id {key_id}.")
    return rows[0]
