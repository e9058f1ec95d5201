"""Signing in without a browser: what a test shows at the door."""

from uuid import UUID

from api.installation import Installation
from api.principals import SESSION_COOKIE
from ledger.access import sessions, users


def signed_in(workspace: Installation, user: UUID | None = None) -> dict[str, str]:
    """Return the cookie of somebody who is signed in; of the owner unless told otherwise."""
    user = user or workspace.owner
    with workspace.database.connection() as connection:
        users.add(connection, user, "Olive Owner")
        users.open_door(connection, user, workspace.workspace)
        pepper = workspace.settings.pepper
        token = sessions.begin(connection, pepper, user, workspace.workspace)
    return {SESSION_COOKIE: token}
