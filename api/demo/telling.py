"""What happened with somebody made up, as events, and on which stream each stands."""

from dataclasses import dataclass

from api.demo.happenings import (
    MadeUpApplication,
    MadeUpApplicationClosed,
    MadeUpApplicationMoved,
    MadeUpEngagement,
    MadeUpHappening,
    MadeUpPoolJoined,
    MadeUpPoolLeft,
    MadeUpPromise,
    MadeUpPromiseDropped,
    MadeUpPromiseKept,
    MadeUpTagGiven,
    MadeUpTagTaken,
)
from api.demo.people import MadeUpPerson
from ledger import events, tags
from ledger.ids import id_of, id_of_moment
from ledger.words import (
    ApplicationOutcome,
    CallOutcome,
    CandidateId,
    Direction,
    Kind,
    StreamId,
    WorkspaceId,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Whose happenings they are, and in which workspace."""

    workspace: WorkspaceId
    person: MadeUpPerson
    candidate: CandidateId

    def id_of(self, what: str, number: int) -> StreamId:
        """Return the id of one of several things about the person."""
        return StreamId(id_of(self.workspace, what, self.person.number, number))


def pool_id(workspace: WorkspaceId, name: str) -> StreamId:
    """Return the id of a pool, which all made-up people share."""
    return StreamId(id_of(workspace, "made-up pool", name))


def place_of(named: Named, number: int, happening: MadeUpHappening) -> StreamId:
    """Return the stream of a happening; `number` is its place in the person's history."""
    workspace, candidate = named.workspace, named.candidate
    match happening:
        case MadeUpEngagement(at):
            own = ("made-up engagement", named.person.number, number)
            return StreamId(id_of_moment(at, workspace, *own))
        case MadeUpTagGiven(_, tag) | MadeUpTagTaken(_, tag):
            return StreamId(id_of(workspace, "tag", candidate, tags.key_of(tag)))
        case MadeUpPoolJoined(_, pool) | MadeUpPoolLeft(_, pool):
            return StreamId(
                id_of(workspace, "membership", pool_id(named.workspace, pool), candidate)
            )
        case MadeUpPromise() | MadeUpPromiseKept() | MadeUpPromiseDropped():
            return named.id_of("made-up promise", happening.number)
        case MadeUpApplication() | MadeUpApplicationMoved() | MadeUpApplicationClosed():
            return named.id_of("made-up application", happening.number)


def event_of(named: Named, happening: MadeUpHappening) -> events.Event:  # noqa: C901, PLR0911 - an event a happening
    """Return a happening as an event."""
    match happening:
        case MadeUpEngagement():
            return _engagement(happening)
        case MadeUpTagGiven(_, tag):
            return events.TagAdded(tag=tag, key=tags.key_of(tag))
        case MadeUpTagTaken(_, tag):
            return events.TagRemoved(tag=tag, key=tags.key_of(tag))
        case MadeUpPoolJoined(_, pool):
            return events.CandidateJoinedPool(pool_id=pool_id(named.workspace, pool))
        case MadeUpPoolLeft(_, pool):
            return events.CandidateLeftPool(pool_id=pool_id(named.workspace, pool))
        case MadeUpPromise():
            return events.FollowUpPromised(due_on=happening.due_on, about=happening.about)
        case MadeUpPromiseKept():
            return events.FollowUpDone()
        case MadeUpPromiseDropped():
            return events.FollowUpCancelled(reason=happening.reason or None)
        case MadeUpApplication():
            return events.ApplicationOpened(
                opportunity=happening.opportunity, stage=happening.stage, source="demo"
            )
        case MadeUpApplicationMoved():
            return events.ApplicationMoved(stage=happening.stage)
        case MadeUpApplicationClosed():
            return events.ApplicationClosed(
                outcome=ApplicationOutcome(happening.outcome),
                rejection_reason=happening.reason or None,
            )


def _engagement(told: MadeUpEngagement) -> events.EngagementRecorded:
    return events.EngagementRecorded(
        kind=Kind(told.kind),
        direction=Direction(told.direction) if told.direction else None,
        channel=told.channel or None,
        subject=told.subject or None,
        body=told.body or None,
        outcome=CallOutcome(told.outcome) if told.outcome else None,
        duration_minutes=told.duration_minutes or None,
        conversation_id=told.conversation_id or None,
        source="demo",
    )
