"""Links that open a door once: signing in without a password, and accepting an invitation."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.access.tokens import Pepper, new_token
from ledger.words import ActorId, Instant, WorkspaceId

SIGN_IN_FOR = timedelta(hours=1)


class Invited(NamedTuple):
    """What an invitation's link is for."""

    workspace: WorkspaceId
    invitation_id: UUID


def to_sign_in(
    connection: Connection[DictRow], pepper: Pepper, user_id: UUID, workspace: WorkspaceId
) -> str:
    """Return a token that signs somebody in once, within the hour."""
    token = new_token()
    connection.execute(
        "insert into access.links (token_hash, purpose, user_id, workspace_id, ends_at)"
        " values (%s, 'sign_in', %s, %s, now() + %s::interval)",
        (pepper.hashed(token), user_id, workspace, SIGN_IN_FOR),
    )
    return token


def to_join(
    connection: Connection[DictRow],
    pepper: Pepper,
    workspace: WorkspaceId,
    invitation_id: UUID,
    ends_at: Instant,
) -> str:
    """Return the token of an invitation."""
    token = new_token()
    connection.execute(
        "insert into access.links (token_hash, purpose, workspace_id, invitation_id, ends_at)"
        " values (%s, 'invitation', %s, %s, %s)",
        (pepper.hashed(token), workspace, invitation_id, ends_at),
    )
    return token


def signed_in_by(
    connection: Connection[DictRow], pepper: Pepper, token: str
) -> Sequence[tuple[ActorId, WorkspaceId]]:
    """Use up a link to sign in: return who it was for, or nothing where it opens nothing.

    Of two who use it at once, one is let in.
    """
    rows = connection.execute(
        "delete from access.links l using access.users u"
        " where l.token_hash = %s and l.purpose = 'sign_in' and l.ends_at > now()"
        "   and u.user_id = l.user_id and u.disabled_at is null"
        " returning l.user_id, l.workspace_id",
        (pepper.hashed(token),),
    ).fetchall()
    return [(ActorId(row["user_id"]), WorkspaceId(row["workspace_id"])) for row in rows]


def invited_by(
    connection: Connection[DictRow], pepper: Pepper, token: str
) -> Sequence[Invited]:
    """Return what an invitation's link is for, or nothing; looking does not use it up."""
    rows = connection.execute(
        "select workspace_id, invitation_id from access.links"
        " where token_hash = %s and purpose = 'invitation' and ends_at > now()",
        (pepper.hashed(token),),
    ).fetchall()
    return [Invited(WorkspaceId(row["workspace_id"]), row["invitation_id"]) for row in rows]


def close(connection: Connection[DictRow], user_id: UUID) -> None:
    """Let no link sign somebody in that was made for them before now."""
    connection.execute("delete from access.links where user_id = %s", (user_id,))


def use_up(connection: Connection[DictRow], pepper: Pepper, token: str) -> None:
    """Let an invitation's link open nothing any more."""
    connection.execute(
        "delete from access.links where token_hash = %s and purpose = 'invitation'",
        (pepper.hashed(token),),
    )


def opens(connection: Connection[DictRow], pepper: Pepper, token: str) -> bool:
    """Say whether a link would sign somebody in; looking does not use it up."""
    rows = connection.execute(
        "select from access.links l join access.users u on u.user_id = l.user_id"
        " where l.token_hash = %s and l.purpose = 'sign_in' and l.ends_at > now()"
        "   and u.disabled_at is null",
        (pepper.hashed(token),),
    ).fetchall()
    return bool(rows)


def sweep(connection: Connection[DictRow]) -> int:
    """Take out the links whose time has passed; return how many."""
    return connection.execute("delete from access.links where ends_at <= now()").rowcount
