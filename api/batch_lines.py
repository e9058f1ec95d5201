"""The lines of a batch: whom they are about and which are known, looked up all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from api import closed, meeting, reads
from api.access import Caller
from api.asked.engagements import NewEngagement
from ledger import errors
from ledger.commands.engagements import addition, nobody_holds
from ledger.commands.handles import handle_id_of
from ledger.entries import Recorded
from ledger.events import EngagementRecorded
from ledger.ids import new_id
from ledger.store import erased
from ledger.words import CandidateId, Profile, StreamId
from projections import erasures, handles
from projections.moment import Moment
from projections.profile import PROFILE


@dataclass(slots=True)
class Line:
    """A line on its way: what it says, whom it is about, and what became of it."""

    index: int
    given: NewEngagement
    engagement: EngagementRecorded
    candidate_id: UUID | None
    people: Sequence[UUID] = ()
    """Every id of that person, the one they are read as first."""
    stream_id: UUID | None = None
    twin: "Line | None" = None
    """An earlier line of the batch that tells of the same engagement."""
    place: Recorded | reads.Told | None = None
    is_known: bool = False
    is_closed: bool = False
    """Whether it is known, and a colleague keeps it to themselves."""
    refusal: errors.LedgerError | None = None

    @property
    def is_new(self) -> bool:
        """Whether it is still to be recorded."""
        return self.place is None and self.refusal is None and self.twin is None


def look_up(caller: Caller, lines: Sequence[Line]) -> None:
    """Find whom the lines are about and which of them are known; add whom they ask to add."""
    _find_holders(caller, lines)
    with caller.moment() as moment:
        _find_people(moment, [line for line in lines if line.refusal is None])
        told = [line for line in lines if line.refusal is None]
        _find_known(moment, told)
        places = [line.place for line in told if line.place is not None]
        shut = closed.among(moment.connection, caller, [each.stream_id for each in places])
    for line in told:
        line.is_closed = line.place is not None and line.place.stream_id in shut


def _find_holders(caller: Caller, lines: Sequence[Line]) -> None:
    knowledge = caller.installation.knowledge()
    by_handle: dict[StreamId, list[Line]] = {}
    for line in lines:
        if line.given.handle is None:
            continue
        try:
            by_handle.setdefault(handle_id_of(knowledge, line.given.handle), []).append(line)
        except errors.Refused as refusal:
            line.refusal = refusal
    if not by_handle:
        return
    holders: dict[StreamId, UUID | errors.LedgerError] = {}
    with caller.moment() as moment:
        holders.update(handles.holders(moment, list(by_handle)))
    wanted = {
        id_: next(line for line in told if line.given.create)
        for id_, told in by_handle.items()
        if id_ not in holders and any(line.given.create for line in told)
    }
    holders.update(_added(caller, wanted))
    for id_, told in by_handle.items():
        for line in told:
            assert line.given.handle is not None
            holder = holders.get(id_) or nobody_holds(line.given.handle)
            if isinstance(holder, errors.LedgerError):
                line.refusal = holder
            else:
                line.candidate_id = holder


def _added(
    caller: Caller, wanted: Mapping[StreamId, Line]
) -> dict[StreamId, UUID | errors.LedgerError]:
    """Add a candidate for each handle of nobody's; a repeat finds them and adds nobody."""
    commands = [
        addition(
            line.given.handle, line.given.profile or Profile(), line.engagement.source, new_id()
        )
        for line in wanted.values()
        if line.given.handle is not None
    ]
    outcomes = caller.installation.ledger.record_many(
        commands, by=caller.actor, request_ids=[None] * len(commands)
    )
    holders: dict[StreamId, UUID | errors.LedgerError] = {}
    for id_, command, outcome in zip(wanted, commands, outcomes, strict=True):
        if isinstance(outcome, errors.HandleHeld):
            # Somebody else added them a moment ago.
            holders[id_] = outcome.facts["candidate_id"]
        else:
            holders[id_] = command.candidate_id if isinstance(outcome, list) else outcome
    return holders


def _find_people(moment: Moment, lines: Sequence[Line]) -> None:
    ids = {line.candidate_id for line in lines if line.candidate_id is not None}
    people = reads.members(moment.connection, moment.workspace, list(ids))
    roots = [CandidateId(each[0]) for each in people.values()]
    known = {row["candidate_id"] for row in moment.rows("known", PROFILE, people=roots)}
    for line in lines:
        assert line.candidate_id is not None
        line.people = people[line.candidate_id]
        if line.people[0] not in known:
            line.refusal = _stranger(moment, CandidateId(line.candidate_id))


def _stranger(moment: Moment, candidate_id: CandidateId) -> errors.Unknown:
    for at in erasures.erased_at(moment, candidate_id):
        return erased(candidate_id, at)
    return errors.Unknown(f"No candidate has the id {candidate_id}.")


def _find_known(moment: Moment, lines: Sequence[Line]) -> None:
    """Mark what a source told before, in the ledger or in an earlier line."""
    named = {
        line.index: meeting.names_of(moment.workspace, line.engagement, line.people)
        for line in lines
        if line.engagement.external_id is not None
    }
    streams = [stream for each in named.values() for stream in each]
    found = reads.firsts(moment.connection, moment.workspace, streams)
    earliest: dict[UUID, Line] = {}
    for line in lines:
        if line.index not in named:
            line.stream_id = new_id()
            continue
        names = named[line.index]
        line.place = next((found[name] for name in names if name in found), None)
        line.is_known = line.place is not None
        line.stream_id = names[0]
        earlier = earliest.setdefault(names[0], line)
        line.twin = None if earlier is line or line.is_known else earlier
