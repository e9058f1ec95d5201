"""The secrets of API keys: `rpt_<id>_<secret>`, shown once, kept as keyed hashes."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.access.tokens import Pepper, new_token
from ledger.words import WorkspaceId

_KEY = re.compile(r"rpt_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")
_TOLD_EVERY = timedelta(minutes=1)


class Presented(NamedTuple):
    """A key as a program shows it."""

    key_id: UUID
    secret: str


def presented(text: str) -> Sequence[Presented]:
    """Return what a text is as a key, or nothing where it is none."""
    found = _KEY.fullmatch(text)
    return [Presented(UUID(found[1]), found[2])] if found else []


def make(
    connection: Connection[DictRow], pepper: Pepper, workspace: WorkspaceId, key_id: UUID
) -> str:
    """Give a key a secret; return the key as its program is to show it."""
    secret = new_token()
    connection.execute(
        "insert into access.key_secrets (key_id, secret_hash, workspace_id)"
        " values (%s, %s, %s)",
        (key_id, pepper.hashed(secret), workspace),
    )
    return f"rpt_{key_id.hex}_{secret}"


def rotate(
    connection: Connection[DictRow],
    pepper: Pepper,
    workspace: WorkspaceId,
    key_id: UUID,
    *,
    old_until: datetime,
) -> str:
    """Give a key another secret; the one it had opens until then, one before it no more."""
    with connection.transaction():
        connection.execute(
            "delete from access.key_secrets where key_id = %s and ends_at is not null",
            (key_id,),
        )
        connection.execute(
            "update access.key_secrets set ends_at = %s where key_id = %s", (old_until, key_id)
        )
        return make(connection, pepper, workspace, key_id)


def revoke(connection: Connection[DictRow], key_id: UUID) -> None:
    """Let no secret of a key open anything."""
    connection.execute("delete from access.key_secrets where key_id = %s", (key_id,))


def opened_by(
    connection: Connection[DictRow], pepper: Pepper, key: Presented
) -> Sequence[WorkspaceId]:
    """Return the workspace that a key is for, or nothing where its secret is none (any more).

    The secret is compared as a keyed hash: how long that takes tells nothing of it.
    """
    hashed = pepper.hashed(key.secret)
    rows = connection.execute(
        "select workspace_id from access.key_secrets"
        " where key_id = %s and secret_hash = %s and (ends_at is null or ends_at > now())",
        (key.key_id, hashed),
    ).fetchall()
    if rows:
        connection.execute(
            "update access.key_secrets set used_at = now()"
            " where key_id = %s and secret_hash = %s"
            " and (used_at is null or used_at < now() - %s::interval)",
            (key.key_id, hashed, _TOLD_EVERY),
        )
    return [WorkspaceId(row["workspace_id"]) for row in rows]


def last_used(
    connection: Connection[DictRow], workspace: WorkspaceId
) -> dict[UUID, datetime | None]:
    """Return when each key of a workspace that still opens was last used, to the minute."""
    rows = connection.execute(
        "select key_id, max(used_at) as used_at from access.key_secrets"
        " where workspace_id = %s group by key_id",
        (workspace,),
    ).fetchall()
    return {row["key_id"]: row["used_at"] for row in rows}
