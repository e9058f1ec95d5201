"""Taking back what an import did, bringing it back, and saying what columns mean."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import ColumnsExplained, ImportReinstated, ImportReverted
from ledger.known import Known
from ledger.words import Line, StreamId, Text


class RevertImport(Command):
    """Take back everything an import did, updates included."""

    import_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        # The version first: what comes after it makes the append lose, and ask again.
        version = known.version(self.import_id) + 1
        if _import(known, self.import_id)["state"] == "reverted":
            return []
        return [Entry(ImportReverted(reason=self.reason), StreamId(self.import_id), version)]


class ReinstateImport(Command):
    """Bring back what a reverted import had done."""

    import_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        # The version first: what comes after it makes the append lose, and ask again.
        version = known.version(self.import_id) + 1
        if _import(known, self.import_id)["state"] != "reverted":
            return []
        return [Entry(ImportReinstated(reason=self.reason), StreamId(self.import_id), version)]


class ExplainColumns(Command):
    """Say what the columns of a kind of table mean; what was said of others before stays."""

    signature: Line
    columns: dict[Line, Line | None]

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        stream_id = known.id_of("columns", self.signature)
        # The version first: what comes after it makes the append lose, and ask again.
        version = known.version(stream_id) + 1
        before = dict(known.column_meanings().get(self.signature, {}))
        columns = before | self.columns
        if columns == before:
            return []
        explained = ColumnsExplained(signature=self.signature, columns=columns)
        return [Entry(explained, stream_id, version)]


def _import(known: Known, import_id: UUID) -> Mapping[str, Any]:
    rows = known.rows("imports", stream_id=import_id)
    if not rows:
        raise errors.Unknown(f"No import has the id {import_id}.")
    if rows[0]["state"] == "running":
        raise errors.NotAllowedNow(
            f"Import {import_id} has not come to its end: wait for it, or bring the same file"
            " in again to finish it."
        )
    return rows[0]
