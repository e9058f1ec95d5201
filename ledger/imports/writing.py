"""Taking plans to the ledger: one is written while the next is made and packed.

Planning is work for us, writing is work for the database, and neither waits for the other. A
plan that somebody else's write made void is made again, and with it the one built on it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from uuid import UUID

from ledger import errors
from ledger.entries import Entry
from ledger.ids import new_id
from ledger.imports.planners import Plan, Planners
from ledger.imports.reading import Batch
from ledger.imports.report import Report
from ledger.known import Known
from ledger.parcels import Parcel, Request
from ledger.store import VersionTakenError
from ledger.words import ActorId, CandidateId

# Somebody else claims one of thousands of handles at the same moment: rare, so many tries.
ATTEMPTS_MAX = 20


# A screen shows some dozens; comparing a thousand with 100,000 known people takes seconds.
_COMPARED_MAX = 1_000


class Preview:
    """Takes plans and writes nothing: only the report hears of them."""

    def __init__(self, report: Report, known: Known) -> None:
        self._report = report
        self._known = known
        self._left = _COMPARED_MAX

    def prepare(self, plan: Plan) -> None:
        """Do nothing: the plan will not be written."""

    def is_free(self, _: Planners) -> bool:
        """Say that the next plan can be taken as it is."""
        return True

    def take(self, plan: Plan, _: Batch) -> None:
        """Count what would be written, and say whom the first newcomers resemble."""
        plan.count(self._report)
        newcomers = plan.newcomers[: self._left]
        self._left -= len(newcomers)
        alike = self._known.look_alikes([each for _, each in newcomers]) if newcomers else []
        for (place, newcomer), found in zip(newcomers, alike, strict=True):
            if found:
                self._report.resemble(place, newcomer.name, found[0])

    def close(self) -> None:
        """Do nothing: nothing is under way."""


class Writing:
    """Takes plans and appends each in one transaction, in a thread of its own.

    `begin` gives the entries that must come before the first.
    """

    def __init__(
        self,
        put: Callable[[Parcel], None],
        by: ActorId,
        begin: Callable[[], Sequence[Entry]],
        import_id: UUID,
        report: Report,
    ) -> None:
        self._put = put
        self._by = by
        self._begin = begin
        self._import_id = import_id
        self._report = report
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._has_begun = False
        self._prepared: Parcel | None = None
        self._under_way: tuple[Future[None], Plan, Batch] | None = None

    def prepare(self, plan: Plan) -> None:
        """Pack the next plan while the one before it is being written."""
        self._prepared = None
        if plan.entries:
            begun = () if self._has_begun else self._begin()
            self._has_begun = True
            entries = [*begun, *plan.entries]
            self._prepared = Parcel([Request(new_id(), self._by, entries)])
            self._prepared.pack()

    def is_free(self, planner: Planners) -> bool:
        """Wait for the plan under way; say whether a plan that was built on it still stands."""
        if self._under_way is None:
            return True
        writing, plan, batch = self._under_way
        self._under_way = None
        try:
            writing.result()
        except (VersionTakenError, errors.Erased) as lost:
            planner.forget(plan)
            _bury(planner, lost)
            self._has_begun = False
            self._write_anew(planner, batch)
            return False
        plan.count(self._report)
        return True

    def take(self, plan: Plan, batch: Batch) -> None:
        """Begin to write the plan that was prepared; the one before must be done."""
        if self._prepared is not None:
            self._under_way = self._thread.submit(self._put, self._prepared), plan, batch
        else:
            plan.count(self._report)

    def close(self) -> None:
        """Wait for what is under way, whatever becomes of it."""
        self._thread.shutdown()

    def _write_anew(self, planner: Planners, batch: Batch) -> None:
        for _ in range(ATTEMPTS_MAX):
            plan = planner.plan(batch, self._import_id)
            try:
                self.prepare(plan)
                if self._prepared is not None:
                    self._put(self._prepared)
            except (VersionTakenError, errors.Erased) as lost:
                _bury(planner, lost)
                self._has_begun = False
                continue
            planner.assume(plan)
            plan.count(self._report)
            return
        raise errors.Contended


def _bury(planner: Planners, lost: Exception) -> None:
    """Forget whom somebody erased while the plan about them was made."""
    if isinstance(lost, errors.Erased):
        erased = CandidateId(UUID(lost.facts["candidate_id"]))
        planner.bury(erased, date.fromisoformat(lost.facts["erased_on"]))
