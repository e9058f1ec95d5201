"""One engagement: read whole with its edits, put right, taken back and put back."""

from typing import Any
from uuid import UUID

from fastapi import Response

from api import closed, profiles
from api.access import Caller, Reader, Writer
from api.answers.engagements import Engagement
from api.asked.engagements import EngagementChanges
from api.routes import engagements
from api.screens import bringing_back, forms, origins, person_page, showing
from api.screens.person_form import Told
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.screens.undoing import undo_of

router = screens()

_ONE = "/people/{candidate_id}/engagements/{engagement_id}"


@router.get(_ONE)
def show_engagement(
    caller: Reader, seen: Sight, candidate_id: UUID, engagement_id: UUID
) -> Response:
    """Show an engagement with what was ever changed about it, and the form that changes it."""
    found = _found(caller, seen, candidate_id, engagement_id)
    values: dict[str, Any] = {
        "found": found,
        "candidate_id": candidate_id,
        "when": f"{seen.times.local(found.occurred_at):%Y-%m-%d %H:%M}",
        "tag": caller.response.headers["ETag"],
    }
    if seen.is_scripted:
        return showing.part(seen, caller, "person_editing.html", **values)
    with caller.moment(seen.as_of) as moment:
        person = profiles.known(moment, candidate_id)
        actors = {found.actor_id, *(edit.actor_id for edit in found.edits)}
        imports = [found.import_id] if found.import_id else []
        told = origins.read(moment, caller, import_ids=imports, actor_ids=actors)
    return showing.page(
        seen, caller, "person_engagement.html", name=person.name, origins=told, **values
    )


@router.post(_ONE)
def put_right(
    caller: Writer, seen: Sight, candidate_id: UUID, engagement_id: UUID, written: Told
) -> Response:
    """Put right what was recorded."""
    before = _found(caller, seen, candidate_id, engagement_id)
    changes = _changes(before, written.engagement())
    at = written.happened_at(seen.times)
    shown = f"{seen.times.local(before.occurred_at):%Y-%m-%d %H:%M}"
    # The form shows minutes: left as it was, it says nothing about the seconds.
    if at is not None and written.when.strip() != shown:
        changes["occurred_at"] = at
    given = forms.asked_whole(EngagementChanges, changes)
    head = caller.head()
    engagements.correct_engagement(caller, engagement_id, given, written.read_as or None)
    told = Said("Put right.", undo_of(caller, head))
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/take-back")
def take_back(caller: Writer, seen: Sight, candidate_id: UUID, engagement_id: UUID) -> Response:
    """Take an engagement back: it did not happen, or not with this person."""
    _found(caller, seen, candidate_id, engagement_id)
    engagements.retract_engagement(caller, engagement_id)
    undo = f"/people/{candidate_id}/engagements/{engagement_id}/again"
    told = Said("Taken back.", undo, "Put it back")
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/again")
def record_again(
    caller: Writer, seen: Sight, candidate_id: UUID, engagement_id: UUID
) -> Response:
    """Record anew what was taken back: the ledger keeps that it was, and that it is again."""
    found = _found(caller, seen, candidate_id, engagement_id)
    if found.state != "retracted":
        return person_page.changed(caller, seen, candidate_id, Said("It is there already."))
    before = caller.head()
    bringing_back.engagement(caller, found)
    told = Said("Put back.", undo_of(caller, before))
    return person_page.changed(caller, seen, candidate_id, told)


def _found(caller: Caller, seen: Seen, candidate_id: UUID, engagement_id: UUID) -> Engagement:
    """Return an engagement of this person; somebody else's is none of theirs."""
    with caller.moment(seen.as_of) as moment:
        root = profiles.known(moment, candidate_id).candidate_id
    found = engagements.read_engagement(caller, engagement_id, seen.as_of)
    if found.candidate_id != root:
        raise closed.no_engagement(engagement_id)
    return found


def _changes(before: Engagement, given: dict[str, Any]) -> dict[str, Any]:
    """Return what differs from what is there; whether it is private only where that changed."""
    told = before.model_dump(mode="json")
    changes = {name: value for name, value in given.items() if told.get(name) != value}
    is_private = told.get("visibility") == "private"
    if (given["visibility"] == "private") == is_private:
        changes.pop("visibility", None)
    elif is_private:
        changes["visibility"] = "public"
    return changes
