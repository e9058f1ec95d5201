"""A person: what is known of them, and everything that happened, in one place."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Query, Response

from api import profiles
from api.access import Reader, Writer
from api.answers.engagements import Line
from api.asked.engagements import NewEngagement
from api.routes import engagements, timeline
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from ledger.access.looks import Shown

router = screens()

PAGE = 40


@router.get("/people/{candidate_id}")
def show_person(
    caller: Reader,
    seen: Sight,
    candidate_id: UUID,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show a person, or the older part of their timeline."""
    page = timeline.read_timeline(
        caller, candidate_id, limit=PAGE, cursor=cursor, as_of=seen.as_of
    )
    values: dict[str, Any] = {
        "months": _months(seen, page.items),
        "cursor": page.next_cursor,
        "candidate_id": candidate_id,
    }
    if seen.target:
        return showing.part(seen, caller, "person_lines.html", **values)
    with caller.moment(seen.as_of) as moment:
        known = profiles.candidate(moment, candidate_id)
    caller.looked(Shown.PROFILE, whom=known.id)
    return showing.page(seen, caller, "person.html", person=known, **values)


@router.post("/people/{candidate_id}/log")
def log_engagement(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    *,
    kind: Annotated[str, Form(max_length=40)],
    body: forms.Words = "",
) -> Response:
    """Record what was talked about."""
    given = forms.asked(NewEngagement, candidate_id=candidate_id, kind=kind, body=body.strip())
    engagements.record_engagement(caller, given)
    return showing.done(seen, f"/people/{candidate_id}", Said("Logged."))


def _months(seen: Seen, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    return [
        (month, list(group))
        for month, group in groupby(lines, lambda line: seen.times.month(line.occurred_at))
    ]
