"""Whoever founded a workspace here is somebody who can sign in here."""

import getpass

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.access import users
from ledger.words import ActorId, WorkspaceId


def let_in(connection: Connection[DictRow], workspace: WorkspaceId, owner: ActorId) -> None:
    """Give the owner a sign-in and a way into the workspace; done twice it is done once."""
    if workspace not in users.doors(connection, owner):
        users.add(connection, owner, _own_name())
        users.open_door(connection, owner, workspace)


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A system user without a name, as in a container.
        return "Owner"
