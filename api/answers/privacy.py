"""What is answered about what candidates allow, and about retention."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer


class Consent(Answer):
    """The last word on one use of somebody's data."""

    candidate_id: UUID
    purpose: str
    state: Literal["given", "expired", "withdrawn"]
    legal_basis: str | None
    expires_on: date | None
    evidence: str | None
    reason: str | None
    said_at: datetime


class DoNotContact(Answer):
    """Somebody's wish not to be contacted, as long as it holds."""

    since: datetime
    until: date | None
    reason: str | None


class NoticeState(Answer):
    """Whether somebody was told that their data is held."""

    state: Literal["owed", "overdue", "given", "waived", "not_owed"]
    due_on: date | None
    said_at: datetime | None
    channel: str | None
    reason: str | None


class LegalHold(Answer):
    """Why somebody's data must be kept."""

    since: datetime
    reason: str | None


class Privacy(Answer):
    """What somebody allows, what they were told, what must be kept."""

    candidate_id: UUID
    may_be_contacted: bool
    consents: list[Consent]
    do_not_contact: DoNotContact | None
    notice: NoticeState
    legal_hold: LegalHold | None


class Notice(Answer):
    """Somebody who is owed a notice."""

    candidate_id: UUID
    name: str
    source: str | None
    added_at: datetime
    due_on: date
    last_contacted_at: datetime | None


class RetentionRule(Answer):
    """A rule by which people are proposed for erasure."""

    id: UUID
    name: str
    months: int
    counted_from: str
    source: str | None
    pool_id: UUID | None
    version: int


class Proposal(Answer):
    """Somebody whose time has run out by a rule."""

    candidate_id: UUID
    name: str
    rule_id: UUID
    since: datetime
    due_on: date
    is_held: bool
