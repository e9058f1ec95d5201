"""A person's facts: put one right, put it back, and see what was ever told of it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api import profiles, reads
from api.access import Caller, Reader, Writer
from api.answers.candidates import Candidate
from api.asked.candidates import CandidateChanges
from api.routes import candidates
from api.screens import forms, person_known, person_page, showing
from api.screens.person_known import LABELS
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.screens.told_text import text_of
from ledger import errors

router = screens()

_TOLD_MAX = 20
_PRECONDITION_FAILED = 412


@router.post("/people/{candidate_id}/facts/{field}")
def put_right(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    field: candidates.Field,
    *,
    value: forms.Words = "",
    was: forms.Words = "",
) -> Response:
    """Put down what a fact is, unless somebody else has put it right meanwhile."""
    name = _editable(field)
    head = caller.head()
    with caller.moment() as moment:
        person = profiles.candidate(moment, candidate_id)
    now, meant = text_of(person_known.value_of(person, name)), _settled(value)
    if _settled(now) not in {_settled(was), meant}:
        return _conflict(caller, seen, person, name, typed=meant)
    # Only this fact is compared: that another one changed meanwhile is no matter.
    given = forms.asked_whole(CandidateChanges, {name: _value(name, meant)})
    candidates.change_candidate(caller, candidate_id, given, f'"v{person.version}"')
    undo = f"/people/{candidate_id}/facts-undo?before={head}&field={name}"
    told = Said("Nothing changed.") if now == meant else Said(f"{LABELS[name]} changed.", undo)
    return person_page.changed(caller, seen, candidate_id, told)


@router.post("/people/{candidate_id}/facts-undo")
def put_back(
    caller: Writer,
    seen: Sight,
    candidate_id: UUID,
    before: Annotated[int, Query(ge=0, lt=10**18)],
    field: Annotated[candidates.Field, Query()],
) -> Response:
    """Put down again what a fact was at a place in the ledger."""
    name = _editable(field)
    with caller.moment(str(before)) as moment:
        earlier = profiles.candidate(moment, candidate_id)
    given = forms.asked_whole(CandidateChanges, {name: person_known.value_of(earlier, name)})
    candidates.change_candidate(caller, candidate_id, given, "*")
    told = Said(f"{LABELS[name]} is as it was.")
    return person_page.changed(caller, seen, candidate_id, told)


@router.get("/people/{candidate_id}/facts")
def show_histories(caller: Reader, seen: Sight, candidate_id: UUID) -> Response:
    """Show what was ever told of each fact, by whom, and which of it holds."""
    found = candidates.read_facts(caller, candidate_id, limit=_TOLD_MAX, as_of=seen.as_of)
    with caller.moment(seen.as_of) as moment:
        person = profiles.known(moment, candidate_id)
        positions = {told.position for history in found.items for told in history.told}
        events = reads.events_at(moment.connection, moment.workspace, positions)
        whence = person_known.whence_of(moment, caller, seen, events)
    values: dict[str, Any] = {
        "candidate_id": person.candidate_id,
        "name": person.name,
        "histories": sorted(found.items, key=lambda each: _place(each.field)),
        "labels": LABELS,
        "whence": whence,
    }
    return showing.page(seen, caller, "person_facts.html", **values)


def _conflict(
    caller: Caller, seen: Seen, person: Candidate, name: str, *, typed: str
) -> Response:
    """Show what somebody else put down meanwhile beside what was typed."""
    # Of what an undone import had told, nothing is left that says by whom.
    positions = [person.facts[name].position] if name in person.facts else []
    with caller.moment() as moment:
        events = reads.events_at(moment.connection, moment.workspace, positions)
        whence = " ".join(person_known.whence_of(moment, caller, seen, events).values())
    fact = person_known.fact_of(person, name, whence)
    told = f"{fact.label} was changed while you typed{f', {whence}' if whence else ''}."
    if not seen.is_scripted:
        raise errors.StaleVersion(
            f"{told} It is “{fact.value}” now; you typed “{typed}”.",
            expected=0,
            version=person.version,
            stream_id=person.id,
        )
    caller.response.status_code = _PRECONDITION_FAILED
    caller.response.headers["HX-Retarget"] = f"#fact-{name}"
    caller.response.headers["HX-Reswap"] = "outerHTML"
    values = {"person": person, "fact": fact, "typed": typed, "told": told}
    return showing.part(seen, caller, "person_conflict.html", **values)


def _place(field: str) -> int:
    return list(LABELS).index(field) if field in LABELS else len(LABELS)


def _editable(field: candidates.Field) -> str:
    name = str(field.value)
    if name not in LABELS:
        raise errors.Invalid("This fact comes with what is brought in, and is not typed here.")
    return name


def _settled(text: str) -> str:
    return "\n".join(line.strip() for line in forms.line(text).splitlines())


def _value(field: str, text: str) -> Any:
    if field not in person_known.LISTS:
        return text or None
    return [part.strip() for part in text.split(",") if part.strip()] or None
