"""Replaying an exported history into an empty installation: same positions, digests, views."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection

from ledger import errors
from ledger.archive.believing import Believed
from ledger.archive.copying import COPY_TEXT_IN
from ledger.archive.histories import History, Log, Place, opened_history
from ledger.database import Database
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
    checkpoints: tuple[bytes, ...]
    """The signed checkpoints that came along, the newest last."""


def restore(database: Database, path: Path, *increments: Path, tell: Tell) -> Restored:
    """Replay an export, and increments of it in order, where there is no event yet.

    All files are checked before anything is written, and written in one transaction: if we die
    in between, the installation is as empty as before. Raise `errors.Damaged` with the file and
    the line named, `errors.NotAllowedNow` where there is a history already.
    """
    with ExitStack() as open_files:
        histories = _opened(open_files, (path, *increments))
        believed = Believed()
        total, workspace = _check(histories, believed, tell)
        with database.owner() as connection, connection.transaction():
            _empty(connection, workspace)
            types = _copy(connection, histories, believed, total, tell)
            # The planner has seen none of this yet, and all views will be filled from it.
            connection.execute("analyze ledger.events")
            connection.execute("set local plan_cache_mode = force_custom_plan")
            connection.execute(
                "select ledger.complete_append("
                "  e.workspace_id, 1, e.position, %s, e.recorded_at)"
                " from ledger.events e where e.workspace_id = %s and e.position = %s",
                (types, workspace, total),
            )
            # Whoever had access where the file came from has none here.
            connection.execute(
                "update ledger.heads set access_after = position where workspace_id = %s",
                (workspace,),
            )
            connection.execute("select ledger.relearn()")
        checkpoints = tuple(note for _, each in histories for note in each.checkpoints)
    return Restored(workspace, total, checkpoints)


def _opened(open_files: ExitStack, paths: Sequence[Path]) -> list[tuple[Path, History]]:
    found: list[tuple[Path, History]] = []
    for path in paths:
        with _named(path, of=len(paths)):
            found.append((path, open_files.enter_context(opened_history(path))))
    if len(found) > 1 and isinstance(found[0][1], Log):
        raise errors.NotAllowedNow("Increments go on from an archive: name that first.")
    return found


def _check(
    histories: Sequence[tuple[Path, History]], believed: Believed, tell: Tell
) -> tuple[int, WorkspaceId]:
    last: Place | None = None
    for path, history in histories:
        with _named(path, of=len(histories)):
            _must_go_on(history, last)
            for place in history.places(believed):
                if last is not None and place.workspace != last.workspace:
                    raise errors.Damaged(
                        f"It is of another ledger than {histories[0][0].name}."
                    )
                last = place
                if place.position % _TOLD_EVERY == 0:
                    tell(place.position, None)
    with _named(histories[0][0], of=len(histories)):
        believed.must_be_covered()
    if last is None:
        raise errors.Damaged("The file holds no event: there is nothing to restore.")
    return last.position, WorkspaceId(last.workspace)


def _must_go_on(history: History, last: Place | None) -> None:
    end = last.position if last is not None else 0
    if history.after == end:
        return
    if not end:
        what = (
            f"this is an increment, and begins after position {history.after}:"
            " name the archive that ends there before it"
        )
    else:
        what = f"it begins after position {history.after}, and what was read ends at {end}"
    raise errors.Damaged(f"{what[0].upper()}{what[1:]}.", what=what)


class _named:  # noqa: N801 - reads as what it does
    """Says of a file's damage that nothing was restored, and of which file, if several are."""

    def __init__(self, path: Path, *, of: int) -> None:
        self._path = path
        self._is_one_of_many = of > 1

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, errors.Damaged):
            of = f"{self._path.name}: " if self._is_one_of_many else ""
            detail = f"{of}{error.detail} Nothing was restored."
            raise errors.Damaged(detail, **error.facts) from None
        if isinstance(error, OSError):
            raise errors.Unreadable(f"{self._path}: {error.strerror}.") from error


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


def _copy(
    connection: Connection[Any],
    histories: Sequence[tuple[Path, History]],
    believed: Believed,
    total: int,
    tell: Tell,
) -> list[str]:
    types: set[str] = set()
    together: list[bytes] = []
    count = 0
    with connection.cursor() as cursor, cursor.copy(COPY_TEXT_IN) as copying:
        for event_type, row in _rows(histories, believed):
            types.add(event_type)
            together.append(row)
            count += 1
            if len(together) >= _ROWS_TOGETHER:
                copying.write(b"".join(together))
                together.clear()
            if count % _TOLD_EVERY == 0:
                tell(count, total)
        copying.write(b"".join(together))
    return sorted(types)


def _rows(
    histories: Sequence[tuple[Path, History]], believed: Believed
) -> Iterator[tuple[str, bytes]]:
    for path, history in histories:
        with _named(path, of=len(histories)):
            yield from history.copied(believed)
