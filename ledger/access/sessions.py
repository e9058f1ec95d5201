"""Sessions: somebody is signed in, in one browser, until that is ended or long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.access.tokens import Pepper, new_token
from ledger.ids import new_id
from ledger.words import ActorId, WorkspaceId

IDLE_MAX = timedelta(days=7)
"""Who was not there for so long signs in again."""
AGE_MAX = timedelta(days=30)
"""Everybody signs in again after so long."""
FRESH_FOR = timedelta(minutes=10)
"""So long after somebody proved that it is them, they may change how they prove it."""
# Telling every request of a session would be a write for each.
_TOLD_EVERY = timedelta(minutes=1)
_AGENT_MAX = 200


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser; it looks at one workspace at a time."""

    session_id: UUID
    user_id: ActorId
    workspace_id: WorkspaceId
    agent: str
    """What the browser calls itself, for its owner to recognise it by."""
    began_at: datetime
    used_at: datetime
    ends_at: datetime
    proved_at: datetime
    """When they last proved that it is them."""


_COLUMNS = (
    "s.session_id, s.user_id, s.workspace_id, s.agent, s.began_at, s.used_at, s.ends_at,"
    " s.proved_at"
)


def begin(
    connection: Connection[DictRow],
    pepper: Pepper,
    user_id: UUID,
    workspace: WorkspaceId,
    *,
    agent: str = "",
) -> str:
    """Sign somebody in; return the token that only their browser will hold."""
    token = new_token()
    connection.execute(
        "insert into access.sessions"
        " (token_hash, session_id, user_id, workspace_id, agent, ends_at)"
        " values (%s, %s, %s, %s, %s, now() + %s)",
        (pepper.hashed(token), new_id(), user_id, workspace, agent[:_AGENT_MAX], AGE_MAX),
    )
    return token


def of_token(connection: Connection[DictRow], pepper: Pepper, token: str) -> list[Session]:
    """Return the session that a token opens, or nothing where it opens none (any more)."""
    hashed = pepper.hashed(token)
    rows = connection.execute(
        f"select {_COLUMNS} from access.sessions s"
        " join access.users u on u.user_id = s.user_id and u.disabled_at is null"
        " where s.token_hash = %s and s.ends_at > now() and s.used_at > now() - %s::interval",
        (hashed, IDLE_MAX),
    ).fetchall()
    if rows:
        connection.execute(
            "update access.sessions set used_at = now()"
            " where token_hash = %s and used_at < now() - %s::interval",
            (hashed, _TOLD_EVERY),
        )
    return [Session(**row) for row in rows]


def of_user(connection: Connection[DictRow], user_id: UUID) -> list[Session]:
    """Return where somebody is signed in, the latest used first."""
    rows = connection.execute(
        f"select {_COLUMNS} from access.sessions s"
        " where s.user_id = %s and s.ends_at > now() and s.used_at > now() - %s::interval"
        " order by s.used_at desc, s.session_id",
        (user_id, IDLE_MAX),
    ).fetchall()
    return [Session(**row) for row in rows]


def look_at(connection: Connection[DictRow], session_id: UUID, workspace: WorkspaceId) -> None:
    """Let a session look at another workspace."""
    connection.execute(
        "update access.sessions set workspace_id = %s where session_id = %s",
        (workspace, session_id),
    )


def prove(connection: Connection[DictRow], session_id: UUID) -> None:
    """Put down that whoever is signed in proved once more that it is them."""
    connection.execute(
        "update access.sessions set proved_at = now() where session_id = %s", (session_id,)
    )


def end(connection: Connection[DictRow], user_id: UUID, session_id: UUID) -> bool:
    """End one session of somebody's; say whether there was one."""
    gone = connection.execute(
        "delete from access.sessions where user_id = %s and session_id = %s",
        (user_id, session_id),
    )
    return gone.rowcount > 0


def end_all(connection: Connection[DictRow], user_id: UUID, *, but: UUID | None = None) -> int:
    """End all sessions of somebody's, perhaps but one; return how many."""
    gone = connection.execute(
        "delete from access.sessions where user_id = %s and session_id is distinct from %s",
        (user_id, but),
    )
    return gone.rowcount


def sweep(connection: Connection[DictRow]) -> int:
    """Take out what ended by itself; return how many."""
    gone = connection.execute(
        "delete from access.sessions where ends_at <= now() or used_at <= now() - %s::interval",
        (IDLE_MAX,),
    )
    return gone.rowcount
