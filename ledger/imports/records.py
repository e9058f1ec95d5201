"""What a reader yields: neutral records, each with its place in the file.

A reader knows its format and nothing of the ledger. Within one file it already says which rows
speak of the same person: records share a `person` key, local to the file. The funnel decides
who that is in the ledger, and what of it is new. Records are tuples, since a file yields
hundreds of thousands of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from ledger.imports.files import Files
from ledger.words import Attachment, Direction, Handle, Kind, Participant, Profile


class Place(NamedTuple):
    """Where in the input something stands: a file in it, and the line it begins on (from 1)."""

    file: str
    line: int


class Person(NamedTuple):
    """Somebody the file speaks of: what it says about them, and how to recognise them.

    Handles come strongest first. Several rows about one person are one record: `also` holds the
    further rows that lead to no record of their own.
    """

    place: Place
    person: str
    profile: Profile
    handles: tuple[Handle, ...]
    also: tuple[Place, ...] = ()


class Engagement(NamedTuple):
    """One interaction with one person.

    `external_id` is the source's natural key: the same interaction in a later export has the
    same key, however its text was reformatted. `key_with_person` says that several people share
    the external id (a group message), so the person belongs to the key.
    """

    place: Place
    person: str
    kind: Kind
    occurred_at: datetime
    external_id: str
    direction: Direction | None = None
    channel: str | None = None
    subject: str | None = None
    body: str | None = None
    conversation_id: str | None = None
    participants: tuple[Participant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    key_with_person: bool = False


class Skipped(NamedTuple):
    """A row that was not brought in, and why, in words for the person who reads the report."""

    place: Place
    reason: str


class Unused(NamedTuple):
    """A file inside the input that Rapport does not bring in, and why."""

    file: str
    reason: str


class Noted(NamedTuple):
    """Something the report should say about the file as a whole."""

    note: str


Record = Person | Engagement | Skipped | Unused | Noted


@dataclass(slots=True)
class Reading:
    """One input being read: whose it is, and its records, persons before their deeds."""

    source: str
    records: Iterator[Record]
    owner: Profile | None = None
    rows_by_file: dict[str, int] = field(default_factory=dict[str, int])
    """Data rows read so far in each file; complete when `records` has ended."""


class Reader(Protocol):
    """A source: what it recognises, and how it reads it."""

    @property
    def source(self) -> str:
        """The name of the source, as events carry it."""
        ...

    def recognises(self, files: Files) -> bool:
        """Say whether this input is of this source, by its files' names and beginnings."""
        ...

    def read(self, files: Files) -> Reading:
        """Read the files of one input, raising `errors.Unreadable` with file, line and cure.

        The records are read as they are asked for: the files stay open until then.
        """
        ...
