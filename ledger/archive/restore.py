"""Replaying an exported log into an empty installation: same positions, digests, views."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection

from ledger import errors
from ledger.archive.reading import read_log
from ledger.database import Database
from ledger.packing import COPY_IN, HEADER, TRAILER, Row, pack
from ledger.words import WorkspaceId

Tell = Callable[[int, int | None], None]
"""Is told how many events were read or written, and how many there are once that is known."""

_ROWS_TOGETHER = 500
_TOLD_EVERY = 5_000


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back."""

    workspace: WorkspaceId
    event_count: int


def restore(database: Database, path: Path, *, tell: Tell) -> Restored:
    """Replay an export into an installation that holds no event.

    The whole file is checked before anything is written, and written in one transaction: if
    we die in between, the installation is as empty as before. Raise `errors.Damaged` with the
    line named, `errors.NotAllowedNow` where there is a history already.
    """
    total, workspace = _check(path, tell)
    with database.owner() as connection, connection.transaction():
        _empty(connection, workspace)
        types = _copy(connection, path, total, tell)
        # The planner has seen none of this yet, and all views are about to be filled from it.
        connection.execute("analyze ledger.events")
        connection.execute("set local plan_cache_mode = force_custom_plan")
        connection.execute(
            "select ledger.complete_append(e.workspace_id, 1, e.position, %s, e.recorded_at)"
            " from ledger.events e where e.workspace_id = %s and e.position = %s",
            (types, workspace, total),
        )
        connection.execute("select ledger.relearn()")
    return Restored(workspace, total)


def _check(path: Path, tell: Tell) -> tuple[int, WorkspaceId]:
    last: Row | None = None
    try:
        for line in read_log(path):
            last = line
            if line.position % _TOLD_EVERY == 0:
                tell(line.position, None)
    except errors.Damaged as damaged:
        raise errors.Damaged(
            f"{damaged.detail} Nothing was restored.", **damaged.facts
        ) from None
    except OSError as error:
        raise errors.Unreadable(f"{path}: {error.strerror}.") from error
    if last is None:
        raise errors.Damaged("The file holds no event: there is nothing to restore.")
    return last.position, WorkspaceId(last.workspace_id)


def _empty(connection: Connection[Any], workspace: WorkspaceId) -> None:
    connection.execute("lock table ledger.heads in exclusive mode")
    if connection.execute("select from ledger.events limit 1").fetchone() is not None:
        raise errors.NotAllowedNow(
            "This installation holds a history already; restore into another data directory:"
            " rapport restore FILE --data FOLDER."
        )
    # The workspace that the first start made has seen nothing; its owner goes on owning.
    connection.execute(
        "with made as (delete from ledger.heads returning owner_id)"
        " insert into ledger.heads (workspace_id, owner_id)"
        " select %s, coalesce((select owner_id from made limit 1), gen_random_uuid())",
        (workspace,),
    )


def _copy(connection: Connection[Any], path: Path, total: int, tell: Tell) -> list[str]:
    types: set[str] = set()
    packed = [HEADER]
    with connection.cursor() as cursor, cursor.copy(COPY_IN) as copying:
        for line in read_log(path):
            types.add(line.event_type)
            packed.append(pack(line))
            if len(packed) >= _ROWS_TOGETHER:
                copying.write(b"".join(packed))
                packed.clear()
            if line.position % _TOLD_EVERY == 0:
                tell(line.position, total)
        copying.write(b"".join(packed) + TRAILER)
    return sorted(types)
