"""A person: what is known of them, and everything that happened, in one place."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api import profiles
from api.access import Reader
from api.routes import duplicates, known_through
from api.screens import person_page, showing
from api.screens.route import screens
from api.screens.seen import Sight
from ledger import errors
from ledger.access.looks import Shown

router = screens()

_ALIKE_MAX = 3
_THROUGH_MAX = 5


@router.get("/people/{candidate_id}")
def show_person(
    caller: Reader,
    seen: Sight,
    candidate_id: UUID,
    *,
    kind: Annotated[str, Query(max_length=40)] = "",
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show a person, or the older part of their timeline."""
    if cursor and seen.target:
        return person_page.older(caller, seen, candidate_id, kind, cursor)
    try:
        return person_page.whole(caller, seen, candidate_id, kind, cursor=cursor)
    except errors.Erased:
        raise
    except errors.Unknown:
        if seen.past is None:
            raise
        with caller.moment() as moment:
            known = profiles.known(moment, candidate_id)
        caller.looked(Shown.PROFILE, whom=known.candidate_id)
        caller.response.status_code = 404
        return showing.page(seen, caller, "person_unknown.html", person=known)


@router.get("/people/{candidate_id}/look-alikes")
def show_look_alikes(caller: Reader, seen: Sight, candidate_id: UUID) -> Response:
    """Show whom a person may be the same as, where nobody has decided on that yet."""
    found = duplicates.list_duplicates_of(caller, candidate_id)
    alike = [each for each in found.items if each.state == "open"][:_ALIKE_MAX]
    if not seen.is_scripted:
        return showing.to("/duplicates")
    return showing.part(seen, caller, "person_alike.html", alike=alike)


@router.get("/people/{candidate_id}/known-through")
def show_known_through(caller: Reader, seen: Sight, candidate_id: UUID) -> Response:
    """Show through whom a person is known, beside what is known of them or on its own."""
    if seen.is_scripted:
        found = known_through.list_known_through(
            caller, candidate_id, limit=_THROUGH_MAX, as_of=seen.as_of
        )
        return showing.part(seen, caller, "person_through.html", through=found.items)
    found = known_through.list_known_through(caller, candidate_id, as_of=seen.as_of)
    with caller.moment(seen.as_of) as moment:
        person = profiles.known(moment, candidate_id)
    told = {"through": found.items, "person": person}
    return showing.page(seen, caller, "person_through_page.html", **told)
