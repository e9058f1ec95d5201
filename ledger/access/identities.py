"""By which people another site knows somebody who signs in here."""

from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.access import users
from ledger.access.tokens import Pepper
from ledger.access.users import User


def users_of(
    connection: Connection[DictRow], pepper: Pepper, issuer: str, subject: str
) -> list[User]:
    """Return who is known to another site under a name of its own, or nobody."""
    rows = connection.execute(
        "select user_id from access.identities where identity_hash = %s",
        (_hashed(pepper, issuer, subject),),
    ).fetchall()
    return users.many(connection, [row["user_id"] for row in rows])


def keep(
    connection: Connection[DictRow], pepper: Pepper, issuer: str, subject: str, user_id: UUID
) -> None:
    """Put down who is meant by another site's name from now on; the first word holds."""
    connection.execute(
        "insert into access.identities (identity_hash, user_id) values (%s, %s)"
        " on conflict (identity_hash) do nothing",
        (_hashed(pepper, issuer, subject), user_id),
    )


def remove_all(connection: Connection[DictRow], user_id: UUID) -> int:
    """Let no other site say any more that somebody is meant; return how many did."""
    return connection.execute(
        "delete from access.identities where user_id = %s", (user_id,)
    ).rowcount


def _hashed(pepper: Pepper, issuer: str, subject: str) -> bytes:
    return pepper.hashed(f"identity {len(issuer)} {issuer} {subject}")
