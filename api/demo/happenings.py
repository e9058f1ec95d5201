"""What can happen between a recruiter and somebody made up, each in a few plain fields."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

MadeUpKind = Literal[
    "note", "email", "call", "meeting", "message", "inmail", "interview", "event"
]
"""Some of `ledger.words.Kind`."""


@dataclass(frozen=True, slots=True)
class MadeUpEngagement:
    """The two interacted; what the kind has no use for is empty."""

    occurred_at: datetime
    kind: MadeUpKind
    direction: Literal["inbound", "outbound", ""] = ""
    channel: str = ""
    subject: str = ""
    body: str = ""
    outcome: Literal["talked", "left_voicemail", "missed", ""] = ""
    duration_minutes: int = 0
    conversation_id: str = ""


@dataclass(frozen=True, slots=True)
class MadeUpTagGiven:
    """The recruiter gave a tag."""

    occurred_at: datetime
    tag: str


@dataclass(frozen=True, slots=True)
class MadeUpTagTaken:
    """A tag given earlier was taken off."""

    occurred_at: datetime
    tag: str


@dataclass(frozen=True, slots=True)
class MadeUpPoolJoined:
    """The person was put into a pool, which is known by its name."""

    occurred_at: datetime
    pool: str


@dataclass(frozen=True, slots=True)
class MadeUpPoolLeft:
    """The person was taken out of a pool joined earlier."""

    occurred_at: datetime
    pool: str


@dataclass(frozen=True, slots=True)
class MadeUpPromise:
    """The recruiter promised to come back; the number tells a person's promises apart."""

    occurred_at: datetime
    number: int
    due_on: date
    about: str


@dataclass(frozen=True, slots=True)
class MadeUpPromiseKept:
    """The promise of that number was kept."""

    occurred_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class MadeUpPromiseDropped:
    """The promise of that number is no longer needed."""

    occurred_at: datetime
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class MadeUpApplication:
    """An application was opened; the number tells a person's applications apart."""

    occurred_at: datetime
    number: int
    opportunity: str
    stage: str


@dataclass(frozen=True, slots=True)
class MadeUpApplicationMoved:
    """The application of that number reached another stage."""

    occurred_at: datetime
    number: int
    stage: str


@dataclass(frozen=True, slots=True)
class MadeUpApplicationClosed:
    """The application of that number ended."""

    occurred_at: datetime
    number: int
    outcome: Literal["hired", "rejected", "withdrawn"]
    reason: str
    """Why it was rejected, mostly empty."""


MadeUpHappening = (
    MadeUpEngagement
    | MadeUpTagGiven
    | MadeUpTagTaken
    | MadeUpPoolJoined
    | MadeUpPoolLeft
    | MadeUpPromise
    | MadeUpPromiseKept
    | MadeUpPromiseDropped
    | MadeUpApplication
    | MadeUpApplicationMoved
    | MadeUpApplicationClosed
)
