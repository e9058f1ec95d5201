"""What was asked of somebody, to be answered once and within minutes."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.access.tokens import Pepper, new_token

OPEN_FOR = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a challenge is for."""

    SECOND_FACTOR = "second_factor"
    PASSKEY_SIGN_IN = "passkey_sign_in"
    PASSKEY_NEW = "passkey_new"
    OPENID = "openid"


class Challenge(NamedTuple):
    """What was asked, and of whom if that is known."""

    user_id: UUID | None
    note: bytes


def pose(
    connection: Connection[DictRow],
    pepper: Pepper,
    purpose: Purpose,
    *,
    user_id: UUID | None = None,
    note: bytes = b"",
) -> str:
    """Ask something; return the token that the answer comes with. The note is kept sealed."""
    token = new_token()
    hashed = pepper.hashed(token)
    connection.execute(
        "insert into access.challenges (token_hash, purpose, user_id, sealed, ends_at)"
        " values (%s, %s, %s, %s, now() + %s::interval)",
        (
            hashed,
            purpose.value,
            user_id,
            pepper.sealed(note, hashed) if note else None,
            OPEN_FOR,
        ),
    )
    return token


def look(
    connection: Connection[DictRow], pepper: Pepper, purpose: Purpose, token: str
) -> Sequence[Challenge]:
    """Return what was asked, or nothing where that is answered or over."""
    hashed = pepper.hashed(token)
    rows = connection.execute(
        "select user_id, sealed from access.challenges"
        " where token_hash = %s and purpose = %s and ends_at > now()",
        (hashed, purpose.value),
    ).fetchall()
    return [_challenge(pepper, hashed, row) for row in rows]


def take(
    connection: Connection[DictRow], pepper: Pepper, purpose: Purpose, token: str
) -> Sequence[Challenge]:
    """Use up what was asked and return it; of two who do so at once, one is told."""
    hashed = pepper.hashed(token)
    rows = connection.execute(
        "delete from access.challenges"
        " where token_hash = %s and purpose = %s and ends_at > now()"
        " returning user_id, sealed",
        (hashed, purpose.value),
    ).fetchall()
    return [_challenge(pepper, hashed, row) for row in rows]


def drop(connection: Connection[DictRow], user_id: UUID) -> None:
    """Let nobody answer any more what was asked of somebody before now."""
    connection.execute("delete from access.challenges where user_id = %s", (user_id,))


def sweep(connection: Connection[DictRow]) -> int:
    """Take out what nobody answered in time; return how many."""
    return connection.execute("delete from access.challenges where ends_at <= now()").rowcount


def _challenge(pepper: Pepper, hashed: bytes, row: DictRow) -> Challenge:
    sealed = row["sealed"]
    return Challenge(row["user_id"], pepper.unsealed(sealed, hashed) if sealed else b"")
