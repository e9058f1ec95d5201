"""Which imports come back because a newer export holds what they had brought?"""

from collections.abc import Collection, Mapping
from uuid import UUID

from ledger.entries import Entry
from ledger.events import ImportReinstated
from ledger.imports.deciding import deciding_among
from ledger.imports.rapport.plan import TransferPlan
from ledger.imports.rapport.standing import Holding
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import Scope, StreamId

TAKEN_BACK_HERE = "of an import taken back here, which only an administrator brings back"

_AGAIN = "A newer export of the same ledger was brought in."


class Reinstating:
    """Plans that imports come back, each once."""

    def __init__(self, ledger: Ledger, known: Known, scopes: Collection[Scope]) -> None:
        self._ledger = ledger
        self._known = known
        self._is_administrator = Scope.ADMIN in scopes
        self._reinstated: set[UUID] = set()

    def among(self, plan: TransferPlan) -> frozenset[UUID]:
        """Return what came back so far, and does by this plan."""
        return frozenset(self._reinstated | plan.reinstated)

    def assume(self, plan: TransferPlan) -> None:
        """Count what a plan brings back as back."""
        self._reinstated |= plan.reinstated

    def forget(self, plan: TransferPlan) -> None:
        """Count what a plan brings back as still gone."""
        self._reinstated -= plan.reinstated

    def bring_back(
        self, held: Mapping[UUID, Holding], plan: TransferPlan
    ) -> Collection[UUID | None]:
        """Bring back the imports of what is held; return those that an administrator must."""
        gone = {
            each.import_id
            for each in held.values()
            if each.is_taken_back and each.import_id is not None
        } - {plan.import_id, *self._reinstated}
        kept: set[UUID] = set()
        if not self._is_administrator:
            kept = deciding_among(self._ledger.database, self._ledger.workspace, gone)
        for import_id in gone - kept:
            # Of no import: undoing this one leaves the other as a person would have it.
            stream_id = StreamId(import_id)
            again = ImportReinstated(reason=_AGAIN)
            plan.entries.append(Entry(again, stream_id, self._known.version(stream_id) + 1))
            plan.reinstated.add(import_id)
        return kept
