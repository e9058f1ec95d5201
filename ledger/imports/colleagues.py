"""Which engagements are a colleague's, so that a file may not say everything of them?

By hand nobody changes what is closed to them, and who may read something is for its author to
say, or an owner. A file says no more than whoever brings it in.
"""

from collections.abc import Collection
from uuid import UUID

from ledger.database import Database
from ledger.imports.bringer import Bringer
from ledger.words import WorkspaceId

# The condition has plain columns alone, so that the index of streams serves it.
_COLLEAGUES = """
select f.stream_id,
       ledger.is_closed_to(f.workspace_id, f.stream_id, %(own)s::uuid[]) as is_closed
from ledger.events f
where f.workspace_id = %(workspace)s and f.stream_id = any(%(streams)s) and f.version = 1
  and f.event_type = 'EngagementRecorded' and f.actor_id <> all(%(own)s::uuid[])
"""


class Colleagues:
    """What of some streams is not the bringer's own; of an owner's import, nothing."""

    def __init__(
        self,
        database: Database,
        workspace: WorkspaceId,
        by: Bringer,
        streams: Collection[UUID] = (),
    ) -> None:
        self._closed: dict[UUID, bool] = {}
        own = by.ids()
        if own is None or not streams:
            return
        asked = {"workspace": workspace, "streams": list(streams), "own": own}
        with database.of(workspace).connection() as connection:
            for row in connection.execute(_COLLEAGUES, asked):
                self._closed[row["stream_id"]] = row["is_closed"]

    def have(self, stream_id: UUID) -> bool:
        """Say whether an engagement is a colleague's, who alone says who may read it."""
        return stream_id in self._closed

    def keep(self, stream_id: UUID) -> bool:
        """Say whether a colleague keeps an engagement to themselves."""
        return self._closed.get(stream_id, False)
