"""What was taken back, put right or ended, as it was before, of all that a person has."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from api import profiles
from api.access import Caller
from api.answers.engagements import Engagement
from api.asked.applications import ApplicationEnd, NewApplication, StageReached
from api.asked.engagements import EngagementChanges, NewEngagement
from api.asked.follow_ups import NewFollowUp
from api.reads import Told
from api.routes import applications, engagements, follow_ups, tags
from api.screens import forms
from ledger import errors
from ledger.events import EngagementRecorded
from ledger.words import ApplicationOutcome, CandidateId
from projections import follow_ups as promises

_OF_EVENT = set(EngagementRecorded.model_fields) - {"source", "external_id"}


def engagement(caller: Caller, taken_back: Engagement) -> None:
    """Record anew what was taken back: the ledger keeps that it was, and that it is again."""
    told = {name: getattr(taken_back, name) for name in _OF_EVENT}
    # Named after what it repeats, so that asked twice it is there once.
    told |= {
        "source": taken_back.source or "rapport",
        "external_id": f"again-{taken_back.id}",
    }
    given = forms.asked(
        NewEngagement,
        candidate_id=taken_back.candidate_id,
        occurred_at=taken_back.occurred_at,
        **told,
    )
    engagements.record_engagement(caller, given)


def as_it_read(caller: Caller, correction: Told) -> None:
    """Put an engagement back as it read before a correction; what changed since stays."""
    whose = correction.stream_id
    before = engagements.read_engagement(caller, whose, str(correction.position - 1))
    now = engagements.read_engagement(caller, whose)
    was, reads = before.model_dump(mode="json"), now.model_dump(mode="json")
    changed = correction.payload.get("changes", {})
    changes = {name: was[name] for name, value in changed.items() if reads[name] == value}
    moved_to = correction.payload.get("occurred_at")
    if moved_to and datetime.fromisoformat(moved_to) == now.occurred_at:
        changes["occurred_at"] = before.occurred_at
    if changes:
        given = forms.asked_whole(EngagementChanges, changes)
        engagements.correct_engagement(caller, whose, given)


def follow_up(caller: Caller, candidate_id: UUID, follow_up_id: UUID) -> None:
    """Promise the same once more: what was done or cancelled stays in the ledger.

    Nothing happens where the same is open already. Raise `errors.Unknown` for a promise that
    was made to somebody else.
    """
    with caller.moment() as moment:
        open_ones = {
            (each.due_on, each.about)
            for each in profiles.candidate(moment, candidate_id).follow_ups
            if each.state == "open"
        }
        before = promises.one(moment, follow_up_id)
        if not before or before[0].candidate_id != moment.root(CandidateId(candidate_id)):
            raise errors.Unknown(f"No follow-up has the id {follow_up_id}.")
    due_on, about = before[0].due_on, before[0].about
    if (due_on, about) not in open_ones:
        given = NewFollowUp(candidate_id=candidate_id, due_on=due_on, about=about)
        follow_ups.promise_follow_up(caller, given)


def _record_again(caller: Caller, told: Told) -> None:
    found = engagements.read_engagement(caller, told.stream_id)
    if found.state == "retracted":
        engagement(caller, found)


def _promise_again(caller: Caller, told: Told) -> None:
    follow_up(caller, _whom(told), told.stream_id)


def _tag_again(caller: Caller, told: Told) -> None:
    tags.add_tag(caller, _whom(told), told.payload["tag"])


def _take_application_back(caller: Caller, told: Told) -> None:
    applications.retract_application(caller, told.stream_id)


def _move_application_back(caller: Caller, told: Told) -> None:
    before = applications.read_application(caller, told.stream_id, str(told.position - 1))
    given = StageReached(stage=before.stage)
    applications.move_application(caller, told.stream_id, given)


def _reopen_application(caller: Caller, told: Told) -> None:
    applications.reopen_application(caller, told.stream_id)


def _close_application_again(caller: Caller, told: Told) -> None:
    ended = applications.read_application(caller, told.stream_id, str(told.position - 1))
    given = ApplicationEnd(
        outcome=ApplicationOutcome(ended.status), rejection_reason=ended.rejection_reason
    )
    applications.close_application(caller, told.stream_id, given)


def _open_application_again(caller: Caller, told: Told) -> None:
    taken = applications.read_application(caller, told.stream_id, str(told.position - 1))
    given = NewApplication(
        candidate_id=taken.candidate_id,
        opportunity=taken.opportunity,
        stage=taken.stage,
        applied_at=taken.applied_at,
    )
    applications.open_application(caller, given)


def _whom(told: Told) -> UUID:
    assert told.candidate_id is not None, told
    return told.candidate_id


OF_PEOPLE: Mapping[str, Callable[[Caller, Told], None]] = {
    "EngagementCorrected": as_it_read,
    "EngagementRetracted": _record_again,
    "FollowUpDone": _promise_again,
    "FollowUpCancelled": _promise_again,
    "TagRemoved": _tag_again,
    "ApplicationOpened": _take_application_back,
    "ApplicationMoved": _move_application_back,
    "ApplicationClosed": _reopen_application,
    "ApplicationReopened": _close_application_again,
    "ApplicationRetracted": _open_application_again,
}
"""What takes back each event that ended or changed something of a person's, by its name."""
