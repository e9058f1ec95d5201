"""Which planner plans a batch: that of neutral records, or that of another ledger's events."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from ledger.entries import Entry
from ledger.imports import plan as plans
from ledger.imports import planning
from ledger.imports.bringer import Bringer
from ledger.imports.erased import reason
from ledger.imports.rapport.export import SOURCE
from ledger.imports.rapport.plan import TransferPlan
from ledger.imports.rapport.planning import Transfer
from ledger.imports.reading import Batch
from ledger.imports.records import ForeignEvent, ForeignPerson, Place
from ledger.imports.report import Report
from ledger.imports.shelf import Shelf
from ledger.known import Known, Newcomer
from ledger.recording import Ledger
from ledger.words import CandidateId

_FOREIGN = (ForeignEvent, ForeignPerson)


class Plan(Protocol):
    """What one batch would change."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries to append, all of them or none."""
        ...

    @property
    def newcomers(self) -> Sequence[tuple[Place, Newcomer]]:
        """Who would be new, for a preview to compare with whom the ledger knows."""
        ...

    def count(self, report: Report) -> None:
        """Put down in the report what became of the records, now that it is written."""
        ...


class Planners:
    """Plans one import, batch by batch, each on top of those it was told to assume."""

    def __init__(
        self,
        ledger: Ledger,
        known: Known,
        by: Bringer,
        region: str | None,
        *,
        is_repeated: bool,
    ) -> None:
        self._told = planning.Planner(ledger, known, by, region, is_repeated=is_repeated)
        self._transfer = Transfer(ledger, known, by)
        self._known = known

    def plan(self, batch: Batch, import_id: UUID | None) -> Plan:
        """Return what is new in these records."""
        if any(isinstance(record, _FOREIGN) for record in batch.records):
            return self._transfer.plan(batch, import_id)
        return self._told.plan(batch, import_id)

    def rest(self) -> Iterator[Batch]:
        """Yield what is to be planned, in turn, once all else is written."""
        for records in self._transfer.rest():
            yield Batch(SOURCE, None, tuple(records), 0, 0, {})

    def assume(self, plan: Plan) -> None:
        """Build later plans on this one, as if it were written already."""
        if isinstance(plan, TransferPlan):
            self._transfer.assume(plan)
        elif isinstance(plan, plans.Plan):
            self._told.assume(plan)

    def forget(self, plan: Plan) -> None:
        """Build on this plan no more: somebody else was first, and it must be made anew."""
        if isinstance(plan, TransferPlan):
            self._transfer.forget(plan)
        elif isinstance(plan, plans.Plan):
            self._told.forget(plan)

    def bury(self, candidate_id: CandidateId, day: date) -> None:
        """Tell nothing more of somebody who was erased while the import was at work."""
        self._told.bury(candidate_id, reason(day))
        self._transfer.bury(candidate_id, day)

    def look_ahead(self, shelf: Shelf) -> None:
        """Find out who of another ledger's people was erased here."""
        if self._known.has_erased():
            self._transfer.look_ahead(
                record
                for _, batch in shelf.batches()
                for record in batch.records
                if isinstance(record, ForeignEvent)
            )
