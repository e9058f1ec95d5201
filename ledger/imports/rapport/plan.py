"""What a batch of another ledger's events would add to this one."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

from ledger.entries import Entry
from ledger.events import CandidateAdded, EngagementRecorded
from ledger.imports.records import ForeignEvent, ForeignPerson, Place, Skipped
from ledger.imports.report import Report
from ledger.known import Newcomer

Of = Literal["people", "engagements"]

_COUNTED: dict[str, Of] = {
    CandidateAdded.__name__: "people",
    EngagementRecorded.__name__: "engagements",
}


class Outcome(NamedTuple):
    """What became of one line; what it counts as, where it is a person or an engagement."""

    place: Place
    is_new: bool
    of: Of | None


@dataclass(slots=True)
class TransferPlan:
    """The entries of one batch, and what later batches take for granted once it is written."""

    import_id: UUID | None
    newcomers: tuple[tuple[Place, Newcomer], ...] = ()
    """Nobody: another ledger's people are compared once they are here."""
    entries: list[Entry] = field(default_factory=list[Entry])
    known_by: set[UUID] = field(default_factory=set[UUID])
    """The ids by which the events among the entries are known."""
    versions: dict[UUID, int] = field(default_factory=dict[UUID, int])
    reinstated: set[UUID] = field(default_factory=set[UUID])
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    recognised_count: int = 0
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    merges: list[ForeignEvent] = field(default_factory=list[ForeignEvent])
    """Merges that say nothing new so far, to be asked again at the end."""
    people: list[ForeignPerson] = field(default_factory=list[ForeignPerson])
    """Whom to recognise at the end."""

    def put(self, entry: Entry) -> None:
        """Add the entry of an event that is known by an id of its own."""
        assert entry.request_id is not None
        self.entries.append(entry)
        self.known_by.add(entry.request_id)
        self.versions[entry.stream_id] = entry.version

    def tell(self, told: ForeignEvent, *, is_new: bool) -> None:
        """Put down what becomes of one line."""
        self.outcomes.append(Outcome(told.place, is_new, _COUNTED.get(told.event_type)))

    def count(self, report: Report) -> None:
        """Put down in the report what became of the lines, now that it is written."""
        report.event_count += len(self.entries)
        counts: dict[Of, Counter[str]] = {
            "people": report.people,
            "engagements": report.engagements,
        }
        for outcome in self.outcomes:
            report.tell(outcome.place, is_new=outcome.is_new)
            if outcome.of:
                counts[outcome.of]["new" if outcome.is_new else "known"] += 1
        if self.recognised_count:
            report.people["recognised"] += self.recognised_count
        for skipped in self.skipped:
            report.skip(skipped)
