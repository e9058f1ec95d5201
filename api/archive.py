"""The archive of an installation: its events, proofs and copies of the views, of one moment."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from api.installation import Installation
from ledger import errors
from ledger.archive.writing import Copies, Person, Scope, archive
from ledger.proof.checkpoints import Proofs
from ledger.words import CandidateId, Position, WorkspaceId
from projections.copies import ARCHIVED
from projections.copies.tables import TABLES
from projections.moment import Moment

_START = Position(0)
_TRIES = 3


def _untold(_event_count: int, _event_total: int) -> None:
    pass


def whole(
    found: Installation,
    *,
    after: Position = _START,
    tell: Callable[[int, int], None] = _untold,
) -> Iterator[bytes]:
    """Yield the archive of the whole ledger, or of what came after a position.

    Copies of the views tell of all there is, so they are in whole archives only. `tell` hears
    how many events are written so far, and how many there are. Raise
    `errors.Invalid` if the ledger ends before that position.
    """
    with _signable(found) as now:
        if after > now.last:
            raise errors.Invalid(
                f"The ledger ends at position {now.last}: there is none {after}."
            )
        scope = Scope(found.workspace, now.last, after=after)
        moment = Moment(now.connection, found.workspace)
        copies = Copies() if after else _copies(moment, None)
        yield from archive(now.connection, scope, now.proofs, copies, tell)


def of_one_person(found: Installation, candidate: CandidateId) -> Iterator[bytes]:
    """Yield the archive of all that is held about one person, under whatever id.

    Raise `errors.Unknown` where there is nothing about anybody with this id.
    """
    with _signable(found) as now:
        moment = Moment(now.connection, found.workspace)
        root = moment.root(candidate)
        ids = (root, *moment.merged_into(root))
        person = Person(root, ids, found.settings.region)
        _must_be_known(now.connection, found.workspace, person)
        scope = Scope(found.workspace, now.last, person=person)
        yield from archive(now.connection, scope, now.proofs, _copies(moment, root))


@dataclass(frozen=True, slots=True)
class _Now:
    """A snapshot, the last position in it, and what signs that; nothing if nobody can."""

    connection: Connection[Any]
    last: Position
    proofs: Proofs | None


@contextmanager
def _signable(found: Installation) -> Generator[_Now]:
    """Lend a snapshot of a ledger that names the key which will sign it.

    All that can go wrong with the signing is found here, before anything is written; the
    signing itself comes behind the events, which it has to read.
    """
    for _ in range(_TRIES):
        is_open = _is_ready(found)
        with found.database.snapshot() as connection:
            last = _head(connection, found.workspace)
            is_signed = found.proofs.can_sign(last)
            # A restored ledger names no key until it grows, as it may have done just now.
            if is_signed or not is_open:
                yield _Now(connection, last, found.proofs if is_signed else None)
                return
    raise errors.Contended


def _is_ready(found: Installation) -> bool:
    try:
        found.proofs.ready()
    except errors.ReadOnly:
        # Who may not write here must still be able to leave, with what was signed before.
        return False
    return True


def _copies(moment: Moment, person: CandidateId | None) -> Copies:
    files = (file for copy in ARCHIVED for file in copy.files(moment, person))
    return Copies(files, {f"tables/{table.name}.csv": table.schema for table in TABLES})


def _must_be_known(connection: Connection[Any], workspace: WorkspaceId, person: Person) -> None:
    found = connection.execute(
        "select from ledger.events where workspace_id = %(workspace)s"
        " and candidate_id = any(%(people)s) limit 1",
        {"workspace": workspace, "people": list(person.ids)},
    ).fetchone()
    if found is None:
        raise errors.Unknown(f"There is no candidate {person.candidate}.")


def _head(connection: Connection[Any], workspace: WorkspaceId) -> Position:
    row = connection.execute(
        "select position from ledger.heads where workspace_id = %(workspace)s",
        {"workspace": workspace},
    ).fetchone()
    return Position(row["position"] if row else 0)
