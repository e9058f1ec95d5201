"""Erasing a person: one event, and in its transaction everything told of them is emptied.

What others' events say of them is looked for before the ledger is locked, and once more in the
few events that came since; so writers wait for the emptying alone. If we die in between, the
transaction is gone and nobody was erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger import errors
from ledger.database import Database
from ledger.erasure.done import already_done
from ledger.erasure.holds import refuse_held
from ledger.erasure.mentions import Naming, Search, decided_about
from ledger.erasure.receipt import Receipt, receipt_of
from ledger.erasure.subject import Subject, ids_of, subject
from ledger.erasure.suppression import SuppressionKey
from ledger.erasure.writing import Writing
from ledger.rows import lock_head
from ledger.words import ActorId, CandidateId, WorkspaceId

# What the person is called changed while others' events were looked through: rare.
_ATTEMPTS_MAX = 3


@dataclass(frozen=True, slots=True)
class Past:
    """An erasure that another copy of this ledger has, and this one has still to do."""

    candidate_ids: tuple[CandidateId, ...]
    suppressed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found up to a position, and of whom."""

    subject: Subject
    naming: Naming
    until: int


class Eraser:
    """Erases people of one workspace."""

    def __init__(
        self,
        database: Database,
        workspace: WorkspaceId,
        key: SuppressionKey,
        region: str | None = None,
    ) -> None:
        self._database = database.of(workspace)
        self._workspace = workspace
        self._key = key
        self._region = region

    def look(self, candidate: UUID) -> Receipt:
        """Return what erasing somebody would do; raise `errors.LegallyHeld`, `errors.Unknown`.

        Of somebody who was erased, return what was done.
        """
        with self._database.snapshot() as connection:
            for done in already_done(connection, self._workspace, candidate):
                return done
            ids = ids_of(connection, self._workspace, candidate)
            known = self._known(connection, ids)
            refuse_held(connection, self._workspace, ids)
            until = _head(connection, self._workspace)
            search = Search(self._workspace, known, self._region)
            naming = search.between(connection, 0, until)
            decided = decided_about(connection, self._workspace, known)
        return receipt_of(known, naming, decided)

    def erase(self, candidate: UUID, *, by: ActorId, reason: str | None = None) -> Receipt:
        """Erase somebody under all of their ids; done twice it is done once.

        Raise `errors.LegallyHeld` while a legal hold stands, `errors.Unknown` for a stranger,
        `errors.Invalid` for a reason that names the person.
        """
        with self._database.connection() as connection:
            for done in already_done(connection, self._workspace, candidate):
                return done
            ids = ids_of(connection, self._workspace, candidate)
            refuse_held(connection, self._workspace, ids)
        return self._erase(candidate, ids, by, reason, None)

    def erase_again(self, past: Past, *, by: ActorId) -> Receipt:
        """Erase whom another copy of this ledger erased: exactly those ids, held or not.

        Where this ledger does not know them, their handles are suppressed none the less.
        """
        first = past.candidate_ids[0]
        return self._erase(first, past.candidate_ids, by, None, past)

    def _erase(
        self,
        candidate: UUID,
        ids: Sequence[CandidateId],
        by: ActorId,
        reason: str | None,
        past: Past | None,
    ) -> Receipt:
        self._key.make()
        for _ in range(_ATTEMPTS_MAX):
            looked = self._looked(ids, is_past=past is not None)
            if reason and Search(self._workspace, looked.subject, self._region).names_them(
                reason
            ):
                raise errors.Invalid("Give a reason that does not name the person: it is kept.")
            with self._database.connection() as connection:
                head = lock_head(connection, self._workspace)
                for done in already_done(connection, self._workspace, candidate):
                    return done
                if past is None:
                    ids = ids_of(connection, self._workspace, candidate)
                    refuse_held(connection, self._workspace, ids)
                now = subject(connection, self._workspace, ids)
                if _is_called_otherwise(now, looked.subject):
                    continue
                search = Search(self._workspace, now, self._region)
                since = search.between(connection, looked.until, head.first - 1)
                writing = Writing(connection, self._workspace, head, by)
                hashes = self._hashes(now, past)
                decided = decided_about(connection, self._workspace, now)
                return writing.write(now, looked.naming + since, decided, hashes, reason)
        raise errors.Contended

    def _looked(self, ids: Sequence[CandidateId], *, is_past: bool) -> _Looked:
        with self._database.snapshot() as connection:
            known = (
                subject(connection, self._workspace, ids)
                if is_past
                else self._known(connection, ids)
            )
            until = _head(connection, self._workspace)
            search = Search(self._workspace, known, self._region)
            return _Looked(known, search.between(connection, 0, until), until)

    def _known(self, connection: Connection[DictRow], ids: Sequence[CandidateId]) -> Subject:
        known = subject(connection, self._workspace, ids)
        if not known.event_count:
            raise errors.Unknown(f"No candidate has the id {ids[0]}.")
        return known

    def _hashes(self, known: Subject, past: Past | None) -> tuple[str, ...]:
        own = self._key.hashes(sorted(known.handles))
        return tuple(dict.fromkeys([*(past.suppressed if past else ()), *own]))


def _is_called_otherwise(now: Subject, before: Subject) -> bool:
    told = (now.ids, now.names, now.handles, now.addresses, now.conversations)
    return told != (
        before.ids,
        before.names,
        before.handles,
        before.addresses,
        before.conversations,
    )


def _head(connection: Connection[DictRow], workspace: WorkspaceId) -> int:
    (row,) = connection.execute(
        "select position from ledger.heads where workspace_id = %s", (workspace,)
    ).fetchall()
    return int(row["position"])
