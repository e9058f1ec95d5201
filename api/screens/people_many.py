"""What is done with several people of the list at once, and searches that are kept."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Form, Response

from api.access import Caller, Writer
from api.asked.engagements import NewEngagement
from api.asked.follow_ups import NewFollowUp
from api.asked.searches import NewSearch
from api.routes import engagements, follow_ups, pools, searches, tags
from api.screens import forms, people_erasing, showing
from api.screens.people_asked import asked_by
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from api.screens.undoing import undo_of
from api.screens.words import counted
from ledger import errors
from ledger.words import Scope, Tag, Value

router = screens()

MANY_MAX = 500
"""At a few milliseconds each, as long as somebody waits for an answer."""
_EXPORT_MAX = 200
"""Their ids go in an address, which holds some ten thousand letters."""
Ids = Annotated[list[UUID] | None, Form(max_length=MANY_MAX)]


class _Given(Value):
    pool: UUID | None = None
    tag: Tag | None = None


@router.post("/people/many")
def do_with_many(  # noqa: PLR0913 - a field of the form each
    caller: Writer,
    seen: Sight,
    *,
    do: Annotated[Literal["pool", "tag", "log", "promise", "export", "erase"], Form()],
    candidate_ids: Ids = None,
    everybody: Annotated[bool, Form()] = False,
    query: forms.Field = "",
    pool: forms.Field = "",
    tag: forms.Field = "",
    kind: forms.Field = "",
    body: forms.Words = "",
    due_on: forms.Field = "",
    about: forms.Field = "",
) -> Response:
    """Do one thing with everybody who was selected, or with all who match."""
    asked = asked_by(query)
    whom = list(candidate_ids or ())
    if everybody:
        whom = [each.id for each in asked.listed(caller, limit=MANY_MAX).items]
    if not whom:
        raise errors.Invalid("Select somebody first.")
    on = f"/people?{asked.query}" if asked.query else "/people"
    if do == "export":
        return _export(caller, whom)
    if do == "erase":
        return people_erasing.asked_again(caller, seen, whom, back=on)
    given = forms.asked(_Given, pool=pool, tag=forms.line(tag))
    match do:
        case "pool":
            one, done = _putting(caller, given.pool), "put into the pool"
        case "tag":
            one, done = _tagging(caller, given.tag), f"tagged “{given.tag}”"
        case "log":
            one, done = _logging(caller, kind, body), "logged with"
        case "promise":
            one, done = _promising(caller, due_on, about), "promised a follow-up"
    before = caller.head()
    for who in whom:
        one(who)
    undo = undo_of(caller, before, back=on)
    said = Said(f"{counted(len(whom), 'person', 'people')} {done}.", undo)
    return showing.done(seen, on, said)


def _putting(caller: Caller, pool: UUID | None) -> Callable[[UUID], object]:
    if pool is None:
        raise errors.Invalid("Choose a pool.")
    return lambda who: pools.join_pool(caller, pool, who)


def _tagging(caller: Caller, tag: Tag | None) -> Callable[[UUID], object]:
    if tag is None:
        raise errors.Invalid("Say which tag.")
    return lambda who: tags.add_tag(caller, who, tag)


def _logging(caller: Caller, kind: str, body: str) -> Callable[[UUID], object]:
    def log(who: UUID) -> None:
        told = forms.asked(NewEngagement, candidate_id=who, kind=kind, body=body.strip())
        engagements.record_engagement(caller, told)

    return log


def _promising(caller: Caller, due_on: str, about: str) -> Callable[[UUID], object]:
    if not due_on:
        raise errors.Invalid("Say by which day.")
    what = forms.line(about) or "Follow up"

    def promise(who: UUID) -> None:
        told = forms.asked(NewFollowUp, candidate_id=who, due_on=due_on, about=what)
        follow_ups.promise_follow_up(caller, told)

    return promise


def _export(caller: Caller, whom: Sequence[UUID]) -> Response:
    caller.principal.must(Scope.EXPORT)
    if len(whom) > _EXPORT_MAX:
        raise errors.Invalid(f"Select at most {_EXPORT_MAX}, or export everything.")
    asked = [("format", "xlsx"), *(("candidate_ids", str(each)) for each in whom)]
    return showing.to(f"/v1/export?{urlencode(asked)}")


@router.post("/people/searches")
def save_search(
    caller: Writer, seen: Sight, name: forms.Field = "", query: forms.Field = ""
) -> Response:
    """Keep what the list is asked for, by a name."""
    asked = asked_by(query)
    if not asked.query:
        raise errors.Invalid("Filter or order the list first; that is what is kept.")
    before = caller.head()
    told = forms.asked(NewSearch, name=forms.line(name), query=asked.query)
    searches.save_search(caller, told)
    said = Said("Search saved.", undo_of(caller, before))
    return showing.done(seen, f"/people?{asked.query}", said)


@router.post("/people/searches/{search_id}/drop")
def drop_search(caller: Writer, seen: Sight, search_id: UUID) -> Response:
    """Let a saved search go."""
    before = caller.head()
    searches.drop_search(caller, search_id)
    return showing.done(seen, "/people", Said("Search dropped.", undo_of(caller, before)))
