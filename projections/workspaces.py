"""What is the workspace called, and is it to stay?"""

from dataclasses import dataclass
from datetime import datetime

from ledger.events import DeletionCancelled, DeletionScheduled, WorkspaceRenamed
from projections.members import home
from projections.moment import Moment
from projections.view import View

WORKSPACES = View(
    "workspaces",
    key="stream_id",
    amends=(WorkspaceRenamed, DeletionScheduled, DeletionCancelled),
    is_shared=True,
    is_about_nobody=True,
)
UNNAMED = "My ledger"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The workspace's name, and when it goes for good, if that was decided."""

    name: str
    ends_at: datetime | None


def this(moment: Moment) -> Workspace:
    """Return what the workspace is called, and whether it was decided here to let it go."""
    after = home(moment.connection, moment.workspace).access_after
    rows = moment.rows("one", WORKSPACES, access_after=after)
    if not rows:
        return Workspace(UNNAMED, None)
    return Workspace(rows[0]["name"] or UNNAMED, rows[0]["ends_at"])
