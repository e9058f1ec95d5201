"""Bringing a database up to date: the schema, the views' functions, and views that changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from psycopg import Connection

from ledger import errors
from ledger.database import Database
from ledger.ids import new_id
from ledger.migrations import digests, lock, migrate
from ledger.words import ActorId, WorkspaceId
from projections import VIEWS
from projections.install import digest, install
from projections.rebuild import Progress, rebuild_all


def prepare(database: Database, *, tell: Callable[[Progress], None]) -> list[str]:
    """Migrate, install the views and rebuild those whose query changed; return what was done.

    Safe to call from many processes at once, and at any time: one does the work, the others
    wait for it and find nothing left.
    """
    with database.owner() as connection:
        if not _may_own(connection):
            _check_prepared(connection)
            return []
        lock(connection)
        news = migrate(connection)
        built = rebuild_all(database, install(connection), tell=tell)
        return [*news, *(f"view {each.view}" for each in built)]


def _may_own(connection: Connection[Any]) -> bool:
    """Say whether whoever is connected may change the schema, or there is none yet."""
    ((may_make, may_change),) = connection.execute(
        "select has_database_privilege(current_user, current_database(), 'create'),"
        " (select pg_has_role(current_user, nspowner, 'usage') from pg_namespace"
        "  where nspname = 'ledger')"
    ).fetchall()
    return bool(may_make if may_change is None else may_change)


def _check_prepared(connection: Connection[Any]) -> None:
    """Raise `errors.SetupNeeded` where the owner of the schema has something to do."""
    applied: dict[str, str] = {}
    built: dict[str, str] = {}
    if connection.execute("select to_regclass('ledger.view_builds')").fetchall() != [(None,)]:
        told = connection.execute("select name, sha256 from ledger.migrations")
        applied = dict(told.fetchall())
        told = connection.execute("select name, digest from ledger.view_builds")
        built = dict(told.fetchall())
    if applied != digests() or any(built.get(view.name) != digest(view) for view in VIEWS):
        raise errors.SetupNeeded(
            "Schema or views are not of this version, and this role owns neither: run"
            " `rapport migrate` with the owner's URL in DATABASE_OWNER_URL."
        )


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
