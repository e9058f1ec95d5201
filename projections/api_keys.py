"""Which programs were given a key, and what may they do?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.events import ApiKeyIssued, ApiKeyRevoked, ApiKeyRotated
from ledger.words import ActorId, Scope, StreamId, Version
from projections.members import home
from projections.moment import Moment
from projections.view import View

API_KEYS = View(
    "api_keys",
    key="stream_id",
    amends=(ApiKeyIssued, ApiKeyRotated, ApiKeyRevoked),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as the ledger tells of it; its secrets are elsewhere, hashed."""

    stream_id: StreamId
    label: str
    scopes: frozenset[Scope]
    expires_at: datetime | None
    issued_by: ActorId
    issued_at: datetime
    rotated_at: datetime | None
    is_revoked: bool
    version: Version


def everyone(moment: Moment) -> Sequence[ApiKey]:
    """Return every key that was issued since the ledger lives here, revoked ones too."""
    after = home(moment.connection, moment.workspace).access_after
    return [_key(row) for row in moment.rows("all", API_KEYS, access_after=after)]


def one(moment: Moment, key: UUID) -> Sequence[ApiKey]:
    """Return the key, or nothing where there is none with this id."""
    after = home(moment.connection, moment.workspace).access_after
    return [_key(row) for row in moment.rows("one", API_KEYS, key=key, access_after=after)]


def _key(row: Mapping[str, Any]) -> ApiKey:
    told = dict(row)
    return ApiKey(scopes=frozenset(map(Scope, told.pop("scopes"))), **told)
