"""Logging what was talked about, in the words of whoever logs it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api import problems
from api.access import Reader, Writer
from api.asked.engagements import NewEngagement
from api.asked.follow_ups import NewFollowUp
from api.routes import engagements, follow_ups
from api.screens import date_words, forms, person_page, showing, words
from api.screens.person_form import Told, Written
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.screens.undoing import undo_of
from ledger import errors

router = screens()

_ABOUT_MAX = 120


@router.post("/people/{candidate_id}/log")
def log_engagement(caller: Writer, seen: Sight, candidate_id: UUID, written: Told) -> Response:
    """Record what was talked about, and promise to come back to them where that was said."""
    try:
        given = {} if written.is_promise_alone else written.engagement()
        at, due_on = written.happened_at(seen.times), written.due_on(seen.times)
    except errors.Refused as refused:
        if seen.is_scripted:
            raise
        caller.response.status_code = problems.status_of(refused)
        fault = refused.detail or refused.sentence
        return person_page.whole(
            caller, seen, candidate_id, fault=fault, typed=written.model_dump()
        )
    before = caller.head()
    if given:
        asked = forms.asked(NewEngagement, candidate_id=candidate_id, occurred_at=at, **given)
        engagements.record_engagement(caller, asked)
    if due_on is not None:
        about = _about(written)
        promised = forms.asked(
            NewFollowUp, candidate_id=candidate_id, due_on=due_on, about=about
        )
        follow_ups.promise_follow_up(caller, promised)
    told = Said(_sentence(seen, written, due_on), undo_of(caller, before))
    return person_page.logged(caller, seen, candidate_id, told)


@router.get("/when")
def show_date(
    caller: Reader,
    seen: Sight,
    when: Annotated[str, Query(max_length=200)] = "",
    follow_up: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show which date words mean, while they are typed."""
    meant, is_understood = "", True
    try:
        if when.strip():
            meant = seen.times.instant(date_words.instant(when, seen.times))
        elif follow_up.strip():
            meant = seen.times.day(date_words.day(follow_up, seen.times))
    except date_words.UnclearDate:
        meant, is_understood = "no date yet", False
    return showing.part(
        seen, caller, "person_when.html", meant=meant, is_understood=is_understood
    )


def _sentence(seen: Seen, written: Written, due_on: date | None) -> str:
    if due_on is not None and written.is_promise_alone:
        return f"Follow up {seen.times.due(due_on)}."
    what = words.KINDS.get(written.kind, "Engagement")
    at = written.happened_at(seen.times)
    told = f"{what} logged for {seen.times.instant(at)}" if at else f"{what} logged"
    if due_on is not None:
        told += f"; follow up {seen.times.due(due_on)}"
    return told + "."


def _about(written: Written) -> str:
    """Return what to come back about: the first words, unless they are nobody else's."""
    if written.private:
        return "Follow up"
    first = (written.subject or written.body).strip().splitlines()[:1]
    text = first[0] if first else "Follow up"
    return text if len(text) <= _ABOUT_MAX else f"{text[:_ABOUT_MAX].rstrip()}…"
