"""How a person is reached and what they are tagged with: added, corrected, taken off."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Query, Response

from api import profiles
from api.access import Writer
from api.asked.candidates import HandleChanges, NewCandidateHandle
from api.routes import handles, tags
from api.screens import forms, person_known, person_page
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from api.screens.undoing import undo_of
from ledger import errors
from ledger.access.looks import Shown
from ledger.words import HandleStatus, HandleType

router = screens()

_ONE = "/people/{candidate_id}"
Before = Annotated[int, Query(ge=0, lt=10**18)]
_KNOWN_ALREADY = 200
_TAG_MAX = 100
_OF_HANDLE = {"type", "value", "label", "is_primary", "is_shared"}
Change = Literal["outdated", "current", "primary"]
_CHANGES = {
    "outdated": (HandleChanges(status=HandleStatus.OUTDATED), "Marked as outdated.", "current"),
    "current": (HandleChanges(status=HandleStatus.CURRENT), "Marked as current.", "outdated"),
    "primary": (HandleChanges(is_primary=True), "Preferred from now on.", ""),
}


@router.post(_ONE + "/handles")
def add_handle(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    *,
    value: forms.Field,
    handle: Annotated[str, Form(alias="type", max_length=40)] = "",
    label: forms.Field = "",
) -> Response:
    """Put down a way to reach somebody."""
    said = forms.line(value)
    given = forms.asked(
        NewCandidateHandle,
        type=handle or _guessed(said),
        value=said,
        label=forms.line(label),
    )
    try:
        added = handles.add_handle(caller, candidate_id, given)
    except errors.HandleHeld as held:
        raise errors.HandleHeld(_held(caller, held), **held.facts) from held
    undo = f"{_of(candidate_id)}/handles/{added.id}/remove"
    is_new = caller.response.status_code != _KNOWN_ALREADY
    told = Said("Added.", undo) if is_new else Said("That was known already.")
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/handles/{handle_id}/remove")
def remove_handle(caller: Writer, seen: Sight, candidate_id: UUID, handle_id: UUID) -> Response:
    """Take a way to reach somebody off them."""
    before = caller.head()
    handles.remove_handle(caller, candidate_id, handle_id)
    undo = f"{_of(candidate_id)}/handles/{handle_id}/again?before={before}"
    return person_page.changed(caller, seen, candidate_id, Said("Removed.", undo))


@router.post(_ONE + "/handles/{handle_id}/again")
def add_again(
    caller: Writer, seen: Sight, candidate_id: UUID, handle_id: UUID, before: Before
) -> Response:
    """Put down again a way to reach somebody that was known at a place in the ledger."""
    with caller.moment(str(before)) as moment:
        earlier = person_known.reaches(profiles.candidate(moment, candidate_id))
    found = [each for each in earlier if each.id == handle_id]
    if not found:
        raise errors.Unknown("They were not reached by it then.")
    told = found[0].model_dump(include=_OF_HANDLE)
    handles.add_handle(caller, candidate_id, forms.asked(NewCandidateHandle, **told))
    return person_page.changed(caller, seen, candidate_id, Said("It is back."))


@router.post(_ONE + "/handles/{handle_id}/{change}")
def correct_handle(
    caller: Writer, seen: Sight, candidate_id: UUID, handle_id: UUID, change: Change
) -> Response:
    """Say that a way to reach somebody works no more, works again, or is preferred."""
    given, sentence, back = _CHANGES[change]
    handles.correct_handle(caller, candidate_id, handle_id, given)
    undo = f"{_of(candidate_id)}/handles/{handle_id}/{back}" if back else ""
    return person_page.changed(caller, seen, candidate_id, Said(sentence, undo))


@router.post(_ONE + "/tags")
def add_tag(caller: Writer, seen: Sight, candidate_id: UUID, tag: forms.Field) -> Response:
    """Give somebody a tag."""
    word = _tag(tag)
    before = caller.head()
    tags.add_tag(caller, candidate_id, word)
    undo = undo_of(caller, before)
    told = Said(f"Tagged {word}." if undo else f"They carry {word} already.", undo)
    return person_page.changed(caller, seen, candidate_id, told)


@router.post(_ONE + "/tags/remove")
def remove_tag(caller: Writer, seen: Sight, candidate_id: UUID, tag: forms.Field) -> Response:
    """Take a tag off somebody."""
    word = _tag(tag)
    before = caller.head()
    tags.remove_tag(caller, candidate_id, word)
    undo = f"{_of(candidate_id)}/tags/again?before={before}"
    return person_page.changed(caller, seen, candidate_id, Said("Tag removed.", undo))


@router.post(_ONE + "/tags/again")
def tag_again(caller: Writer, seen: Sight, candidate_id: UUID, before: Before) -> Response:
    """Give somebody the tags again that they carried at a place in the ledger."""
    with caller.moment(str(before)) as moment:
        earlier = profiles.candidate(moment, candidate_id).tags
    with caller.moment() as moment:
        now = profiles.candidate(moment, candidate_id).tags
    for each in earlier:
        if each not in now:
            tags.add_tag(caller, candidate_id, each)
    return person_page.changed(caller, seen, candidate_id, Said("Tagged again."))


def _guessed(value: str) -> HandleType:
    """Return what sort of handle a text looks like."""
    text = value.casefold()
    for site in (HandleType.LINKEDIN, HandleType.GITHUB, HandleType.XING, HandleType.TWITTER):
        if f"{site.value}.com/" in text:
            return site
    if "://" in text or text.startswith("www."):
        return HandleType.WEBSITE
    if "@" in text:
        return HandleType.EMAIL
    return HandleType.PHONE if any(each.isdigit() for each in text) else HandleType.OTHER


def _tag(text: str) -> str:
    word = forms.line(text)
    if not 0 < len(word) <= _TAG_MAX:
        raise errors.Invalid(f"A tag has from 1 to {_TAG_MAX} letters.")
    return word


def _of(candidate_id: UUID) -> str:
    return f"/people/{candidate_id}"


def _held(caller: Writer, held: errors.HandleHeld) -> str:
    with caller.moment() as moment:
        holder = profiles.known(moment, held.facts["candidate_id"])
    caller.looked(Shown.PROFILE, whom=holder.candidate_id)
    return f"{holder.name or 'Somebody without a name'} has it. Open them, or merge the two."
