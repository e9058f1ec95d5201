"""A plan: what one batch of records would change, and what the plans before it changed.

A plan is made from the ledger as it stands and from earlier plans of the same import, which may
still be on their way into it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from ledger.database import Database
from ledger.entries import Entry
from ledger.events import Event
from ledger.imports.bringer import Bringer
from ledger.imports.records import Place, Skipped
from ledger.imports.report import Report
from ledger.known import Known, Newcomer
from ledger.words import CandidateId, StreamId, WorkspaceId

STRANGER = "nobody in the ledger is known by an address in it"


class Met(NamedTuple):
    """A person of the file as the ledger has them."""

    candidate_id: CandidateId
    strongest: str
    """Their strongest handle, which names them in the keys of what has no id of its own."""
    is_known: bool = False
    """Whether anybody told of them before this row did."""


class Outcome(NamedTuple):
    """What became of one record, for the report."""

    of: Literal["people", "engagements", "memberships", "applications"]
    word: str
    """`again` for somebody of whom an earlier row told: people are counted once."""
    places: tuple[Place, ...]
    is_new: bool
    candidate_id: CandidateId | None = None
    changed: tuple[str, ...] = ()
    """What changed about somebody known: facts, and `handles`, `tags`."""


@dataclass(slots=True)
class Plan:
    """What one batch of records would change: the entries, and what they take for granted."""

    import_id: UUID | None
    source: str
    told_at: datetime | None
    entries: list[Entry] = field(default_factory=list[Entry])
    met: dict[str, Met] = field(default_factory=dict[str, Met])
    held: dict[StreamId, CandidateId] = field(default_factory=dict[StreamId, CandidateId])
    claims: set[tuple[StreamId, CandidateId]] = field(
        default_factory=set[tuple[StreamId, CandidateId]]
    )
    names: dict[CandidateId, str] = field(default_factory=dict[CandidateId, str])
    told: dict[CandidateId, frozenset[str]] = field(
        default_factory=dict[CandidateId, frozenset[str]]
    )
    recorded: set[StreamId] = field(default_factory=set[StreamId])
    erased: dict[str, str] = field(default_factory=dict[str, str])
    """People of the file who were erased, and why nothing of them is brought in."""
    versions: dict[StreamId, int] = field(default_factory=dict[StreamId, int])
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    unmet: list[Skipped] = field(default_factory=list[Skipped])
    """Rows about strangers, left out unless somebody else in them is known."""

    tell_newcomers: Callable[[], Sequence[tuple[Place, Newcomer]]] = tuple
    """Tells who would be new: a call, since only a preview asks."""

    @property
    def newcomers(self) -> Sequence[tuple[Place, Newcomer]]:
        """Who would be new, for a preview to compare with whom the ledger knows."""
        return self.tell_newcomers()

    def put(
        self,
        event: Event,
        stream_id: StreamId,
        standing: int,
        candidate_id: CandidateId | None,
        occurred_at: datetime | None = None,
    ) -> None:
        """Add an event to a stream that holds so many in the ledger."""
        version = self.versions.get(stream_id, standing) + 1
        self.versions[stream_id] = version
        self.entries.append(
            Entry(event, stream_id, version, candidate_id, occurred_at, self.import_id)
        )

    def key(self, person: str) -> str:
        """Return the name of a person of the file across all sources of the input."""
        return f"{self.source} {person}"

    def count(self, report: Report) -> None:
        """Put down in the report what became of the records, now that it is written."""
        report.event_count += len(self.entries)
        for outcome in self.outcomes:
            if outcome.word != "again":
                report.counts(outcome.of)[outcome.word] += 1
            report.tell(*outcome.places, is_new=outcome.is_new)
            if outcome.changed:
                report.change(outcome.places[0], outcome.candidate_id, outcome.changed)
        for skipped in self.skipped:
            report.skip(skipped)
        for skipped in self.unmet:
            report.skip_if_nothing_came(skipped)


@dataclass(slots=True)
class Ground:
    """What a plan is made on: the ledger, and the plans before it."""

    database: Database
    workspace: WorkspaceId
    known: Known
    by: Bringer
    region: str | None
    is_repeated: bool
    """Whether this very file was brought in before."""
    met: dict[str, Met] = field(default_factory=dict[str, Met])
    held: dict[StreamId, CandidateId] = field(default_factory=dict[StreamId, CandidateId])
    claims: set[tuple[StreamId, CandidateId]] = field(
        default_factory=set[tuple[StreamId, CandidateId]]
    )
    names: dict[CandidateId, str] = field(default_factory=dict[CandidateId, str])
    told: dict[CandidateId, frozenset[str]] = field(
        default_factory=dict[CandidateId, frozenset[str]]
    )
    recorded: set[StreamId] = field(default_factory=set[StreamId])
    erased: dict[str, str] = field(default_factory=dict[str, str])

    def why_unmet(self, person: str, plan: Plan) -> str:
        """Return why nothing is told of somebody: erased, or known to nobody."""
        return plan.erased.get(person) or self.erased.get(person) or STRANGER

    def bury(self, candidate_id: CandidateId, why: str) -> None:
        """Tell nothing more of somebody who was erased while the import was at work."""
        gone = [who for who, met in self.met.items() if met.candidate_id == candidate_id]
        for person in gone:
            del self.met[person]
            self.erased[person] = why
        self.held = {
            handle_id: holder
            for handle_id, holder in self.held.items()
            if holder != candidate_id
        }

    def is_planned(self, stream_id: StreamId, plan: Plan) -> bool:
        """Say whether this plan, or one before it, begins the stream."""
        return stream_id in plan.recorded or stream_id in self.recorded

    def assume(self, plan: Plan) -> None:
        """Build later plans on this one, as if it were written already."""
        self.met |= plan.met
        self.held |= plan.held
        self.claims |= plan.claims
        self.names |= plan.names
        self.told |= plan.told
        self.recorded |= plan.recorded
        self.erased |= plan.erased

    def forget(self, plan: Plan) -> None:
        """Build on this plan no more: somebody else was first, and it must be made anew."""
        for person in plan.met:
            self.met.pop(person, None)
        for handle_id in plan.held:
            self.held.pop(handle_id, None)
        for candidate_id in plan.told:
            self.told.pop(candidate_id, None)
        self.claims -= plan.claims
        self.recorded -= plan.recorded
