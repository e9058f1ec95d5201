"""Which events of a file are this very ledger's, brought back to it?"""

from collections.abc import Sequence
from uuid import UUID

from ledger.archive.origins import event_id, place_in
from ledger.database import Database
from ledger.words import WorkspaceId

_OWN = (
    "select position, digest from ledger.events where workspace_id = %s and position = any(%s)"
)


def own_among(database: Database, workspace: WorkspaceId, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the ids that events of this very ledger are known by elsewhere."""
    named = [place_in(workspace, each) for each in ids]
    positions = [position for position in named if position is not None]
    if not positions:
        return set()
    with database.of(workspace).connection() as connection:
        rows = connection.execute(_OWN, (workspace, positions)).fetchall()
    return {event_id(workspace, row["position"], row["digest"]) for row in rows}
