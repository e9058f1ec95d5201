"""The glossary: every event a ledger can hold, in the order in which a relationship lives them.

A class name is the stored name: never rename, never reuse. Fields say only what no earlier
event says; when something happened, about whom, and who recorded it stands on the envelope.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from ledger.words import (
    ApplicationOutcome,
    Attachment,
    CallOutcome,
    Direction,
    Handle,
    HandleStatus,
    Instant,
    Kind,
    LegalBasis,
    Line,
    Origin,
    Participant,
    PlainJson,
    Profile,
    Purpose,
    RetentionStart,
    Role,
    Scope,
    Tag,
    Text,
    Value,
    Visibility,
)


class Event(Value):
    """Something that happened, in the past tense, true for ever."""

    schema_version: ClassVar[int] = 1

    def payload(self) -> dict[str, Any]:
        """Return the fields that say something; nested values are left to the JSON writer."""
        return {name: value for name, value in self.__dict__.items() if value is not None}


# ── A person becomes known ───────────────────────────────────────────────────────────────


class CandidateAdded(Event):
    """Somebody the recruiter knows, or wants to know, was entered in the ledger."""

    profile: Profile = Profile()
    source: Line | None = None
    """Where the facts come from: `linkedin`, `greenhouse`, `conference` …"""
    origin: Origin | None = None


class HandleAdded(Event):
    """A way to reach or recognise the candidate became known."""

    handle: Handle
    key: Line
    """The handle as Rapport compares it: two spellings of one address have one key."""
    label: Line | None = None
    is_primary: bool = False
    source: Line | None = None
    is_shared: bool | None = None
    """Whether several people have it, so that it recognises nobody: a switchboard, `info@…`."""


class CandidateUpdated(Event):
    """Facts about the candidate changed: each fact named here replaces what was known."""

    profile: Profile
    source: Line | None = None


class HandleCorrected(Event):
    """What is known of a handle changed: whether it works, its label, which is preferred."""

    key: Line
    status: HandleStatus | None = None
    label: Line | None = None
    is_primary: bool | None = None
    is_shared: bool | None = None


class HandleRemoved(Event):
    """A handle turned out not to be the candidate's, or is no longer theirs."""

    key: Line
    reason: Text | None = None


class TagAdded(Event):
    """The candidate was given a tag."""

    tag: Tag
    key: Line
    """The tag as tags are compared: in small letters, spaces once."""


class TagRemoved(Event):
    """A tag was taken off the candidate."""

    tag: Tag
    key: Line


# ── Recruiter and candidate talk ─────────────────────────────────────────────────────────


class EngagementRecorded(Event):
    """The recruiter and the candidate interacted, in one of the ways people do."""

    kind: Kind
    direction: Direction | None = None
    channel: Line | None = None
    subject: Line | None = None
    body: Text | None = None
    participants: tuple[Participant, ...] | None = None
    outcome: CallOutcome | None = None
    duration_minutes: int | None = Field(default=None, ge=0, le=100_000)
    visibility: Visibility | None = None
    """Left out means everybody in the workspace."""
    attachments: tuple[Attachment, ...] | None = None
    conversation_id: Line | None = None
    """Shared by all engagements of one conversation, whoever's timeline they stand on."""
    source: Line | None = None
    external_id: Line | None = None
    """The source's own name for it."""
    is_cancelled: bool | None = None
    """Left out means it took place, or will."""


class EngagementCorrected(Event):
    """What was recorded about an engagement was put right; what is named here replaces it."""

    changes: dict[Line, PlainJson]
    occurred_at: Instant | None = None
    """When it really happened, if that was wrong."""
    restates: int | None = Field(default=None, ge=1, lt=2**53)
    """Position of what was told of this engagement and had to name somebody who was erased:
    the changes are all of it, without that person, and count in its place."""


class EngagementRetracted(Event):
    """An engagement was taken back: it did not happen, or not with this candidate."""

    reason: Text | None = None


class AttachmentNoted(Event):
    """A file about the candidate was noted: a résumé, a cover letter, a certificate."""

    attachment: Attachment


# ── Pools: groups a recruiter keeps ──────────────────────────────────────────────────────


class PoolCreated(Event):
    """A talent pool was opened."""

    name: Line
    description: Text | None = None


class PoolRenamed(Event):
    """A pool got another name."""

    name: Line


class CandidateJoinedPool(Event):
    """The candidate was put into a pool."""

    pool_id: UUID


class CandidateLeftPool(Event):
    """The candidate was taken out of a pool."""

    pool_id: UUID


class PoolStagesNamed(Event):
    """The pool was given its stages, in the order in which somebody passes through them."""

    stages: tuple[Line, ...]


class PoolMemberMoved(Event):
    """The candidate reached a stage in a pool."""

    pool_id: UUID
    stage: Line
    """In the words that the pool had for it then."""


class PoolArchived(Event):
    """A pool was closed: it stays readable and takes no one in."""


# ── What was promised ────────────────────────────────────────────────────────────────────


class FollowUpPromised(Event):
    """The recruiter promised to come back to the candidate by a certain day."""

    due_on: date
    about: Line


class FollowUpDone(Event):
    """A promised follow-up was kept."""


class FollowUpCancelled(Event):
    """A promised follow-up is no longer needed."""

    reason: Text | None = None


# ── Applications ─────────────────────────────────────────────────────────────────────────


class ApplicationOpened(Event):
    """The candidate became an applicant, or was put forward, for an opportunity."""

    opportunity: Line
    stage: Line
    origin: Origin | None = None
    source: Line | None = None


class ApplicationMoved(Event):
    """An application reached another stage."""

    stage: Line


class ApplicationClosed(Event):
    """An application ended."""

    outcome: ApplicationOutcome
    rejection_reason: Text | None = None


# ── Two records, one person ──────────────────────────────────────────────────────────────


class CandidatesMerged(Event):
    """Two candidates turned out to be one person: from now on they are read as one."""

    primary_candidate_id: UUID
    duplicate_candidate_id: UUID
    reason: Text | None = None


class CandidatesUnmerged(Event):
    """A merge was a mistake: the two are read as two again, whatever happened since."""

    reason: Text | None = None


class CandidatesKeptApart(Event):
    """Two candidates who look alike turned out to be two people."""

    primary_candidate_id: UUID
    other_candidate_id: UUID
    reason: Text | None = None


class LookAlikesPutOff(Event):
    """Whether two candidates who look alike are one person was left for later."""

    primary_candidate_id: UUID
    other_candidate_id: UUID
    reason: Text | None = None


# ── What the candidate allows, and what is owed to them ──────────────────────────────────


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


# ── Imports: one file, many events ───────────────────────────────────────────────────────


class SearchSaved(Event):
    """What the list of people was asked for got a name, to be asked again by anybody here."""

    name: Line
    query: Line
    """The filters and the order, as an address says them: `stage=warm&sort=name`."""


class SearchDropped(Event):
    """A saved search was no longer needed."""


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


# ── Who has access ───────────────────────────────────────────────────────────────────────


class LedgerFounded(Event):
    """From here on this owner decides who has access; nobody who had it before keeps it."""

    owner_id: UUID


class MemberAdded(Event):
    """Somebody was let into the workspace."""

    member_id: UUID
    """The actor of everything they record."""
    role: Role
    name: Line
    """What they are called here."""
    invitation_id: UUID | None = None


class MemberRoleChanged(Event):
    """A member may do more, or less, than before."""

    member_id: UUID
    role: Role


class MemberRemoved(Event):
    """Somebody is no longer let into the workspace."""

    member_id: UUID
    reason: Text | None = None


class InvitationSent(Event):
    """Somebody was invited into the workspace."""

    role: Role
    name: Line
    """Whom the invitation is for, in the words of who sent it."""
    expires_at: Instant


class InvitationAccepted(Event):
    """An invitation was taken up: it opens no door a second time."""


class InvitationWithdrawn(Event):
    """An invitation no longer holds."""


class ApiKeyIssued(Event):
    """A program was given a key to the workspace."""

    label: Line
    """What the key is for."""
    scopes: tuple[Scope, ...]
    expires_at: Instant | None = None
    """Left out means until it is revoked."""


class ApiKeyRotated(Event):
    """A key was given a new secret; the old one holds a while longer."""

    old_until: Instant


class ApiKeyRevoked(Event):
    """A key no longer opens anything."""

    reason: Text | None = None


class WorkspaceRenamed(Event):
    """The workspace got another name."""

    name: Line


class DeletionScheduled(Event):
    """The workspace, and all that is in it, is to go for good at an instant."""

    at: Instant


class DeletionCancelled(Event):
    """The workspace stays."""


# ── Proof ────────────────────────────────────────────────────────────────────────────────


class SigningKeyNamed(Event):
    """From now on checkpoints of this ledger are signed with this key."""

    verifier_key: Line
    """Name, key id and public key as `<name>+<id>+<key>` (C2SP signed-note)."""


def _glossary() -> dict[str, type[Event]]:
    return {event.__name__: event for event in Event.__subclasses__()}


GLOSSARY = _glossary()
"""Every event by its stored name."""
