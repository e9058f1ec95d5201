"""Imports: one file, many events."""

from pydantic import Field

from ledger.events.event import Event
from ledger.words import Line, PlainJson, Profile, Text


class ColumnsExplained(Event):
    """The recruiter said what the columns of a kind of table mean."""

    signature: Line
    """Tables with the same headers have the same signature."""
    columns: dict[Line, Line | None]
    """What each column means, by its header; null for one that is left out."""


class ImportStarted(Event):
    """A file began to be brought in; the events it causes carry this import's id."""

    source: Line
    filename: Line
    sha256: Line
    size_bytes: int = Field(ge=0, lt=2**53)
    owner: Profile | None = None
    """Whose export it is, where the file says so."""


class ImportCompleted(Event):
    """A file was brought in to its end; the report counts every row of it."""

    report: dict[str, PlainJson]
    read_by: Line | None = None
    """Which program read it, where nothing but that and the file decided what was read."""


class ImportReverted(Event):
    """Everything an import did was taken back, updates included."""

    reason: Text | None = None


class ImportReinstated(Event):
    """What a reverted import had done was brought back."""

    reason: Text | None = None
