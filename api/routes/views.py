"""Views: what they are built from, and building them anew."""

import time
from threading import Lock

from api import reads
from api.access import Admin, Reader
from api.answers.running import Rebuilt, View, Views
from api.installation import tell_nobody
from api.routes.noun import noun
from ledger import errors
from ledger.migrations import lock
from projections import VIEWS
from projections.rebuild import rebuild

router = noun("views", "/views")

_REBUILDING = Lock()


@router.get("")
def list_views(caller: Reader) -> Views:
    """List the views: when each was last built anew, and about how many rows it has."""
    with caller.moment() as moment:
        built = reads.builds(moment.connection)
    return Views(items=[View.model_validate(row) for row in built])


@router.post("/{name}/rebuild")
def rebuild_view(caller: Admin, name: str) -> Rebuilt:
    """Build a view anew from the events; readers and writers go on meanwhile."""
    found = [view for view in VIEWS if view.name == name]
    if not found:
        raise errors.Unknown(f"No view has this name: {', '.join(v.name for v in VIEWS)} have.")
    if not _REBUILDING.acquire(blocking=False):
        raise errors.NotAllowedNow("Another view is being rebuilt: wait for it.")
    started = time.monotonic()
    try:
        with caller.installation.database.owner() as connection:
            # Another process may be rebuilding, too; the lock goes with the connection.
            lock(connection)
            event_count = rebuild(connection, found[0], tell=tell_nobody)
    finally:
        _REBUILDING.release()
    caller.tell(caller.head())
    return Rebuilt(
        name=name,
        event_count=event_count,
        duration_seconds=f"{time.monotonic() - started:.3f}",
    )
