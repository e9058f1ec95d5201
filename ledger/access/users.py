"""The people of an installation, and in which workspaces each may look for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ledger import errors
from ledger.words import ActorId, WorkspaceId

_IS_TAKEN = "Somebody else signs in with this address already."


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in here; what they may do is for each workspace to say."""

    user_id: ActorId
    name: str
    email: str | None
    created_at: datetime
    disabled_at: datetime | None
    email_verified_at: datetime | None
    """Since when another site, or whoever runs the machine, says that the address is theirs."""


def add(
    connection: Connection[DictRow], user_id: UUID, name: str, email: str | None = None
) -> None:
    """Enter somebody, unless they are known; an address is one person's."""
    if email is not None and _has(connection, email, but=user_id):
        raise errors.NotAllowedNow(_IS_TAKEN)
    try:
        connection.execute(
            "insert into access.users (user_id, name, email) values (%s, %s, %s)"
            " on conflict (user_id) do nothing",
            (user_id, name, email),
        )
    except UniqueViolation as error:
        # Another was entered with this address in between.
        raise errors.NotAllowedNow(_IS_TAKEN) from error


def open_door(connection: Connection[DictRow], user_id: UUID, workspace: WorkspaceId) -> None:
    """Let a workspace be among those where somebody looks for themselves."""
    connection.execute(
        "insert into access.doors (user_id, workspace_id) values (%s, %s)"
        " on conflict do nothing",
        (user_id, workspace),
    )


def doors(connection: Connection[DictRow], user_id: UUID) -> list[WorkspaceId]:
    """Return where somebody may look for themselves; some may have shut since."""
    rows = connection.execute(
        "select workspace_id from access.doors where user_id = %s order by workspace_id",
        (user_id,),
    ).fetchall()
    return [WorkspaceId(row["workspace_id"]) for row in rows]


def one(connection: Connection[DictRow], user_id: UUID) -> User:
    """Return somebody by id; raise `errors.Unknown`."""
    return _one(connection, "user_id = %s", user_id)


def of_email(connection: Connection[DictRow], email: str) -> User:
    """Return whoever signs in with an address, however it is written; `errors.Unknown`."""
    return _one(connection, "lower(email) = lower(%s)", email)


def with_email(connection: Connection[DictRow], email: str) -> list[User]:
    """Return whoever signs in with an address, or nobody."""
    try:
        return [of_email(connection, email)]
    except errors.Unknown:
        return []


def many(connection: Connection[DictRow], user_ids: Sequence[UUID]) -> list[User]:
    """Return those of these people who sign in here."""
    rows = connection.execute(
        f"select {_COLUMNS} from access.users where user_id = any(%s) order by user_id",
        (list(user_ids),),
    ).fetchall()
    return [User(**row) for row in rows]


def everyone(connection: Connection[DictRow]) -> list[User]:
    """Return all who sign in here, those who came first before the others."""
    rows = connection.execute(
        f"select {_COLUMNS} from access.users order by created_at, user_id"
    ).fetchall()
    return [User(**row) for row in rows]


def describe(connection: Connection[DictRow], user_id: UUID, *, name: str, email: str) -> None:
    """Say what somebody is called and where they are written to; an address is one person's.

    A new address is nobody's word but theirs until it is vouched for.
    """
    if _has(connection, email, but=user_id):
        raise errors.NotAllowedNow(_IS_TAKEN)
    try:
        connection.execute(
            "update access.users set name = %s, email = %s, email_verified_at ="
            " case when lower(email) = lower(%s) then email_verified_at end"
            " where user_id = %s",
            (name, email, email, user_id),
        )
    except UniqueViolation as error:
        raise errors.NotAllowedNow(_IS_TAKEN) from error


def vouch(connection: Connection[DictRow], user_id: UUID) -> None:
    """Put down that somebody's address is theirs, as another than they themselves says."""
    connection.execute(
        "update access.users set email_verified_at = coalesce(email_verified_at, now())"
        " where user_id = %s and email is not null",
        (user_id,),
    )


def remove(connection: Connection[DictRow], user_id: UUID) -> None:
    """Take out somebody who was entered a moment ago and is let in nowhere."""
    connection.execute(
        "with no_password as (delete from access.passwords where user_id = %(user)s),"
        " no_door as (delete from access.doors where user_id = %(user)s)"
        " delete from access.users where user_id = %(user)s",
        {"user": user_id},
    )


def disable(connection: Connection[DictRow], user_id: UUID) -> None:
    """Let somebody sign in no more, and end every session of theirs."""
    connection.execute(
        "with ended as (delete from access.sessions where user_id = %(user)s),"
        " closed as (delete from access.links where user_id = %(user)s)"
        " update access.users set disabled_at = coalesce(disabled_at, now())"
        " where user_id = %(user)s",
        {"user": user_id},
    )


def enable(connection: Connection[DictRow], user_id: UUID) -> None:
    """Let somebody sign in again."""
    connection.execute(
        "update access.users set disabled_at = null where user_id = %s", (user_id,)
    )


_COLUMNS = "user_id, name, email, created_at, disabled_at, email_verified_at"


def _one(connection: Connection[DictRow], where: str, value: object) -> User:
    rows = connection.execute(
        f"select {_COLUMNS} from access.users where {where}",  # pyright: ignore[reportArgumentType] - ours
        (value,),
    ).fetchall()
    if not rows:
        raise errors.Unknown("Nobody like that signs in here.")
    return User(**rows[0])


def _has(connection: Connection[DictRow], email: str, *, but: UUID) -> bool:
    rows = connection.execute(
        "select from access.users where lower(email) = lower(%s) and user_id <> %s",
        (email, but),
    ).fetchall()
    return bool(rows)
