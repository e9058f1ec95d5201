"""What is told of a person, and of what they took part in: values made of several parts."""

from typing import Annotated

from pydantic import Field, StringConstraints

from ledger.words.choices import HandleType
from ledger.words.values import Line, PlainJson, Several, Text, Value


class Handle(Value):
    """A way to reach or recognise a person, as it was given."""

    type: HandleType
    value: Line


class Employment(Value):
    """One position a person held; a date may be `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""

    company_name: Line | None = None
    title: Line | None = None
    start_date: Line | None = None
    end_date: Line | None = None


class Education(Value):
    """One school a person attended."""

    school_name: Line | None = None
    degree: Line | None = None
    discipline: Line | None = None
    start_date: Line | None = None
    end_date: Line | None = None


class Profile(Value):
    """Facts about a person; one left out says nothing, one set to null holds no more."""

    first_name: Line | None = None
    last_name: Line | None = None
    name: Line | None = None
    """The whole name, where the source does not split it."""
    headline: Line | None = None
    company: Line | None = None
    title: Line | None = None
    location: Line | None = None
    summary: Text | None = None
    employments: Several[Employment] | None = None
    educations: Several[Education] | None = None
    skills: Several[Line] | None = None
    languages: Several[Line] | None = None
    custom_fields: dict[Line, PlainJson] | None = None
    """No floats: write 1.5 as "1.5", so that every language reads the same."""


class Participant(Value):
    """Somebody who took part in an engagement, as the source names them."""

    name: Line | None = None
    handle: Handle | None = None


class Attachment(Value):
    """A file that came along, noted and not kept; size in bytes and SHA-256 where known."""

    filename: Line
    type: Line = "other"
    media_type: Line | None = None
    size_bytes: int | None = Field(default=None, ge=0, lt=2**53)
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    reference: Text | None = None
    """Where the source keeps it; never fetched."""
