"""What whoever brings a file in may say about it, beyond the file itself."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from ledger.words import Line, Value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        raise ValueError("not a time zone: write it as Europe/Prague or UTC") from error
    return name


Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A country as ISO 3166-1 alpha-2: `DE`."""


class Options(Value):
    """What is said about one input; all of it may be left out."""

    source: Line | None = None
    """The source to read it as, where Rapport would take it for another."""
    region: Region | None = None
    """The country whose phone numbers are written without a country code."""
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    """The zone of times that name none."""
    me: tuple[Line, ...] = ()
    """The owner's own addresses and numbers: who writes from them is the owner."""
    adds_correspondents: bool = False
    """Whether people met only in mail, meetings or chats become candidates."""
    people: dict[Line, Line] = Field(default_factory=dict)
    """Whom a bare name means, by an address, number or link: chats name people so."""
    columns: dict[Line, Line | None] = Field(default_factory=dict)
    """What a column of a table means, by its header; None leaves the column out."""
    remembered: dict[Line, dict[Line, Line | None]] = Field(default_factory=dict)
    """What was said about columns before, by the table's signature."""
    keeps: tuple[Line, ...] = ()
    """Columns of a special category that are asked for all the same, by their header."""
    encoding: Line | None = None
    """How the text is encoded, where the file does not say."""
    horizon_days: Annotated[int, Field(ge=0, le=3_660)] = 365
    """How far into the future a meeting that repeats is followed."""
