"""Privacy: what people allow, what they are told, whose data must be kept."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from cyclopts import App, Parameter

from api import privacy
from api.answers.privacy import Notice, Privacy
from api.cli import as_of as moments
from api.cli import when as instants
from api.cli.opening import AsOf, Data, Json, Limit, Who, looked, opened, record_and_tell
from api.cli.showing import as_json, items, local, pairs
from api.cli.whom import person
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
from ledger.words import LegalBasis, Purpose
from projections import notices

consent = App(name="consent", help="Put down what somebody allows.")
hold = App(name="hold", help="Forbid, for now, that somebody's data is erased.")

Reason = Annotated[str | None, Parameter(help="Why, if there is a reason.")]
Until = Annotated[str | None, Parameter(help="The last day on which it holds.")]


def privacy_(who: Who, /, *, as_of: AsOf = None, data: Data = None, json: Json = False) -> None:
    """Show what somebody allows, what they were told, and whether their data must be kept."""
    with opened(data) as found:
        candidate_id = person(found, who)
        with moments.moment(found, as_of) as moment:
            told = privacy.of_candidate(moment, candidate_id)
            looked(found, Shown.PRIVACY, whom=told.candidate_id, until=moment.until)
    if json:
        as_json(told)
    else:
        pairs(_rows(told))


@consent.command
def give(
    who: Who,
    purpose: Purpose,
    /,
    *,
    basis: Annotated[LegalBasis, Parameter(help="What makes it lawful.")] = LegalBasis.CONSENT,
    until: Until = None,
    evidence: Annotated[str | None, Parameter(help="How it was given.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Put down that one use of somebody's data is allowed."""
    day = _day(until)
    with opened(data) as found:
        command = GiveConsent(
            candidate_id=person(found, who),
            purpose=purpose,
            legal_basis=basis,
            expires_on=day,
            evidence=evidence,
        )
        record_and_tell(found, command, "Put down.", is_json=json)


@consent.command
def withdraw(
    who: Who,
    purpose: Purpose,
    /,
    *,
    reason: Reason = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Put down that one use of somebody's data is no longer allowed."""
    with opened(data) as found:
        command = WithdrawConsent(
            candidate_id=person(found, who), purpose=purpose, reason=reason
        )
        record_and_tell(found, command, "Withdrawn.", is_json=json)


def do_not_contact(
    who: Who,
    /,
    *,
    lift: Annotated[bool, Parameter(negative="", help="They may be contacted again.")] = False,
    until: Until = None,
    reason: Reason = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Put down that somebody asked not to be contacted, or may be contacted again."""
    day = _day(until)
    with opened(data) as found:
        candidate_id = person(found, who)
        command: Command = (
            LiftDoNotContact(candidate_id=candidate_id, reason=reason)
            if lift
            else AskDoNotContact(candidate_id=candidate_id, until=day, reason=reason)
        )
        record_and_tell(found, command, "Put down.", is_json=json)


def notice(
    who: Who,
    /,
    *,
    channel: Annotated[str | None, Parameter(help="How they were told: email, call …")] = None,
    waive: Annotated[str | None, Parameter(help="Why they need not be told.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Put down that somebody was told of their data, or why they need not be."""
    with opened(data) as found:
        candidate_id = person(found, who)
        command: Command = (
            GiveNotice(candidate_id=candidate_id, channel=channel)
            if waive is None
            else WaiveNotice(candidate_id=candidate_id, reason=waive)
        )
        record_and_tell(found, command, "Put down.", is_json=json)


def notices_(
    *,
    until: Annotated[str | None, Parameter(help="Due up to and including this day.")] = None,
    limit: Limit = 100,
    data: Data = None,
    json: Json = False,
) -> None:
    """List those who were not told yet that their data is held, the most urgent first."""
    day = _day(until)
    with opened(data) as found, found.moment() as moment:
        rows = notices.owed(moment, until=day, limit=limit)
        looked(found, Shown.PRIVACY, count=len(rows))
    items(
        [Notice.model_validate(row) for row in rows],
        ("ID", "DUE", "NAME", "FROM"),
        ((row.candidate_id, row.due_on, row.name, row.source or "") for row in rows),
        is_json=json,
    )


@hold.command
def place(
    who: Who,
    reason: Annotated[str, Parameter(help="Why.")],
    /,
    *,
    data: Data = None,
    json: Json = False,
) -> None:
    """Forbid that somebody's data is erased, for now."""
    with opened(data) as found:
        command = PlaceLegalHold(candidate_id=person(found, who), reason=reason)
        record_and_tell(found, command, "Held.", is_json=json)


@hold.command
def release(
    who: Who, /, *, reason: Reason = None, data: Data = None, json: Json = False
) -> None:
    """Allow again that somebody's data is erased."""
    with opened(data) as found:
        command = ReleaseLegalHold(candidate_id=person(found, who), reason=reason)
        record_and_tell(found, command, "Released.", is_json=json)


def _day(text: str | None) -> date | None:
    return None if text is None else instants.day(text, now=datetime.now().astimezone())


def _rows(told: Privacy) -> Iterator[tuple[str, str]]:
    wish, hold_ = told.do_not_contact, told.legal_hold
    if wish is not None:
        until = f" until {wish.until}" if wish.until else ""
        yield "Do not contact", f"since {local(wish.since)}{until} {wish.reason or ''}".strip()
    for each in told.consents:
        until = f" until {each.expires_on}" if each.expires_on else ""
        basis = f" ({each.legal_basis})" if each.legal_basis else ""
        yield each.purpose, f"{each.state}{basis}{until}"
    owed = f", due {told.notice.due_on}" if told.notice.due_on else ""
    yield "Notice", f"{told.notice.state}{owed}"
    if hold_ is not None:
        yield "Legal hold", f"since {local(hold_.since)}: {hold_.reason}"
