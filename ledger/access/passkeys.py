"""Passkeys (WebAuthn): what is kept of them, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ledger import errors
from ledger.ids import new_id
from ledger.words import ActorId

COUNT_MAX = 20
"""More devices than anybody signs in with."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """One device, or one keychain, that signs its owner in."""

    passkey_id: UUID
    user_id: ActorId
    name: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    made_at: datetime
    used_at: datetime | None


_COLUMNS = "passkey_id, user_id, name, credential_id, public_key, sign_count, made_at, used_at"


def add(
    connection: Connection[DictRow],
    user_id: UUID,
    name: str,
    *,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
) -> UUID:
    """Let a passkey sign somebody in; return its id. One credential is one person's."""
    passkey_id = new_id()
    try:
        connection.execute(
            "insert into access.passkeys"
            " (credential_id, passkey_id, user_id, name, public_key, sign_count)"
            " values (%s, %s, %s, %s, %s, %s)",
            (credential_id, passkey_id, user_id, name, public_key, sign_count),
        )
    except UniqueViolation as error:
        raise errors.NotAllowedNow("This passkey is known here already.") from error
    return passkey_id


def of_user(connection: Connection[DictRow], user_id: UUID) -> list[Passkey]:
    """Return somebody's passkeys, the oldest first."""
    return _found(connection, "user_id = %s order by passkey_id", user_id)


def of_credential(connection: Connection[DictRow], credential_id: bytes) -> Sequence[Passkey]:
    """Return the passkey that a device calls by this, or nothing."""
    return _found(connection, "credential_id = %s", credential_id)


def used(connection: Connection[DictRow], passkey: Passkey, sign_count: int) -> bool:
    """Put down that a passkey was used; say no where another use came in between.

    A device that counts its signatures counts upwards: two uses at once show a copy of it.
    """
    done = connection.execute(
        "update access.passkeys set sign_count = %s, used_at = now()"
        " where passkey_id = %s and sign_count = %s",
        (sign_count, passkey.passkey_id, passkey.sign_count),
    )
    return done.rowcount > 0


def rename(connection: Connection[DictRow], user_id: UUID, passkey_id: UUID, name: str) -> bool:
    """Call one of somebody's passkeys something else; say whether there is one."""
    done = connection.execute(
        "update access.passkeys set name = %s where user_id = %s and passkey_id = %s",
        (name, user_id, passkey_id),
    )
    return done.rowcount > 0


def remove(connection: Connection[DictRow], user_id: UUID, passkey_id: UUID) -> bool:
    """Let one of somebody's passkeys sign them in no more; say whether there was one."""
    gone = connection.execute(
        "delete from access.passkeys where user_id = %s and passkey_id = %s",
        (user_id, passkey_id),
    )
    return gone.rowcount > 0


def remove_all(connection: Connection[DictRow], user_id: UUID) -> int:
    """Let no passkey sign somebody in any more; return how many did."""
    return connection.execute(
        "delete from access.passkeys where user_id = %s", (user_id,)
    ).rowcount


def _found(connection: Connection[DictRow], where: str, value: object) -> list[Passkey]:
    rows = connection.execute(
        f"select {_COLUMNS} from access.passkeys where {where}",  # pyright: ignore[reportArgumentType] - ours
        (value,),
    ).fetchall()
    return [Passkey(**row) for row in rows]
