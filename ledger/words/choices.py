"""What one chooses from: kinds, directions, roles, purposes, each a list that is closed."""

from enum import StrEnum

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
