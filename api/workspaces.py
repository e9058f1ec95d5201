"""The workspaces of an installation: all, the one that was named, those that are over."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.installation import Installation
from ledger import errors
from ledger.words import WorkspaceId
from projections import workspaces
from projections.moment import Moment

WAITING = timedelta(days=14)
"""How long a deletion can be taken back."""
BEGUN_MAX = 100
"""How many somebody may begin who does not run the server: each costs a little all the time."""


@dataclass(frozen=True, slots=True)
class Known:
    """A workspace of the installation."""

    id: WorkspaceId
    name: str
    ends_at: datetime | None


def ids_of_all(installation: Installation) -> list[WorkspaceId]:
    """Return the id of every workspace, the first one made first."""
    with installation.database.connection() as connection:
        rows = connection.execute("select workspace_id from ledger.workspaces()").fetchall()
    return [WorkspaceId(row["workspace_id"]) for row in rows]


def count_begun(installation: Installation, owner: UUID) -> int:
    """Return how many workspaces somebody began that are still there."""
    with installation.database.connection() as connection:
        (row,) = connection.execute(
            "select count(*) as begun from ledger.workspaces() where owner_id = %s", (owner,)
        ).fetchall()
    return int(row["begun"])


def all_of(installation: Installation) -> list[Known]:
    """Return every workspace, the first one made first."""
    found: list[Known] = []
    for workspace in ids_of_all(installation):
        with installation.database.of(workspace).connection() as connection:
            told = workspaces.this(Moment(connection, workspace))
        found.append(Known(workspace, told.name, told.ends_at))
    return found


def named(installation: Installation, text: str) -> Installation:
    """Return the installation at work for the workspace with this id or name.

    Raise `errors.Unknown` where there is none, or several of that name.
    """
    everywhere = all_of(installation)
    fitting = [each for each in everywhere if text in (str(each.id), each.name)]
    if len(fitting) != 1:
        how_many = "Several workspaces are" if fitting else "No workspace is"
        raise errors.Unknown(
            f"{how_many} called {text}: `rapport workspace list` shows them with their ids."
        )
    return installation.at(fitting[0].id)


def remove_ended(installation: Installation) -> list[UUID]:
    """Remove for good the workspaces whose time is over; return which."""
    with installation.database.connection() as connection:
        gone = [
            row["workspace_id"]
            for row in connection.execute(
                "select workspace_id from ledger.ended_workspaces()"
            ).fetchall()
        ]
        for workspace in gone:
            connection.execute("select ledger.remove_workspace(%s)", (workspace,))
    for workspace in gone:
        installation.opened.forget(WorkspaceId(workspace))
        # If we die before this, files without personal data are left: hashes and signatures.
        data = installation.settings.data
        shutil.rmtree(data / "checkpoints" / str(workspace), ignore_errors=True)
    return gone
