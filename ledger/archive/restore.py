"""Replaying an exported history into an empty installation: same positions, same digests.

A file is read once: its lines are checked while PostgreSQL takes in those before them. The
views are worked out from the events afterwards (projections/restore.py).
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
from psycopg import Connection

from ledger import errors
from ledger.archive.believing import Believed
from ledger.archive.copying import COPY_TEXT_IN
from ledger.archive.histories import Block, History, Log, opened_history
from ledger.archive.indexes import indexed_afterwards
from ledger.database import Database
from ledger.words import WorkspaceId

Tell = Callable[[int, int | None], None]
"""Is told how many events were read and stored, and how many there are once that is known."""

_TOLD_EVERY = 5_000
# Enough of the table for plans that read all of it; a server looks closer by itself later on.
_LEARN = "set local default_statistics_target = 10; analyze ledger.events"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back."""

    workspace: WorkspaceId
    event_count: int
    checkpoints: tuple[bytes, ...]
    """The signed checkpoints that came along, the newest last."""


def restore_events(database: Database, path: Path, *increments: Path, tell: Tell) -> Restored:
    """Replay an export, and increments of it in order, where there is no event yet.

    All of it is one transaction, which ends only once everything in the files was checked: if
    we die in between, the installation is as empty as before. Afterwards every view waits to be
    built anew; if we die then, the next start does it. Raise `errors.Damaged` with the file and
    the line named, `errors.NotAllowedNow` where there is a history already.
    """
    with ExitStack() as open_files:
        histories = _opened(open_files, (path, *increments))
        believed = Believed()
        for increment, history in histories[1:]:
            with _named(increment, of=len(histories)):
                for erasure in history.erasures():
                    believed.foreseen.expect(erasure)
        with database.owner() as connection, connection.transaction():
            _must_be_empty(connection)
            with _checked_beside(histories):
                last = _copy(connection, histories, believed, tell)
            _check_the_rest(histories, believed)
            _complete(connection, last)
        checkpoints = tuple(note for _, each in histories for note in each.checkpoints)
    return Restored(WorkspaceId(last.workspace), last.last, checkpoints)


def _opened(open_files: ExitStack, paths: Sequence[Path]) -> list[tuple[Path, History]]:
    found: list[tuple[Path, History]] = []
    for path in paths:
        with _named(path, of=len(paths)):
            found.append((path, open_files.enter_context(opened_history(path))))
    if len(found) > 1 and isinstance(found[0][1], Log):
        raise errors.NotAllowedNow("Increments go on from an archive: name that first.")
    return found


def _must_be_empty(connection: Connection[Any]) -> None:
    connection.execute("lock table ledger.heads in exclusive mode")
    if connection.execute("select from ledger.events limit 1").fetchone() is not None:
        raise errors.NotAllowedNow(
            "This installation holds a history already; restore into another data directory:"
            " rapport restore FILE --data FOLDER."
        )


def _copy(
    connection: Connection[Any],
    histories: Sequence[tuple[Path, History]],
    believed: Believed,
    tell: Tell,
) -> Block:
    last: Block | None = None
    told = 0
    try:
        with (
            indexed_afterwards(connection),
            connection.cursor() as cursor,
            cursor.copy(COPY_TEXT_IN) as copying,
        ):
            for block in _blocks(histories, believed):
                copying.write(block.rows)
                last = block
                if block.last - told >= _TOLD_EVERY:
                    told = block.last
                    tell(told, None)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise _refused(error) from None
    if last is None:
        raise errors.Damaged("The file holds no event: there is nothing to restore.")
    return last


def _blocks(histories: Sequence[tuple[Path, History]], believed: Believed) -> Iterator[Block]:
    last: Block | None = None
    for path, history in histories:
        with _named(path, of=len(histories)):
            _must_go_on(history, last)
            for block in history.blocks(believed):
                if last is not None and block.workspace != last.workspace:
                    raise errors.Damaged(
                        f"It is of another ledger than {histories[0][0].name}."
                    )
                last = block
                yield block


def _must_go_on(history: History, last: Block | None) -> None:
    end = last.last if last is not None else 0
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


def _refused(error: psycopg.Error) -> errors.Damaged:
    """Return why the database takes no such event; what it says may quote values."""
    what = f"the database does not take one of its events ({error.sqlstate})"
    return errors.Damaged(f"{what[0].upper()}{what[1:]}. Nothing was restored.", what=what)


@contextmanager
def _checked_beside(histories: Sequence[tuple[Path, History]]) -> Generator[None]:
    """Check what lies beside the events in a thread of its own; at the end, say what is wrong.

    What is wrong with the events is said first: that names a position.
    """
    is_over = Event()

    def check() -> None:
        for path, history in histories:
            with _named(path, of=len(histories)):
                for _ in history.beside():
                    if is_over.is_set():
                        return

    with ThreadPoolExecutor(1, "archive") as threads:
        checking = threads.submit(check)
        try:
            yield
        except BaseException:
            is_over.set()
            raise
        checking.result()


def _check_the_rest(histories: Sequence[tuple[Path, History]], believed: Believed) -> None:
    with _named(histories[0][0], of=len(histories)):
        believed.must_be_covered()
    for path, history in histories:
        with _named(path, of=len(histories)):
            history.check_count()


_TAKE_PLACE = """
with made as (delete from ledger.heads returning owner_id)
insert into ledger.heads (workspace_id, owner_id, position, recorded_at)
select e.workspace_id, coalesce((select owner_id from made limit 1), gen_random_uuid()),
       e.position, e.recorded_at
from ledger.events e
where e.workspace_id = %(workspace)s and e.position = %(last)s
"""
# Whose texts are there although an event after them erases them. No export is like that; one
# that was put together from two may be.
_TO_FORGET = """
select c.position
from ledger.events c
where c.workspace_id = %(workspace)s and c.event_type = 'CandidateErased'
  and exists (
      select from ledger.events e
      where e.workspace_id = c.workspace_id and e.position < c.position
        and e.event_type not in ('CandidateErased', 'SigningKeyNamed')
        and e.payload is not null
        and (e.candidate_id in (
                 select i.id::uuid
                 from jsonb_array_elements_text(c.payload -> 'candidate_ids') i(id))
             or e.position in (
                 select p.place::bigint
                 from jsonb_array_elements_text(c.payload -> 'emptied_elsewhere') p(place))))
order by c.position
"""


def _complete(connection: Connection[Any], last: Block) -> None:
    """Have the workspace end where the events do, with nothing in it that was erased."""
    values = {"workspace": last.workspace, "last": last.last}
    connection.execute(_LEARN)
    # The workspace that the first start made has seen nothing; its owner goes on owning.
    connection.execute(_TAKE_PLACE, values)
    # Whoever had access where the file came from has none here.
    connection.execute(
        "update ledger.heads set access_after = %(last)s where workspace_id = %(workspace)s",
        values,
    )
    for position in [row[0] for row in connection.execute(_TO_FORGET, values).fetchall()]:
        connection.execute("select ledger.forget(%s, %s)", (last.workspace, position))
    connection.execute("select ledger.move_effective(%(workspace)s, %(last)s)", values)
    # Their tables are as empty as before; nothing is of the form that this says.
    connection.execute("update ledger.view_builds set digest = ''")


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
