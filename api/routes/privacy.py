"""Privacy: what candidates allow, what they are told, what must be kept."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from api import privacy
from api.access import Caller, Editor, Keeper, Reader
from api.answers import Page
from api.answers.privacy import Consent, Notice, Privacy
from api.as_of import AsOf
from api.asked.privacy import DoNotContact, LegalHold, NewConsent, NewNotice
from api.asked.values import Day
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger.access.looks import Shown
from ledger.commands import Command
from ledger.commands.privacy import (
    AskDoNotContact,
    GiveConsent,
    GiveNotice,
    LiftDoNotContact,
    PlaceLegalHold,
    ReleaseLegalHold,
    WaiveNotice,
    WithdrawConsent,
)
from ledger.words import CandidateId, Purpose, Text
from projections import consents, notices

router = noun("privacy")

_ONE = "/candidates/{candidate_id}"
_CONSENTS = Cursors(tuple[date, UUID, str])
_OWED = Cursors(tuple[AwareDatetime, UUID])
Why = Annotated[Text | None, Query(max_length=1_000, description="Why, if there is a reason.")]


@router.get(_ONE + "/privacy")
def read_privacy(caller: Reader, candidate_id: UUID, as_of: AsOf = None) -> Privacy:
    """Read what somebody allows, what they were told, and whether their data must be kept."""
    return _answer(caller, candidate_id, as_of)


@router.put(_ONE + "/consents/{purpose}")
def give_consent(
    caller: Editor, candidate_id: UUID, purpose: Purpose, given: NewConsent
) -> Privacy:
    """Put down that one use of somebody's data is allowed, on which basis, until when."""
    told = given.model_dump()
    return _done(
        caller, candidate_id, GiveConsent(candidate_id=candidate_id, purpose=purpose, **told)
    )


@router.delete(_ONE + "/consents/{purpose}")
def withdraw_consent(
    caller: Editor, candidate_id: UUID, purpose: Purpose, reason: Why = None
) -> Privacy:
    """Put down that one use of somebody's data is no longer allowed."""
    command = WithdrawConsent(candidate_id=candidate_id, purpose=purpose, reason=reason)
    return _done(caller, candidate_id, command)


@router.put(_ONE + "/do-not-contact")
def ask_do_not_contact(caller: Editor, candidate_id: UUID, given: DoNotContact) -> Privacy:
    """Put down that somebody asked not to be contacted, for good or until a day."""
    return _done(
        caller, candidate_id, AskDoNotContact(candidate_id=candidate_id, **given.model_dump())
    )


@router.delete(_ONE + "/do-not-contact")
def lift_do_not_contact(caller: Editor, candidate_id: UUID, reason: Why = None) -> Privacy:
    """Put down that somebody may be contacted again."""
    return _done(
        caller, candidate_id, LiftDoNotContact(candidate_id=candidate_id, reason=reason)
    )


@router.put(_ONE + "/notice")
def give_notice(caller: Editor, candidate_id: UUID, given: NewNotice) -> Privacy:
    """Put down that somebody was told of their data, or why they need not be."""
    command = (
        GiveNotice(candidate_id=candidate_id, given_at=given.given_at, channel=given.channel)
        if given.waived_because is None
        else WaiveNotice(candidate_id=candidate_id, reason=given.waived_because)
    )
    return _done(caller, candidate_id, command)


@router.put(_ONE + "/legal-hold")
def place_legal_hold(caller: Keeper, candidate_id: UUID, given: LegalHold) -> Privacy:
    """Forbid that somebody's data is erased, for now."""
    return _done(
        caller, candidate_id, PlaceLegalHold(candidate_id=candidate_id, reason=given.reason)
    )


@router.delete(_ONE + "/legal-hold")
def release_legal_hold(caller: Keeper, candidate_id: UUID, reason: Why = None) -> Privacy:
    """Allow again that somebody's data is erased."""
    return _done(
        caller, candidate_id, ReleaseLegalHold(candidate_id=candidate_id, reason=reason)
    )


@router.get("/privacy/consents")
def list_expiring_consents(
    caller: Reader,
    expiring_within: Annotated[
        int, Query(ge=0, le=3_660, description="Days from today, or from the day as of then.")
    ] = 30,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Consent]:
    """List the consents whose last day is near, the next one first."""
    key = _CONSENTS.read(cursor)
    with caller.moment(as_of) as moment:
        today = moment.now().date()
        rows = consents.expiring(
            moment,
            first_on=today,
            last_on=today + timedelta(days=expiring_within),
            after=key and (key[0], CandidateId(key[1]), key[2]),
            limit=limit + 1,
        )
    page, following = _CONSENTS.cut(
        rows, limit, lambda row: (row.expires_on or today, row.candidate_id, row.purpose)
    )
    caller.looked(Shown.PRIVACY, count=len({row.candidate_id for row in page}))
    return Page(items=[privacy.consent(row, today) for row in page], next_cursor=following)


@router.get("/privacy/notices")
def list_notices(
    caller: Reader,
    due_until: Annotated[Day | None, Query(description="Up to and including this day.")] = None,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Notice]:
    """List those who were not told yet that their data is held, the most urgent first."""
    key = _OWED.read(cursor)
    with caller.moment(as_of) as moment:
        rows = notices.owed(
            moment,
            until=due_until,
            after=key and (key[0], CandidateId(key[1])),
            limit=limit + 1,
        )
    page, following = _OWED.cut(rows, limit, lambda row: (row.added_at, row.candidate_id))
    caller.looked(Shown.PRIVACY, count=len(page))
    return Page(items=[Notice.model_validate(row) for row in page], next_cursor=following)


def _done(caller: Caller, candidate_id: UUID, command: Command) -> Privacy:
    caller.record(command)
    return _answer(caller, candidate_id)


def _answer(caller: Caller, candidate_id: UUID, as_of: str | None = None) -> Privacy:
    with caller.moment(as_of) as moment:
        found = privacy.of_candidate(moment, CandidateId(candidate_id))
    caller.looked(Shown.PRIVACY, whom=found.candidate_id)
    return found
