"""What the candidate allows, and what is owed to them."""

from datetime import date
from uuid import UUID

from pydantic import Field

from ledger.events.event import Event
from ledger.words import LegalBasis, Line, Purpose, RetentionStart, Text


class ConsentGiven(Event):
    """The candidate allowed one use of their data, or another reason for it came to hold."""

    purpose: Purpose
    legal_basis: LegalBasis = LegalBasis.CONSENT
    expires_on: date | None = None
    """The last day on which it holds; left out means until it is withdrawn."""
    evidence: Text | None = None
    """How it was given: a form, a sentence in a mail."""


class ConsentWithdrawn(Event):
    """The candidate no longer allows one use of their data."""

    purpose: Purpose
    reason: Text | None = None


class DoNotContactAsked(Event):
    """The candidate asked not to be contacted, for good or until a day."""

    until: date | None = None
    reason: Text | None = None


class DoNotContactLifted(Event):
    """The candidate may be contacted again."""

    reason: Text | None = None


class NoticeGiven(Event):
    """The candidate was told that their data is held, what for, and where it came from."""

    channel: Line | None = None


class NoticeWaived(Event):
    """The candidate need not be told: they know it already, or the law says so."""

    reason: Text


class LegalHoldPlaced(Event):
    """The candidate's data must be kept for now: nobody may erase it."""

    reason: Text


class LegalHoldReleased(Event):
    """The candidate's data need not be kept any longer."""

    reason: Text | None = None


class RetentionRuleSet(Event):
    """The recruiter decided after how long people are proposed for erasure."""

    name: Line
    months: int = Field(ge=1, le=1_200)
    counted_from: RetentionStart = RetentionStart.LAST_CONTACT
    source: Line | None = None
    """Only people who came from this source; left out means everybody."""
    pool_id: UUID | None = None
    """Only members of this pool; left out means everybody."""


class RetentionRuleRemoved(Event):
    """A rule of retention no longer holds."""

    reason: Text | None = None


class CandidateErased(Event):
    """What the ledger held about a person was forgotten; that there was something remains."""

    candidate_ids: tuple[UUID, ...]
    """Every id under which the person was known."""
    emptied_count: int = Field(ge=0, lt=2**53)
    """How many events about the person lost their payload."""
    emptied_elsewhere: tuple[int, ...] = ()
    """Positions of events about others that named the person: emptied, and put down anew where
    they say something without that person."""
    suppressed: tuple[Line, ...] = ()
    """Keyed hashes of the person's handles, so that no import brings the person back."""
    reason: Line | None = None


class SuppressionLifted(Event):
    """Handles of a person who was erased may come in again."""

    suppressed: tuple[Line, ...]
    reason: Text | None = None
