"""What a form says, as the model that the API takes for it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Form
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from ledger import errors

Asked = TypeVar("Asked", bound=BaseModel)

Field = Annotated[str, Form(max_length=4_000)]
"""A line of a form; left empty, it is the empty text."""
Words = Annotated[str, Form(max_length=1_000_000)]
"""As much as an engagement holds."""


def asked(model: type[Asked], **told: Any) -> Asked:
    """Return the model that a form fills in: what was left empty is left out.

    What does not fit is told as it is of a body: by `RequestValidationError`.
    """
    given = {name: value for name, value in told.items() if value not in ("", None, (), [])}
    return asked_whole(model, given)


def asked_whole(model: type[Asked], given: Mapping[str, Any]) -> Asked:
    """Return the model that a form fills in, where nothing is said by null."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(found) from error


def line(text: str) -> str:
    """Return what a line of a form says, without what PostgreSQL's texts have no place for."""
    return text.replace("\x00", "").strip()


def day_said(place: str, text: str) -> date | None:
    """Return the day that a field says, nothing where it is empty; else `errors.Invalid`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise errors.Invalid(f"{place} is no day: write it as 2026-06-01.") from error


def pairs(text: str) -> dict[str, str]:
    """Return whom names mean: each line is `NAME = ADDRESS`."""
    told = [each.rpartition("=") for each in text.splitlines() if "=" in each]
    return {name.strip(): address.strip() for name, _, address in told if name.strip()}
