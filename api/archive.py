"""The archive of an installation: its events, proofs and copies of the views, of one moment."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from psycopg import Connection

from api.installation import Installation
from ledger import errors
from ledger.archive.writing import Copies, Person, Scope, Signed, archive
from ledger.words import CandidateId, Position, WorkspaceId
from projections.copies import ARCHIVED
from projections.copies.tables import TABLES
from projections.moment import Moment

_START = Position(0)


def whole(found: Installation, *, after: Position = _START) -> Iterator[bytes]:
    """Yield the archive of the whole ledger, or of what came after a position.

    Copies of the views tell of all there is, so they are in whole archives only. Raise
    `errors.Invalid` if the ledger ends before that position.
    """
    _named(found)
    with found.database.snapshot() as connection:
        last = _head(connection, found.workspace)
        if after > last:
            raise errors.Invalid(f"The ledger ends at position {last}: there is none {after}.")
        scope = Scope(found.workspace, last, after=after)
        copies = Copies() if after else _copies(Moment(connection, found.workspace), None)
        yield from archive(connection, scope, _signed(found, last), copies)


def of_one_person(found: Installation, candidate: CandidateId) -> Iterator[bytes]:
    """Yield the archive of all that is held about one person, under whatever id.

    Raise `errors.Unknown` where there is nothing about anybody with this id.
    """
    _named(found)
    with found.database.snapshot() as connection:
        moment = Moment(connection, found.workspace)
        last = _head(connection, found.workspace)
        root = moment.root(candidate)
        person = Person(root, (root, *moment.merged_into(root)))
        _must_be_known(connection, found.workspace, person)
        scope = Scope(found.workspace, last, person=person)
        yield from archive(connection, scope, _signed(found, last), _copies(moment, root))


def _named(found: Installation) -> None:
    """See to it that the key that will sign is named in the ledger, before anything is read."""
    with suppress(errors.ReadOnly):
        found.proofs.latest()


def _signed(found: Installation, last: Position) -> Signed | None:
    proofs = found.proofs
    try:
        return Signed(proofs.signed(last), proofs)
    except errors.ReadOnly:
        # Who may not write here must still be able to leave, with what was signed before.
        return None


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
