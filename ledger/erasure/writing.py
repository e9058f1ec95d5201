"""Writing one erasure down: what others keep put down anew, the event, and the emptying."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.entries import Entry
from ledger.erasure.mentions import Naming
from ledger.erasure.receipt import Receipt, receipt_of
from ledger.erasure.subject import Subject
from ledger.events import CandidateErased, EngagementCorrected
from ledger.ids import new_id
from ledger.parcels import Parcel, Request
from ledger.rows import Place, complete, copy_after
from ledger.words import ActorId, CandidateId, StreamId, WorkspaceId

_VERSIONS = """
select stream_id, max(version) as version
from ledger.events
where workspace_id = %(workspace)s and stream_id = any(%(streams)s)
group by stream_id
"""


@dataclass(frozen=True, slots=True)
class Writing:
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
        parcel = Parcel([Request(new_id(), self.by, entries)])
        last = copy_after(self.connection, self.workspace, self.head, parcel)
        # Before the views are asked, so that they find nothing.
        (row,) = self.connection.execute(
            "select ledger.forget(%s, %s) as emptied_count", (self.workspace, last)
        ).fetchall()
        assert row["emptied_count"] == gone.event_count
        self.connection.execute("select access.forget_looks(%s, %s)", (self.workspace, last))
        # The person is a stranger by now, so strangers are not asked for: everybody else who is
        # told of here was told of before.
        complete(self.connection, self.workspace, self.head, last, parcel.types)
        return receipt_of(
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
