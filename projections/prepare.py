"""Bringing a database up to date: the schema, the views' functions, and views that changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from psycopg import Connection

from ledger.database import Database
from ledger.ids import new_id
from ledger.migrations import lock, migrate
from ledger.words import ActorId, WorkspaceId
from projections.install import install
from projections.rebuild import Progress, rebuild_all


def prepare(database: Database, *, tell: Callable[[Progress], None]) -> list[str]:
    """Migrate, install the views and rebuild those whose query changed; return what was done.

    Safe to call from many processes at once, and at any time: one does the work, the others
    wait for it and find nothing left.
    """
    with database.owner() as connection:
        lock(connection)
        news = migrate(connection)
        built = rebuild_all(database, install(connection), tell=tell)
        return [*news, *(f"view {each.view}" for each in built)]


def workspace_of(connection: Connection[Any]) -> tuple[WorkspaceId, ActorId]:
    """Return the installation's workspace and its owner, made at the first start."""
    row = connection.execute(
        "select workspace_id, owner_id from ledger.workspaces()"
        " order by created_at, workspace_id limit 1"
    ).fetchone()
    if row is None:
        return create_workspace(connection, new_id(), new_id())
    workspace, owner = row.values() if isinstance(row, dict) else row  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return WorkspaceId(workspace), ActorId(owner)  # pyright: ignore[reportUnknownArgumentType]


def create_workspace(
    connection: Connection[Any], workspace: UUID, owner: UUID
) -> tuple[WorkspaceId, ActorId]:
    """Begin an empty ledger; nothing happens if there is one with this id."""
    connection.execute(
        "select ledger.begin_workspace(%s, %s)",
        (workspace, owner),
    )
    return WorkspaceId(workspace), ActorId(owner)
