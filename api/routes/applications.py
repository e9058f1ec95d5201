"""Applications: who is being considered for what, and how far along they are."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from api import profiles
from api.access import Caller, Editor, IdempotencyKey, Reader, Writer
from api.answers import Page
from api.answers.promises import Application
from api.as_of import AsOf
from api.asked.applications import ApplicationEnd, NewApplication, StageReached
from api.etags import IfMatch, unless_changed
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.applications import (
    CloseApplication,
    MoveApplication,
    OpenApplication,
    ReopenApplication,
    RetractApplication,
)
from ledger.events import ApplicationOpened
from ledger.words import CandidateId, Line, Text
from projections import applications

router = noun("applications", "/applications")

_CURSORS = Cursors(UUID)
Status = Literal["active", "hired", "rejected", "withdrawn"]


@router.post("", status_code=201)
def open_application(
    caller: Writer, given: NewApplication, key: IdempotencyKey = None
) -> Application:
    """Put a candidate forward for an opportunity."""
    told = given.model_dump()
    first = ApplicationOpened(
        opportunity=given.opportunity,
        stage=given.stage,
        origin=given.origin,
        source=given.source,
    )
    recorded = caller.record_once(OpenApplication(**told), key, first)
    return _one(caller, recorded[0].stream_id)


@router.get("")
def list_applications(
    caller: Reader,
    *,
    candidate_id: UUID | None = None,
    status: Status | None = None,
    stage: Annotated[Line | None, Query()] = None,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Application]:
    """List applications in the order they were opened."""
    after = _CURSORS.read(cursor)
    with caller.moment(as_of) as moment:
        rows = applications.page(
            moment,
            candidate=moment.root(CandidateId(candidate_id)) if candidate_id else None,
            status=status,
            stage=stage,
            after=after,
            limit=limit + 1,
        )
    page, following = _CURSORS.cut(rows, limit, lambda row: row.stream_id)
    caller.looked(Shown.APPLICATIONS, count=len({row.candidate_id for row in page}))
    return Page(items=[profiles.application(row) for row in page], next_cursor=following)


@router.get("/{application_id}")
def read_application(caller: Reader, application_id: UUID, as_of: AsOf = None) -> Application:
    """Read an application, now or as of then."""
    return _one(caller, application_id, as_of)


@router.post("/{application_id}/move")
def move_application(
    caller: Editor, application_id: UUID, given: StageReached, if_match: IfMatch = None
) -> Application:
    """Take an application to another stage."""
    command = MoveApplication(application_id=application_id, stage=given.stage)
    caller.record(unless_changed(command, if_match, application_id, view="applications"))
    return _one(caller, application_id)


@router.post("/{application_id}/close")
def close_application(
    caller: Editor, application_id: UUID, given: ApplicationEnd, if_match: IfMatch = None
) -> Application:
    """End an application: hired, rejected or withdrawn."""
    command = CloseApplication(
        application_id=application_id,
        outcome=given.outcome,
        rejection_reason=given.rejection_reason,
    )
    caller.record(unless_changed(command, if_match, application_id, view="applications"))
    return _one(caller, application_id)


@router.post("/{application_id}/reopen")
def reopen_application(
    caller: Editor, application_id: UUID, if_match: IfMatch = None
) -> Application:
    """Take up an application again that ended, at the stage it had reached."""
    command = ReopenApplication(application_id=application_id)
    caller.record(unless_changed(command, if_match, application_id, view="applications"))
    return _one(caller, application_id)


@router.delete("/{application_id}", status_code=204)
def retract_application(
    caller: Writer,
    application_id: UUID,
    reason: Annotated[Text | None, Query(max_length=1_000)] = None,
    if_match: IfMatch = None,
) -> None:
    """Take an application back: it was none, or not this candidate's."""
    command = RetractApplication(application_id=application_id, reason=reason)
    caller.record(unless_changed(command, if_match, application_id, view="applications"))


def _one(caller: Caller, application_id: UUID, as_of: str | None = None) -> Application:
    with caller.moment(as_of) as moment:
        rows = applications.one(moment, application_id)
    for row in rows:
        caller.looked(Shown.APPLICATIONS, whom=row.candidate_id)
        return caller.tagged(profiles.application(row))
    raise errors.Unknown(f"No application has the id {application_id}.")
