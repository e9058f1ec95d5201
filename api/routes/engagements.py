"""Engagements: record, read with edits, put right, take back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Query, Response

from api import batch, bodies, closed, meeting, reads
from api.access import POSITION, Caller, Editor, IdempotencyKey, Reader, Writer
from api.answers.engagements import Batch, Edit, Engagement, Recorded, RecordedBefore
from api.as_of import AsOf
from api.asked.engagements import EngagementChanges, NewEngagement
from api.etags import IfMatch, unless_changed
from api.routes.noun import noun
from ledger import entries, errors
from ledger.access.looks import Shown
from ledger.commands.engagements import CorrectEngagement, RetractEngagement
from ledger.commands.handles import handle_id_of
from ledger.store import erased
from ledger.words import CandidateId, Handle, Position, Text
from projections import erasures, handles
from projections.moment import Moment
from projections.timeline import TIMELINE

router = noun("engagements", "/engagements")


@router.post(
    "", status_code=201, response_model=Recorded, responses={200: {"model": RecordedBefore}}
)
def record_engagement(
    caller: Writer, given: NewEngagement, key: IdempotencyKey = None
) -> Response:
    """Record one interaction; a repeat (by key, or source and external_id) is answered 200.

    The candidate is named by `candidate_id`, or by a `handle` that they hold; with `create`,
    somebody new is added where nobody holds it.
    """
    command = meeting.command_of(given)
    if key is None:
        recorded = caller.record(command)
        caller.response.status_code = 201 if recorded else 200
    else:
        recorded = caller.record_once(command, key, command.engagement)
    place = _place(recorded[-1]) if recorded else _told(caller, given, command.engagement)
    return Response(
        orjson.dumps(place),
        status_code=caller.response.status_code,
        headers={POSITION: caller.response.headers[POSITION]},
        media_type="application/json",
    )


@router.post("/batch", openapi_extra=batch.REQUEST_BODY)
def record_engagements(caller: Writer, body: bodies.Raw, key: IdempotencyKey = None) -> Batch:
    """Record up to 10,000 engagements: a JSON array or NDJSON, and a result for each line.

    Each line stands alone: one that is refused leaves the others as they are.
    """
    return batch.record(caller, batch.lines(body), key)


@router.get("/{engagement_id}")
def read_engagement(caller: Reader, engagement_id: UUID, as_of: AsOf = None) -> Engagement:
    """Read an engagement with its edits; one that was taken back is shown as it last read."""
    return _answer(caller, engagement_id, as_of)


@router.patch("/{engagement_id}")
def correct_engagement(
    caller: Editor, engagement_id: UUID, given: EngagementChanges, if_match: IfMatch = None
) -> Engagement:
    """Put right what was recorded; null clears a field.

    Who may read it is for its author to say, or an owner.
    """
    says_who_reads = "visibility" in given.model_fields_set
    closed.must_be_open(caller, engagement_id, decides_who_reads=says_who_reads)
    changes = given.model_dump(mode="json", exclude_unset=True, exclude={"occurred_at"})
    command = CorrectEngagement(
        engagement_id=engagement_id, changes=changes, occurred_at=given.occurred_at
    )
    caller.record(unless_changed(command, if_match, engagement_id))
    return _answer(caller, engagement_id)


@router.delete("/{engagement_id}", status_code=204)
def retract_engagement(
    caller: Writer,
    engagement_id: UUID,
    reason: Annotated[Text | None, Query(max_length=1_000)] = None,
    if_match: IfMatch = None,
) -> None:
    """Take an engagement back: it did not happen, or not with this candidate."""
    closed.must_be_open(caller, engagement_id, decides_who_reads=False)
    command = RetractEngagement(engagement_id=engagement_id, reason=reason)
    caller.record(unless_changed(command, if_match, engagement_id))


def _told(caller: Caller, given: NewEngagement, engagement: Any) -> dict[str, Any]:
    """Return where an engagement stands that a source told before, if they may read it."""
    candidate_id = given.candidate_id or _holder(caller, given.handle)
    found = meeting.told_before(caller, engagement, candidate_id)
    with caller.installation.database.connection() as connection:
        if closed.among(connection, caller, [found.stream_id]):
            nowhere = dict.fromkeys(("id", "version", "position"))
            return nowhere | {"candidate_id": candidate_id}
    return _place(found)


def _place(place: reads.Told | entries.Recorded) -> dict[str, Any]:
    return {
        "id": place.stream_id,
        "candidate_id": place.candidate_id,
        "version": place.version,
        "position": place.position,
    }


def _holder(caller: Caller, handle: Handle | None) -> UUID:
    assert handle is not None
    handle_id = handle_id_of(caller.installation.knowledge(), handle)
    with caller.moment() as moment:
        holder = handles.holders(moment, [handle_id]).get(handle_id)
    if holder is None:
        raise errors.Contended
    return holder


def _answer(caller: Caller, engagement_id: UUID, as_of: str | None = None) -> Engagement:
    with caller.moment(as_of) as moment:
        whole = reads.stream(moment.connection, moment.workspace, engagement_id)
        told = _until(moment, whole)
        is_one = bool(told) and told[0].event_type == "EngagementRecorded"
        if not is_one or closed.is_closed(moment, whole):
            raise closed.no_engagement(engagement_id)
        _refuse_erased(moment, told[0])
        state = "recorded"
        rows = _reading(moment, told[0])
        retractions = [each for each in told if each.event_type == "EngagementRetracted"]
        if not rows and retractions:
            state = "retracted"
            rows = _reading(_before(moment, retractions[-1].position), told[0])
        if not rows:
            state = "import_reverted"
            rows = _reading(_before(moment, _reverted_at(moment, told)), told[0])
    (row,) = rows
    caller.looked(Shown.ENGAGEMENT, whom=row["candidate_id"])
    envelope = {name: row[name] for name in _ENVELOPE}
    answer = Engagement.model_validate(
        row["payload"]
        | envelope
        | {"id": engagement_id, "state": state, "version": told[-1].version}
        | {"edits": [_edit(each) for each in told[1:] if _is_edit(each, told[0])]}
    )
    return caller.tagged(answer)


def _refuse_erased(moment: Moment, first: reads.Told) -> None:
    assert first.candidate_id is not None
    for at in erasures.erased_at(moment, first.candidate_id):
        raise erased(first.candidate_id, at)


def _is_edit(told: reads.Told, first: reads.Told) -> bool:
    """Say whether a change was one: to put down anew what an erasure took is none."""
    if told.event_type != "EngagementCorrected":
        return True
    return bool(told.payload) and told.payload.get("restates") != first.position


_ENVELOPE = ("candidate_id", "position", "occurred_at", "recorded_at", "actor_id", "import_id")


def _stream(moment: Moment, stream_id: UUID) -> list[reads.Told]:
    return _until(moment, reads.stream(moment.connection, moment.workspace, stream_id))


def _until(moment: Moment, told: Sequence[reads.Told]) -> list[reads.Told]:
    return [each for each in told if moment.until is None or each.position <= moment.until]


def _reading(moment: Moment, first: reads.Told) -> Any:
    assert first.candidate_id is not None
    person = moment.root(CandidateId(first.candidate_id))
    return moment.rows("engagement", TIMELINE, people=[person], engagement=first.stream_id)


def _before(moment: Moment, position: int) -> Moment:
    return replace(moment, until=Position(position - 1))


def _reverted_at(moment: Moment, told: Any) -> int:
    imports = {each.import_id for each in told if each.import_id is not None}
    positions = [
        event.position
        for import_id in imports
        for event in _stream(moment, import_id)
        if event.event_type == "ImportReverted"
    ]
    return max(positions)


def _edit(told: reads.Told) -> Edit:
    return Edit(
        position=told.position,
        version=told.version,
        event_type=told.event_type,
        recorded_at=told.recorded_at,
        actor_id=told.actor_id,
        changes=told.payload.get("changes", {}),
        occurred_at=told.payload.get("occurred_at"),
        reason=told.payload.get("reason"),
    )
