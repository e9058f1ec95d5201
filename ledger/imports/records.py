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
from ledger.imports.options import Options
from ledger.imports.taken_for import Table
from ledger.words import (
    ApplicationOutcome,
    Attachment,
    CallOutcome,
    Direction,
    Handle,
    Kind,
    Participant,
    Profile,
    Visibility,
)


class Place(NamedTuple):
    """Where in the input something stands: a file in it, and the line it begins on (from 1)."""

    file: str
    line: int


class Reach(NamedTuple):
    """A handle as the source gives it.

    `is_shared` is for what the source itself calls common to several people (a switchboard);
    what shows by its form, like `info@…`, the funnel sees.
    """

    handle: Handle
    label: str | None = None
    is_primary: bool = False
    is_shared: bool = False


class Person(NamedTuple):
    """Somebody the file speaks of: what it says about them, and how to recognise them.

    Handles come strongest first. Several rows about one person are one record: `also` holds the
    further rows that lead to no record of their own. `told_at` is when the source last changed
    what it says, where it tells; otherwise the date of the whole reading counts. Somebody who
    `must_be_known` is recognised where the ledger knows them, and never added. What is told
    `if_unnamed` counts while the ledger has no name for them: a chat's name is no news else.
    """

    place: Place
    person: str
    profile: Profile
    handles: tuple[Reach, ...]
    also: tuple[Place, ...] = ()
    tags: tuple[str, ...] = ()
    told_at: datetime | None = None
    region: str | None = None
    """The country (ISO 3166-1 alpha-2) whose numbers are written without a code in this row."""
    must_be_known: bool = False
    if_unnamed: bool = False


class Engagement(NamedTuple):
    """One interaction with one person.

    `external_id` is the source's natural key: the same interaction in a later export has the
    same key, however its text was reformatted. `key_with_person` says that several people share
    the external id (a group message), so the person belongs to the key. The instant belongs to
    the key as well, unless `is_movable`: the source may tell later that it happens at another
    time, or otherwise, and what it tells then is a correction. Without `occurred_at` it is
    dated as the reading is.
    """

    place: Place
    person: str
    kind: Kind
    occurred_at: datetime | None
    external_id: str
    direction: Direction | None = None
    channel: str | None = None
    subject: str | None = None
    body: str | None = None
    conversation_id: str | None = None
    participants: tuple[Participant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    key_with_person: bool = False
    is_movable: bool = False
    outcome: CallOutcome | None = None
    duration_minutes: int | None = None
    is_cancelled: bool = False
    visibility: Visibility | None = None
    """Left out means everybody in the workspace."""


class WholeSeries(NamedTuple):
    """All that a source still tells of a series of engagements, by their external ids.

    What it told before of the same conversation, for a time from `since` to `until`, and does
    not tell any more was called off.
    """

    place: Place
    conversation_id: str
    external_ids: frozenset[str]
    since: datetime
    until: datetime


class Membership(NamedTuple):
    """A person in one of the source's groups: in the pool of that name, opened if need be."""

    place: Place
    person: str
    pool: str


class Application(NamedTuple):
    """A person's application for an opportunity, as it stood when the source told of it.

    `external_id` is the source's key, where it has one; the opportunity is the key otherwise.
    """

    place: Place
    person: str
    opportunity: str
    stage: str
    applied_at: datetime | None = None
    outcome: ApplicationOutcome | None = None
    rejection_reason: str | None = None
    external_id: str | None = None
    closed_at: datetime | None = None


class Skipped(NamedTuple):
    """A row that was not brought in, and why, in words for the person who reads the report."""

    place: Place
    reason: str
    kept: str = ""
    """The reason as the ledger keeps it, where it quotes the file: it is kept for ever."""


class Unused(NamedTuple):
    """A file inside the input that Rapport does not bring in, and why."""

    file: str
    reason: str


class Noted(NamedTuple):
    """Something the report should say about the file as a whole."""

    note: str
    kept: str = ""
    """The same as the ledger keeps it, where it quotes the file."""


class ForeignEvent(NamedTuple):
    """An event of another Rapport's ledger, to be brought in as it is.

    `event_id` is the same whichever way the event travelled. Where the id of its stream follows
    from `names` (and from a `moment`), it follows from them anew in the ledger it comes to;
    otherwise the stream keeps its id. Ids are their sixteen bytes.
    """

    place: Place
    event_id: bytes
    event_type: str
    schema_version: int
    payload: bytes
    occurred_at: datetime
    stream: bytes
    candidate: bytes | None = None
    names: tuple[str, ...] = ()
    moment: datetime | None = None


class ForeignPerson(NamedTuple):
    """Somebody of another Rapport's ledger, under the id that they are read as there.

    The handles are those by which the same person is recognised anywhere, strongest first, each
    as its type and its key. Told after all events.
    """

    place: Place
    candidate: bytes
    handles: tuple[tuple[str, str], ...]


Record = (
    Person
    | Engagement
    | WholeSeries
    | Membership
    | Application
    | Skipped
    | Unused
    | Noted
    | Table
    | ForeignEvent
    | ForeignPerson
)


@dataclass(slots=True)
class Reading:
    """One input being read: whose it is, and its records, persons before their deeds."""

    source: str
    records: Iterator[Record]
    owner: Profile | None = None
    rows_by_file: dict[str, int] = field(default_factory=dict[str, int])
    """Data rows read so far in each file; complete when `records` has ended."""
    told_at: datetime | None = None
    """The date of what is said: of the export. Left out, it counts as said today."""


class Reader(Protocol):
    """A source: which files it recognises, and how it reads them."""

    @property
    def source(self) -> str:
        """The name of the source, as events carry it."""
        ...

    def claims(self, files: Files) -> list[str]:
        """Return the names of the files that are of this source, by names and beginnings.

        An export of several files that belong together is claimed whole. Reads little of each.
        """
        ...

    def read(self, files: Files, options: Options) -> Reading:
        """Read the files it claimed, raising `errors.Unreadable` with file, line and cure.

        The records are read as they are asked for: the files stay open until then.
        """
        ...
