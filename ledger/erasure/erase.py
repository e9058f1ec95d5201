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
from ledger.entries import Entry
from ledger.erasure.holds import refuse_held
from ledger.erasure.mentions import Naming, Search, decided_about
from ledger.erasure.receipt import LISTED_MAX, Receipt
from ledger.erasure.subject import Subject, ids_of, subject
from ledger.erasure.suppression import SuppressionKey
from ledger.events import CandidateErased, EngagementCorrected
from ledger.ids import new_id
from ledger.rows import Place, Request, complete, copy_after, lock_head
from ledger.words import ActorId, CandidateId, StreamId, WorkspaceId

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
            done = self._done(connection, candidate)
            if done is not None:
                return done
            ids = ids_of(connection, self._workspace, candidate)
            known = self._known(connection, ids)
            refuse_held(connection, self._workspace, ids)
            until = _head(connection, self._workspace)
            search = Search(self._workspace, known, self._region)
            naming = search.between(connection, 0, until)
            decided = decided_about(connection, self._workspace, known)
        return _receipt(known, naming, decided)

    def erase(self, candidate: UUID, *, by: ActorId, reason: str | None = None) -> Receipt:
        """Erase somebody under all of their ids; done twice it is done once.

        Raise `errors.LegallyHeld` while a legal hold stands, `errors.Unknown` for a stranger,
        `errors.Invalid` for a reason that names the person.
        """
        with self._database.connection() as connection:
            done = self._done(connection, candidate)
            if done is not None:
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
                done = self._done(connection, candidate)
                if done is not None:
                    return done
                if past is None:
                    ids = ids_of(connection, self._workspace, candidate)
                    refuse_held(connection, self._workspace, ids)
                now = subject(connection, self._workspace, ids)
                if _is_called_otherwise(now, looked.subject):
                    continue
                search = Search(self._workspace, now, self._region)
                since = search.between(connection, looked.until, head.first - 1)
                writing = _Writing(connection, self._workspace, head, by)
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

    def _done(self, connection: Connection[DictRow], candidate: UUID) -> Receipt | None:
        """Return what an earlier erasure did."""
        asked = {"workspace": self._workspace, "candidate": candidate}
        for row in connection.execute(_DONE, asked).fetchall():
            told = CandidateErased.model_validate(row["payload"], strict=False)
            counts = {"workspace": self._workspace, "ids": list(told.candidate_ids)}
            kinds = connection.execute(_EMPTIED, counts).fetchall()
            return Receipt(
                candidate_id=told.candidate_ids[0],
                candidate_ids=told.candidate_ids,
                is_dry_run=False,
                event_count=told.emptied_count,
                events_by_type={each["event_type"]: each["event_count"] for each in kinds},
                emptied_elsewhere=told.emptied_elsewhere,
                restated_count=row["restated_count"],
                suppressed_count=len(told.suppressed),
                position=row["position"],
                erased_at=row["recorded_at"],
                is_repeat=True,
            )
        return None


_DONE = """
select e.position, e.recorded_at, e.payload,
       (select count(*) from ledger.events c
        where c.workspace_id = %(workspace)s and c.request_id = e.request_id
          and c.event_type = 'EngagementCorrected') as restated_count
from erasures g
join ledger.events e on e.workspace_id = g.workspace_id and e.position = g.position
where g.workspace_id = %(workspace)s and g.candidate_id = %(candidate)s
"""
_EMPTIED = """
select event_type, count(*) as event_count
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s) and payload is null
group by event_type
order by event_type
"""
_VERSIONS = """
select stream_id, max(version) as version
from ledger.events
where workspace_id = %(workspace)s and stream_id = any(%(streams)s)
group by stream_id
"""


@dataclass(frozen=True, slots=True)
class _Writing:
    """One erasure being written, in a transaction that holds the workspace's head."""

    connection: Connection[DictRow]
    workspace: WorkspaceId
    head: Place
    by: ActorId

    def write(
        self,
        gone: Subject,
        naming: Naming,
        decided: Sequence[int],
        hashes: tuple[str, ...],
        reason: str | None,
    ) -> Receipt:
        """Put down anew what others keep, say that the person was erased, empty the rest."""
        elsewhere = sorted({*decided, *(each.position for each in naming.restated)})
        erased = CandidateErased(
            candidate_ids=tuple(gone.ids),
            emptied_count=gone.event_count,
            emptied_elsewhere=tuple(elsewhere),
            suppressed=hashes,
            reason=reason,
        )
        entries = self._entries(gone, naming, erased)
        request = Request(new_id(), self.by, entries)
        last, types = copy_after(self.connection, self.workspace, self.head, [request])
        # Before the views are asked, so that they find nothing.
        (row,) = self.connection.execute(
            "select ledger.forget(%s, %s) as emptied_count", (self.workspace, last)
        ).fetchall()
        assert row["emptied_count"] == gone.event_count
        self.connection.execute("select access.forget_looks(%s, %s)", (self.workspace, last))
        # The person is a stranger by now, so strangers are not asked for: everybody else who is
        # told of here was told of before.
        complete(self.connection, self.workspace, self.head, last, sorted(types))
        return _receipt(
            gone,
            naming,
            decided,
            suppressed_count=len(hashes),
            is_dry_run=False,
            position=last,
            erased_at=self.head.recorded_at,
        )

    def _entries(self, gone: Subject, naming: Naming, erased: CandidateErased) -> list[Entry]:
        root = gone.ids[0]
        streams = [root, *(each.stream_id for each in naming.restated)]
        rows = self.connection.execute(
            _VERSIONS, {"workspace": self.workspace, "streams": streams}
        ).fetchall()
        versions = {row["stream_id"]: row["version"] for row in rows}
        entries: list[Entry] = []
        for each in naming.restated:
            versions[each.stream_id] += 1
            corrected = EngagementCorrected.model_validate(
                {
                    "changes": dict(each.changes),
                    "occurred_at": each.occurred_at,
                    "restates": each.restates,
                },
                strict=False,
            )
            stream_id, version = StreamId(each.stream_id), versions[each.stream_id]
            whose = CandidateId(each.candidate_id)
            entries.append(
                Entry(corrected, stream_id, version, whose, import_id=each.import_id)
            )
        version = versions.get(root, 0) + 1
        entries.append(Entry(erased, StreamId(root), version, root))
        return entries


def _is_called_otherwise(now: Subject, before: Subject) -> bool:
    told = (now.ids, now.names, now.handles, now.addresses, now.conversations)
    return told != (
        before.ids,
        before.names,
        before.handles,
        before.addresses,
        before.conversations,
    )


def _receipt(
    known: Subject,
    naming: Naming,
    decided: Sequence[int],
    *,
    suppressed_count: int | None = None,
    is_dry_run: bool = True,
    **done: object,
) -> Receipt:
    elsewhere = sorted({*decided, *(each.position for each in naming.restated)})
    mentions = sorted(set(naming.mentions) - set(decided))
    return Receipt(
        candidate_id=known.ids[0],
        candidate_ids=known.ids,
        is_dry_run=is_dry_run,
        event_count=known.event_count,
        events_by_type=dict(sorted(known.kinds.items())),
        emptied_elsewhere=tuple(elsewhere),
        restated_count=len(naming.restated),
        mentions=tuple(mentions[:LISTED_MAX]),
        mention_count=len(mentions),
        suppressed_count=len(known.handles) if suppressed_count is None else suppressed_count,
        **done,  # pyright: ignore[reportArgumentType] - where and when it was done
    )


def _head(connection: Connection[DictRow], workspace: WorkspaceId) -> int:
    (row,) = connection.execute(
        "select position from ledger.heads where workspace_id = %s", (workspace,)
    ).fetchall()
    return int(row["position"])
