"""What is under way with a person: pools, follow-ups, applications, files."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Response

from api import profiles
from api.access import Caller, Writer
from api.asked.applications import ApplicationEnd, NewApplication, StageReached
from api.asked.candidates import NewAttachment
from api.asked.follow_ups import NewFollowUp
from api.asked.pools import NewPool
from api.routes import applications, candidates, follow_ups, pools
from api.screens import bringing_back, date_words, forms, person_page
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from api.screens.undoing import undo_of
from ledger import errors

router = screens()

_ONE = "/people/{candidate_id}"
Outcome = Annotated[str, Form(max_length=40)]


@router.post(_ONE + "/pools")
def join_pool(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    pool: Annotated[UUID | Literal[""], Form()] = "",
    name: forms.Field = "",
) -> Response:
    """Put somebody into a pool, which may be opened for them."""
    if pool == "":
        # No pool is opened for nobody.
        _must_be_known(caller, candidate_id)
        pool = pools.create_pool(caller, forms.asked(NewPool, name=forms.line(name))).id
    pools.join_pool(caller, pool, candidate_id)
    undo = f"{_of(candidate_id)}/pools/{pool}/leave"
    return person_page.changed(caller, seen, candidate_id, Said("Added to the pool.", undo))


@router.post(_ONE + "/pools/{pool_id}/leave")
def leave_pool(caller: Writer, seen: Sight, candidate_id: UUID, pool_id: UUID) -> Response:
    """Take somebody out of a pool."""
    pools.leave_pool(caller, pool_id, candidate_id)
    undo = f"{_of(candidate_id)}/pools/{pool_id}/join"
    return person_page.changed(caller, seen, candidate_id, Said("Left the pool.", undo))


@router.post(_ONE + "/pools/{pool_id}/join")
def join_again(caller: Writer, seen: Sight, candidate_id: UUID, pool_id: UUID) -> Response:
    """Put somebody back into a pool."""
    pools.join_pool(caller, pool_id, candidate_id)
    return person_page.changed(caller, seen, candidate_id, Said("Back in the pool."))


@router.post(_ONE + "/follow-ups")
def promise(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    follow_up: forms.Field,
    about: forms.Field = "",
) -> Response:
    """Promise to come back to somebody by a day, said in words."""
    due_on = date_words.day(follow_up, seen.times)
    given = forms.asked(
        NewFollowUp,
        candidate_id=candidate_id,
        due_on=due_on,
        about=forms.line(about) or "Follow up",
    )
    promised = follow_ups.promise_follow_up(caller, given)
    undo = f"{_of(candidate_id)}/follow-ups/{promised.id}/cancel"
    told = Said(f"Follow up {seen.times.due(due_on)}.", undo)
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/follow-ups/{follow_up_id}/done")
def keep(caller: Writer, seen: Sight, candidate_id: UUID, follow_up_id: UUID) -> Response:
    """Say that a promise was kept."""
    _must_be_known(caller, candidate_id)
    follow_ups.finish_follow_up(caller, follow_up_id)
    undo = f"{_of(candidate_id)}/follow-ups/{follow_up_id}/again"
    return person_page.changed(caller, seen, candidate_id, Said("Done.", undo))


@router.post(_ONE + "/follow-ups/{follow_up_id}/cancel")
def cancel(caller: Writer, seen: Sight, candidate_id: UUID, follow_up_id: UUID) -> Response:
    """Say that a promise is no longer needed."""
    _must_be_known(caller, candidate_id)
    follow_ups.cancel_follow_up(caller, follow_up_id)
    undo = f"{_of(candidate_id)}/follow-ups/{follow_up_id}/again"
    return person_page.changed(caller, seen, candidate_id, Said("Cancelled.", undo))


@router.post(_ONE + "/follow-ups/{follow_up_id}/again")
def promise_again(
    caller: Writer, seen: Sight, candidate_id: UUID, follow_up_id: UUID
) -> Response:
    """Promise the same once more: what was done or cancelled stays in the ledger."""
    bringing_back.follow_up(caller, candidate_id, follow_up_id)
    return person_page.changed(caller, seen, candidate_id, Said("Promised again."))


@router.post(_ONE + "/applications")
def put_forward(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    opportunity: forms.Field,
    stage: forms.Field = "",
) -> Response:
    """Put somebody forward for an opportunity."""
    given = forms.asked(
        NewApplication,
        candidate_id=candidate_id,
        opportunity=forms.line(opportunity),
        stage=forms.line(stage),
    )
    before = caller.head()
    applications.open_application(caller, given)
    told = Said("Put forward.", undo_of(caller, before))
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/applications/{application_id}/move")
def move(
    caller: Writer, seen: Sight, candidate_id: UUID, application_id: UUID, stage: forms.Field
) -> Response:
    """Take an application to another stage."""
    given = forms.asked(StageReached, stage=forms.line(stage))
    _must_be_known(caller, candidate_id)
    before = caller.head()
    applications.move_application(caller, application_id, given)
    told = Said(f"Moved to {given.stage}.", undo_of(caller, before))
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/applications/{application_id}/close")
def close(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    application_id: UUID,
    *,
    outcome: Outcome,
    reason: forms.Field = "",
) -> Response:
    """End an application."""
    rejected_for = forms.line(reason) if outcome == "rejected" else ""
    given = forms.asked(ApplicationEnd, outcome=outcome, rejection_reason=rejected_for)
    _must_be_known(caller, candidate_id)
    before = caller.head()
    applications.close_application(caller, application_id, given)
    told = Said(f"Closed: {given.outcome.value}.", undo_of(caller, before))
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/applications/{application_id}/reopen")
def reopen(caller: Writer, seen: Sight, candidate_id: UUID, application_id: UUID) -> Response:
    """Take up again an application that ended."""
    _must_be_known(caller, candidate_id)
    before = caller.head()
    applications.reopen_application(caller, application_id)
    told = Said("Taken up again.", undo_of(caller, before))
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/applications/{application_id}/take-back")
def take_back(
    caller: Writer, seen: Sight, candidate_id: UUID, application_id: UUID
) -> Response:
    """Take an application back: they were never put forward."""
    _must_be_known(caller, candidate_id)
    before = caller.head()
    applications.retract_application(caller, application_id)
    told = Said("Taken back.", undo_of(caller, before), "Put it back")
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/attachments")
def note_attachment(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    filename: forms.Field,
    reference: forms.Field = "",
) -> Response:
    """Note a file about somebody, and where it is kept."""
    if not forms.line(filename):
        raise errors.Invalid("What is the file called?")
    given = forms.asked(
        NewAttachment, filename=forms.line(filename), reference=forms.line(reference)
    )
    candidates.note_attachment(caller, candidate_id, given)
    return person_page.changed(caller, seen, candidate_id, Said("File noted."))


def _must_be_known(caller: Caller, candidate_id: UUID) -> None:
    """Refuse what is asked on the page of nobody; raise `errors.Unknown`."""
    with caller.moment() as moment:
        profiles.known(moment, candidate_id)


def _of(candidate_id: UUID) -> str:
    return f"/people/{candidate_id}"
