"""Bringing an older copy of a ledger up to the erasures that came after it."""

from collections.abc import Sequence
from pathlib import Path

from ledger.database import Database
from ledger.erasure import outside
from ledger.erasure.erase import Eraser, Past
from ledger.erasure.outside import Outside
from ledger.erasure.suppression import SuppressionKey
from ledger.words import ActorId, WorkspaceId


def reapply(
    database: Database,
    workspace: WorkspaceId,
    *,
    folder: Path,
    key: SuppressionKey,
    by: ActorId,
    region: str | None,
    also: Sequence[Path] = (),
) -> int:
    """Erase again whom the lists outside name and this ledger still knows; say how many.

    `folder` holds the list of this installation, `also` lists brought along from another one.
    Each erasure is an event of its own; what it erased is in the list here afterwards, too. A
    legal hold of the older copy does not stand in the way: it was released since. `region` is
    the country whose phone numbers are written without a code: others may tell of the person by
    such a number.
    """
    database = database.of(workspace)
    kept = Outside(folder, workspace)
    pasts: list[Past] = [*kept.read(), *(each for path in also for each in outside.read(path))]
    with database.connection() as connection:
        left = outside.missing(connection, pasts, workspace) if pasts else []
    eraser = Eraser(database, workspace, key, region)
    # A list brought along may say the same as the one that is here.
    once = {past.candidate_ids: past for past in left}
    for past in once.values():
        eraser.erase_again(past, by=by)
    with database.connection() as connection:
        kept.add(connection)
    return len(once)
