"""Adding somebody: a name or a way to reach them is enough."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from api import faults, problems, profiles
from api.access import Caller, Writer
from api.asked.candidates import NewCandidate
from api.routes import candidates
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger import errors
from ledger.access.looks import Shown
from ledger.words import HandleType

router = screens()

_LINE = 1_000
_FACTS = ("first_name", "last_name", "title", "company", "location")


class Written(BaseModel):
    """The fields of the form, as they were typed."""

    model_config = ConfigDict(frozen=True)
    first_name: str = Field(default="", max_length=_LINE)
    last_name: str = Field(default="", max_length=_LINE)
    title: str = Field(default="", max_length=_LINE)
    company: str = Field(default="", max_length=_LINE)
    location: str = Field(default="", max_length=_LINE)
    email: str = Field(default="", max_length=_LINE)
    phone: str = Field(default="", max_length=_LINE)
    linkedin: str = Field(default="", max_length=_LINE)
    tags: str = Field(default="", max_length=_LINE)
    source: str = Field(default="", max_length=_LINE)

    def asked(self) -> NewCandidate:
        """Return whom the form describes, as the API takes them."""
        handles = [
            {"type": each.value, "value": value, "is_primary": True}
            for each in (HandleType.EMAIL, HandleType.PHONE, HandleType.LINKEDIN)
            if (value := forms.line(getattr(self, each.value)))
        ]
        facts = {each: forms.line(getattr(self, each)) for each in _FACTS}
        tags = [tag.strip() for tag in forms.line(self.tags).split(",") if tag.strip()]
        return forms.asked(
            NewCandidate, handles=handles, tags=tags, source=forms.line(self.source), **facts
        )


@router.get("/people/new")
def show_form(
    caller: Writer, seen: Sight, name: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Show the form for somebody new, who may have been looked for by what is said of them."""
    return showing.page(
        seen, caller, "person_new.html", **_NOTHING_WRONG, typed=_typed_of(forms.line(name))
    )


@router.post("/people/new")
def add(caller: Writer, seen: Sight, written: Annotated[Written, Form()]) -> Response:
    """Enter somebody; a way to reach them that somebody has already leads to that person."""
    try:
        added = candidates.add_candidate(caller, written.asked())
    except errors.HandleHeld as held:
        wrong = {"holder": _holder(caller, held.facts["candidate_id"])}
        status = problems.status_of(held)
    except errors.Refused as refused:
        wrong = {"fault": f"{refused.sentence} {refused.detail}".strip()}
        status = problems.status_of(refused)
    except RequestValidationError as error:
        found = faults.of_input(error, "application/json")
        wrong = {"fault": _of_fields(found.places)}
        status = found.status
    else:
        path = added.headers["location"].removeprefix("/v1/candidates/")
        return showing.done(seen, f"/people/{path}", Said("Added. Log the first talk with L."))
    caller.response.status_code = status
    told: dict[str, Any] = _NOTHING_WRONG | wrong
    return showing.page(seen, caller, "person_new.html", typed=written.model_dump(), **told)


def _typed_of(text: str) -> dict[str, str]:
    """Return which fields words that found nobody belong in: an address, or a name."""
    if "@" in text:
        return {"email": text}
    first, _, last = text.rpartition(" ")
    # One word alone is more often a first name.
    return {"first_name": first.strip() or last, "last_name": last if first else ""}


_NOTHING_WRONG: dict[str, Any] = {"fault": "", "holder": None}


def _holder(caller: Caller, candidate_id: UUID) -> dict[str, Any]:
    with caller.moment() as moment:
        found = profiles.known(moment, candidate_id)
    caller.looked(Shown.PROFILE, whom=found.candidate_id)
    return {"id": found.candidate_id, "name": found.name}


def _of_fields(places: Any) -> str:
    told = [str(each["detail"]) for each in places]
    if any("says nothing about anybody" in each for each in told):
        return "Give a name, or a way to reach them."
    return " ".join(told) or "Something here does not fit."
