"""Erasing several people at once: asked once more, by a page that says who they are."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request, Response

from api import onward
from api.access import Caller, Eraser
from api.asked.erasure import Erasing
from api.routes import erasure
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.screens.words import counted
from ledger import errors
from ledger.access.looks import Shown
from ledger.words import CandidateId, Scope
from projections import profile

router = screens()

ERASE_MAX = 25
"""For each of them all that was told of others is looked through."""


def asked_again(caller: Caller, seen: Seen, whom: Sequence[UUID], *, back: str) -> Response:
    """Show who would be erased, and ask for the words that do it."""
    caller.principal.must(Scope.ERASE)
    _must_be_few(whom)
    with caller.moment() as moment:
        names = profile.names(moment, [CandidateId(each) for each in whom])
    caller.looked(Shown.LIST, count=len(names))
    return showing.page(
        seen, caller, "people_erase.html", names=names, to_type=_words(len(names)), back=back
    )


@router.post("/people/erase")
def erase(
    caller: Eraser,
    seen: Sight,
    request: Request,
    *,
    candidate_ids: Annotated[list[UUID] | None, Form(max_length=ERASE_MAX)] = None,
    typed: forms.Field = "",
    reason: forms.Field = "",
    back: forms.Field = "/people",
) -> Response:
    """Erase several people for good, whose number was typed to say that it is meant."""
    whom = list(dict.fromkeys(candidate_ids or ()))
    _must_be_few(whom)
    if forms.line(typed).casefold() != _words(len(whom)):
        raise errors.Invalid(f"Type “{_words(len(whom))}” to go on. Nothing was erased.")
    held = 0
    for each in whom:
        try:
            _erase(caller, request, each, forms.line(reason))
        except errors.LegallyHeld:
            held += 1
    sentence = f"{counted(len(whom) - held, 'person', 'people')} erased for good."
    if held:
        sentence += f" A legal hold keeps {counted(held, 'person', 'people')}."
    return showing.done(seen, onward.local(back), Said(sentence))


def _erase(caller: Caller, request: Request, candidate_id: UUID, reason: str) -> None:
    given = forms.asked(Erasing, reason=reason)
    meant = given.model_copy(update={"dry_run": False})
    try:
        erasure.erase_candidate(caller, request, candidate_id, meant)
    except errors.Invalid:
        # It names this one of them, and is kept: so it is said of the others alone.
        bare = meant.model_copy(update={"reason": None})
        erasure.erase_candidate(caller, request, candidate_id, bare)


def _must_be_few(whom: Sequence[UUID]) -> None:
    if not 0 < len(whom) <= ERASE_MAX:
        raise errors.Invalid(f"Select from 1 to {ERASE_MAX} people to erase at once.")


def _words(count: int) -> str:
    return f"erase {counted(count, 'person', 'people')}"
