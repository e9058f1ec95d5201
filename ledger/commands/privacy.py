"""What a candidate allows, what they were told, and what must be kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import (
    ConsentGiven,
    ConsentWithdrawn,
    DoNotContactAsked,
    DoNotContactLifted,
    Event,
    LegalHoldPlaced,
    LegalHoldReleased,
    NoticeGiven,
    NoticeWaived,
)
from ledger.known import Known
from ledger.words import CandidateId, Instant, LegalBasis, Line, Purpose, Text


class GiveConsent(Command):
    """Put down that one use of the candidate's data is allowed, by whom and until when."""

    candidate_id: UUID
    purpose: Purpose
    legal_basis: LegalBasis = LegalBasis.CONSENT
    granted_at: Instant | None = None
    expires_on: date | None = None
    evidence: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        _must_be_ahead(self.expires_on, at)
        given = ConsentGiven(
            purpose=self.purpose,
            legal_basis=self.legal_basis,
            expires_on=self.expires_on,
            evidence=self.evidence,
        )
        place = _Place(known, self.candidate_id, "consent", self.purpose)
        told = place.said("consents", purpose=self.purpose)
        if told and told["is_given"] and _same(told, given, _CONSENT):
            return []
        return [place.entry(given, self.granted_at)]


class WithdrawConsent(Command):
    """Put down that one use of the candidate's data is no longer allowed."""

    candidate_id: UUID
    purpose: Purpose
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _Place(known, self.candidate_id, "consent", self.purpose)
        told = place.said("consents", purpose=self.purpose)
        if not told or not told["is_given"]:
            return []
        return [place.entry(ConsentWithdrawn(purpose=self.purpose, reason=self.reason))]


class AskDoNotContact(Command):
    """Put down that the candidate asked not to be contacted, for good or until a day."""

    candidate_id: UUID
    until: date | None = None
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        _must_be_ahead(self.until, at)
        place = _Place(known, self.candidate_id, "do_not_contact")
        asked = DoNotContactAsked(until=self.until, reason=self.reason)
        return place.unless_said(asked, "until", "reason")


class LiftDoNotContact(Command):
    """Put down that the candidate may be contacted again."""

    candidate_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _Place(known, self.candidate_id, "do_not_contact")
        return place.if_said(DoNotContactAsked, DoNotContactLifted(reason=self.reason))


class GiveNotice(Command):
    """Put down that the candidate was told of their data: what for, and where it came from."""

    candidate_id: UUID
    given_at: Instant | None = None
    channel: Line | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _Place(known, self.candidate_id, "notice")
        if place.is_said(NoticeGiven):
            return []
        return [place.entry(NoticeGiven(channel=self.channel), self.given_at)]


class WaiveNotice(Command):
    """Put down that the candidate need not be told, and why."""

    candidate_id: UUID
    reason: Text

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _Place(known, self.candidate_id, "notice")
        if place.is_said(NoticeGiven):
            raise errors.NotAllowedNow("They were told already: there is nothing to waive.")
        return place.unless_said(NoticeWaived(reason=self.reason), "reason")


class PlaceLegalHold(Command):
    """Forbid that the candidate's data is erased, for now."""

    candidate_id: UUID
    reason: Text

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _Place(known, self.candidate_id, "legal_hold")
        return place.unless_said(LegalHoldPlaced(reason=self.reason), "reason")


class ReleaseLegalHold(Command):
    """Allow again that the candidate's data is erased."""

    candidate_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _Place(known, self.candidate_id, "legal_hold")
        return place.if_said(LegalHoldPlaced, LegalHoldReleased(reason=self.reason))


_CONSENT = ("legal_basis", "expires_on", "evidence")


class _Place:
    """The stream on which one thing is said of a candidate, and its last word."""

    def __init__(self, known: Known, candidate_id: UUID, about: str, *names: object) -> None:
        self._known = known
        self._about = about
        self.candidate_id: CandidateId = known.root(candidate_id)
        self._stream_id = known.id_of(about, self.candidate_id, *names)
        # The version first: what comes after it makes the append lose, and ask again.
        self._version = known.version(self._stream_id) + 1

    def said(self, view: str, **key: Any) -> Mapping[str, Any] | None:
        """Return what a view says of it, if anything was said."""
        rows = self._known.rows(view, candidate_id=self.candidate_id, **key)
        return rows[0] if rows else None

    def is_said(self, event: type[Event]) -> bool:
        """Say whether this was the last word."""
        told = self.said("safeguards", about=self._about)
        return told is not None and told["event_type"] == event.__name__

    def unless_said(self, event: Event, *fields: str) -> Sequence[Entry]:
        """Return the event, or nothing where the last word was the same."""
        told = self.said("safeguards", about=self._about)
        if self.is_said(type(event)) and told and _same(told, event, fields):
            return []
        return [self.entry(event)]

    def if_said(self, before: type[Event], event: Event) -> Sequence[Entry]:
        """Return the event where it ends something, otherwise nothing."""
        return [self.entry(event)] if self.is_said(before) else []

    def entry(self, event: Event, at: datetime | None = None) -> Entry:
        """Return the event as the stream's next."""
        return Entry(event, self._stream_id, self._version, self.candidate_id, occurred_at=at)


def _same(told: Mapping[str, Any], event: Event, fields: Sequence[str]) -> bool:
    return all(told[field] == getattr(event, field) for field in fields)


def _must_be_ahead(day: date | None, at: datetime) -> None:
    if day is not None and day < at.date():
        raise errors.Invalid(f"{day} is past: give a day to come, or leave it out.")
