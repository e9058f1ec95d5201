"""What a person allows and is owed, who looked at them, and handing over or erasing it all."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Query, Request, Response

from api import profiles
from api.access import Admin, Caller, Eraser, Overseer, Reader, Writer
from api.answers.erasure import Erasure
from api.asked.erasure import Erasing
from api.asked.privacy import DoNotContact, LegalHold, NewConsent, NewNotice
from api.routes import erasure, looks, privacy
from api.screens import date_words, forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from ledger.words import LegalBasis, Purpose

router = screens()

_ONE = "/people/{candidate_id}"
_LOOKS = 50

PURPOSES = {
    "current_openings": "Openings there are now",
    "future_openings": "Openings to come",
    "sharing_with_clients": "Sharing with clients",
    "news": "News",
}
BASES = {
    "consent": "Consent",
    "contract": "Contract",
    "legal_obligation": "Legal obligation",
    "legitimate_interest": "Legitimate interest",
}


@router.get(_ONE + "/privacy")
def show_privacy(caller: Reader, seen: Sight, candidate_id: UUID) -> Response:
    """Show what somebody allows and is owed, and what may be done about their data."""
    kept = privacy.read_privacy(caller, candidate_id, seen.as_of)
    values: dict[str, Any] = {
        "kept": kept,
        "name": _name(caller, seen, candidate_id),
        "candidate_id": candidate_id,
        "purposes": PURPOSES,
        "bases": BASES,
    }
    return showing.page(seen, caller, "person_privacy.html", **values)


@router.post(_ONE + "/consents")
def give_consent(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    *,
    purpose: Annotated[Purpose, Form()],
    legal_basis: Annotated[LegalBasis, Form()] = LegalBasis.CONSENT,
    expires: forms.Field = "",
    evidence: forms.Field = "",
) -> Response:
    """Put down that one use of somebody's data is allowed."""
    until = date_words.day(expires, seen.times) if expires.strip() else None
    given = forms.asked(
        NewConsent, legal_basis=legal_basis, expires_on=until, evidence=forms.line(evidence)
    )
    privacy.give_consent(caller, candidate_id, purpose, given)
    return _done(seen, candidate_id, "Put down.")


@router.post(_ONE + "/consents/withdraw")
def withdraw_consent(
    caller: Writer, seen: Sight, candidate_id: UUID, purpose: Annotated[Purpose, Form()]
) -> Response:
    """Put down that one use of somebody's data is no longer allowed."""
    privacy.withdraw_consent(caller, candidate_id, purpose)
    return _done(seen, candidate_id, "Withdrawn.")


@router.post(_ONE + "/do-not-contact")
def ask_do_not_contact(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    until: forms.Field = "",
    reason: forms.Field = "",
) -> Response:
    """Put down that somebody asked not to be contacted."""
    day = date_words.day(until, seen.times) if until.strip() else None
    given = forms.asked(DoNotContact, until=day, reason=forms.line(reason))
    privacy.ask_do_not_contact(caller, candidate_id, given)
    undo = f"/people/{candidate_id}/do-not-contact/lift"
    return _done(seen, candidate_id, "They are not to be contacted.", undo)


@router.post(_ONE + "/do-not-contact/lift")
def lift_do_not_contact(caller: Writer, seen: Sight, candidate_id: UUID) -> Response:
    """Put down that somebody may be contacted again."""
    privacy.lift_do_not_contact(caller, candidate_id)
    return _done(seen, candidate_id, "They may be contacted again.")


@router.post(_ONE + "/notice")
def give_notice(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    channel: forms.Field = "",
    waived_because: forms.Field = "",
) -> Response:
    """Put down that somebody was told of their data, or why they need not be."""
    given = forms.asked(
        NewNotice, channel=forms.line(channel), waived_because=forms.line(waived_because)
    )
    privacy.give_notice(caller, candidate_id, given)
    return _done(seen, candidate_id, "Put down.")


@router.post(_ONE + "/legal-hold")
def place_legal_hold(
    caller: Admin, seen: Sight, candidate_id: UUID, reason: forms.Field
) -> Response:
    """Forbid that somebody's data is erased."""
    given = forms.asked(LegalHold, reason=forms.line(reason))
    privacy.place_legal_hold(caller, candidate_id, given)
    undo = f"/people/{candidate_id}/legal-hold/release"
    return _done(seen, candidate_id, "Nobody may erase them.", undo)


@router.post(_ONE + "/legal-hold/release")
def release_legal_hold(caller: Admin, seen: Sight, candidate_id: UUID) -> Response:
    """Allow again that somebody's data is erased."""
    privacy.release_legal_hold(caller, candidate_id)
    return _done(seen, candidate_id, "They may be erased again.")


@router.get(_ONE + "/access")
def show_looks(
    caller: Overseer,
    seen: Sight,
    candidate_id: UUID,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show who looked at somebody."""
    found = looks.list_looks_at_candidate(caller, candidate_id, limit=_LOOKS, cursor=cursor)
    values: dict[str, Any] = {"looks": found, "candidate_id": candidate_id}
    if seen.target:
        return showing.part(seen, caller, "person_looks_rows.html", **values)
    name = _name(caller, seen, candidate_id)
    return showing.page(seen, caller, "person_looks.html", name=name, **values)


@router.get(_ONE + "/erase")
def show_erasing(caller: Eraser, seen: Sight, request: Request, candidate_id: UUID) -> Response:
    """Show what erasing somebody would do, before anything is done."""
    told: Erasure = erasure.erase_candidate(caller, request, candidate_id)
    name = _name(caller, seen, candidate_id)
    values: dict[str, Any] = {
        "told": told,
        "kept": privacy.read_privacy(caller, candidate_id),
        "name": name,
        "to_type": name or _NAMELESS,
        "candidate_id": candidate_id,
    }
    return showing.page(seen, caller, "person_erase.html", **values)


@router.post(_ONE + "/erase")
def erase(
    caller: Eraser,
    seen: Sight,
    request: Request,
    candidate_id: UUID,
    *,
    typed: forms.Field = "",
    reason: forms.Field = "",
) -> Response:
    """Erase somebody for good, whose name was typed to say that it is meant."""
    name = _name(caller, seen, candidate_id) or _NAMELESS
    if forms.line(typed).casefold() != name.casefold():
        told = Said(f"Nothing was erased: type “{name}” to go on.")
        return showing.done(seen, f"/people/{candidate_id}/erase", told)
    given = forms.asked(Erasing, reason=forms.line(reason))
    meant = given.model_copy(update={"dry_run": False})
    erasure.erase_candidate(caller, request, candidate_id, meant)
    return showing.done(seen, "/people", Said("Erased for good."))


_NAMELESS = "erase"
"""What is typed for somebody without a name."""


def _name(caller: Caller, seen: Seen, candidate_id: UUID) -> str:
    with caller.moment(seen.as_of) as moment:
        return profiles.known(moment, candidate_id).name


def _done(seen: Seen, candidate_id: UUID, sentence: str, undo: str = "") -> Response:
    return showing.done(seen, f"/people/{candidate_id}/privacy", Said(sentence, undo))
