"""The words of the trade as types: the values that events, commands and answers share."""

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, NewType, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)
from typing_extensions import override

WorkspaceId = NewType("WorkspaceId", UUID)
StreamId = NewType("StreamId", UUID)
CandidateId = NewType("CandidateId", UUID)
ActorId = NewType("ActorId", UUID)
Position = NewType("Position", int)
Version = NewType("Version", int)

# PostgreSQL's jsonb and RFC 8785 both have no place for NUL; pydantic refuses lone surrogates.
_NO_NUL = r"^[^\x00]*$"
# A line fits a screen, a text fits the longest mail seen in public archives (a few hundred KB).
Line = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=_NO_NUL)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=1_000_000, pattern=_NO_NUL)]
Instant = AwareDatetime

_Item = TypeVar("_Item")
# Told of the first that is wrong only: to name each of 200,000 took three seconds.
Several = Annotated[tuple[_Item, ...], Field(fail_fast=True)]

_INTEGER_MAX = 2**53 - 1
_DEPTH_MAX = 20


def _plain(value: JsonValue, depth: int = 0) -> JsonValue:
    if depth > _DEPTH_MAX:
        raise ValueError("nested deeper than anything a person fills in")
    match value:
        case float():
            raise ValueError('no fractions: write them as text, "1.5"')
        case int() if abs(value) > _INTEGER_MAX:
            raise ValueError("numbers beyond 2^53 are written as text")
        case str() if "\x00" in value:
            raise ValueError("a text holds no NUL")
        case list():
            for inner in value:
                _plain(inner, depth + 1)
        case dict():
            for name, inner in value.items():
                _plain(name, depth + 1)
                _plain(inner, depth + 1)
        case _:
            pass
    return value


# What has the same canonical form (RFC 8785) in every language.
PlainJson = Annotated[JsonValue, AfterValidator(_plain)]


class Value(BaseModel):
    """A frozen value that refuses words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        # Values of a file travel by the hundred thousand, and most fields of each say nothing.
        told = {name: self.__dict__[name] for name in self.__pydantic_fields_set__}
        return _revived, (type(self), told)


@lru_cache(maxsize=64)
def _unsaid(kind: type[Value]) -> dict[str, Any]:
    fields = kind.model_fields.items()
    return {name: told.get_default() for name, told in fields if not told.is_required()}


def _revived(kind: type[Value], told: dict[str, Any]) -> Value:
    value = kind.__new__(kind)
    # As BaseModel.__setstate__ does, since a frozen value takes nothing in the usual way.
    for name, state in (
        ("__dict__", _unsaid(kind) | told),
        ("__pydantic_fields_set__", set(told)),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(value, name, state)
    return value


POOL_STAGES = ("To contact", "Contacted", "Replied", "Interviewing", "Placed", "Not now")
"""The stages of a pool that was given none of its own; whoever joins is at the first."""


class Kind(StrEnum):
    """What sort of interaction an engagement was."""

    NOTE = "note"
    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"
    MESSAGE = "message"
    INMAIL = "inmail"
    INTERVIEW = "interview"
    EVENT = "event"
    OTHER = "other"


class Direction(StrEnum):
    """Who reached out, seen from the owner of the ledger."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Visibility(StrEnum):
    """Who in the workspace may read it."""

    PUBLIC = "public"
    PRIVATE = "private"


class Role(StrEnum):
    """What somebody is in a workspace."""

    OWNER = "owner"
    ADMIN = "admin"
    RECRUITER = "recruiter"
    VIEWER = "viewer"
    AUDITOR = "auditor"


class Scope(StrEnum):
    """What somebody, or a key, may do in a workspace."""

    READ = "read"
    WRITE = "write"
    IMPORT = "import"
    EXPORT = "export"
    ERASE = "erase"
    ADMIN = "admin"
    AUDIT = "audit"


class CallOutcome(StrEnum):
    """How a call ended."""

    TALKED = "talked"
    LEFT_VOICEMAIL = "left_voicemail"
    MISSED = "missed"


class HandleType(StrEnum):
    """The ways to reach or recognise a person.

    The last three are marks of one source and no address. `external_id` is how a source itself
    names a person (`greenhouse:4711`). LinkedIn's exports up to 2023 name a connection only by
    name and day (`name|YYYY-MM-DD`), a message only by a name.
    """

    EMAIL = "email"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    GITHUB = "github"
    TWITTER = "twitter"
    XING = "xing"
    STACKOVERFLOW = "stackoverflow"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WEBSITE = "website"
    MESSENGER = "messenger"
    OTHER = "other"
    EXTERNAL_ID = "external_id"
    LINKEDIN_CONNECTION = "linkedin_connection"
    LINKEDIN_NAME = "linkedin_name"


class HandleStatus(StrEnum):
    """Whether a handle still reaches the person."""

    CURRENT = "current"
    OUTDATED = "outdated"
    INVALID = "invalid"


class Origin(StrEnum):
    """How the person first came to the recruiter."""

    AGENCY = "agency"
    APPLIED = "applied"
    INTERNAL = "internal"
    REFERRED = "referred"
    SOURCED = "sourced"
    UNIVERSITY = "university"


class ApplicationOutcome(StrEnum):
    """How an application ended."""

    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Purpose(StrEnum):
    """What a person's data may be used for."""

    CURRENT_OPENINGS = "current_openings"
    FUTURE_OPENINGS = "future_openings"
    SHARING_WITH_CLIENTS = "sharing_with_clients"
    NEWS = "news"


class LegalBasis(StrEnum):
    """What makes a use of data lawful (GDPR, Article 6)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class RetentionStart(StrEnum):
    """From when a rule of retention counts."""

    LAST_CONTACT = "last_contact"
    LAST_ENGAGEMENT = "last_engagement"
    ADDED = "added"


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
