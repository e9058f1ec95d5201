"""The glossary: every event a ledger can hold, in the order in which a relationship lives them.

A class name is the stored name: never rename, never reuse. Fields say only what no earlier
event says; when something happened, about whom, and who recorded it stands on the envelope.
"""

from types import ModuleType

from ledger.events import (
    access,
    applications,
    engagements,
    follow_ups,
    imports,
    merges,
    people,
    pools,
    privacy,
    proof,
    searches,
)
from ledger.events.access import (
    ApiKeyIssued,
    ApiKeyRevoked,
    ApiKeyRotated,
    DeletionCancelled,
    DeletionScheduled,
    InvitationAccepted,
    InvitationSent,
    InvitationWithdrawn,
    LedgerFounded,
    MemberAdded,
    MemberRemoved,
    MemberRoleChanged,
    WorkspaceRenamed,
)
from ledger.events.applications import (
    ApplicationClosed,
    ApplicationMoved,
    ApplicationOpened,
    ApplicationReopened,
    ApplicationRetracted,
)
from ledger.events.engagements import (
    AttachmentNoted,
    EngagementCorrected,
    EngagementRecorded,
    EngagementRetracted,
)
from ledger.events.event import Event
from ledger.events.follow_ups import FollowUpCancelled, FollowUpDone, FollowUpPromised
from ledger.events.imports import (
    ColumnsExplained,
    ImportCompleted,
    ImportReinstated,
    ImportReverted,
    ImportStarted,
)
from ledger.events.merges import (
    CandidatesKeptApart,
    CandidatesMerged,
    CandidatesUnmerged,
    LookAlikesPutOff,
)
from ledger.events.people import (
    CandidateAdded,
    CandidateUpdated,
    HandleAdded,
    HandleCorrected,
    HandleRemoved,
    TagAdded,
    TagRemoved,
)
from ledger.events.pools import (
    CandidateJoinedPool,
    CandidateLeftPool,
    PoolArchived,
    PoolCreated,
    PoolMemberMoved,
    PoolRenamed,
    PoolReopened,
    PoolStagesNamed,
)
from ledger.events.privacy import (
    CandidateErased,
    ConsentGiven,
    ConsentWithdrawn,
    DoNotContactAsked,
    DoNotContactLifted,
    LegalHoldPlaced,
    LegalHoldReleased,
    NoticeGiven,
    NoticeWaived,
    RetentionRuleRemoved,
    RetentionRuleSet,
    SuppressionLifted,
)
from ledger.events.proof import SigningKeyNamed
from ledger.events.searches import SearchDropped, SearchSaved

_CHAPTERS = (
    people,
    engagements,
    pools,
    follow_ups,
    applications,
    merges,
    privacy,
    searches,
    imports,
    access,
    proof,
)
"""In the order in which a relationship lives them, and so within each."""


def _events(chapter: ModuleType) -> dict[str, type[Event]]:
    return {
        name: thing
        for name, thing in vars(chapter).items()
        if isinstance(thing, type) and issubclass(thing, Event) and thing is not Event
    }


GLOSSARY = {name: event for chapter in _CHAPTERS for name, event in _events(chapter).items()}
"""Every event by its stored name."""

__all__ = [
    "GLOSSARY",
    "ApiKeyIssued",
    "ApiKeyRevoked",
    "ApiKeyRotated",
    "ApplicationClosed",
    "ApplicationMoved",
    "ApplicationOpened",
    "ApplicationReopened",
    "ApplicationRetracted",
    "AttachmentNoted",
    "CandidateAdded",
    "CandidateErased",
    "CandidateJoinedPool",
    "CandidateLeftPool",
    "CandidateUpdated",
    "CandidatesKeptApart",
    "CandidatesMerged",
    "CandidatesUnmerged",
    "ColumnsExplained",
    "ConsentGiven",
    "ConsentWithdrawn",
    "DeletionCancelled",
    "DeletionScheduled",
    "DoNotContactAsked",
    "DoNotContactLifted",
    "EngagementCorrected",
    "EngagementRecorded",
    "EngagementRetracted",
    "Event",
    "FollowUpCancelled",
    "FollowUpDone",
    "FollowUpPromised",
    "HandleAdded",
    "HandleCorrected",
    "HandleRemoved",
    "ImportCompleted",
    "ImportReinstated",
    "ImportReverted",
    "ImportStarted",
    "InvitationAccepted",
    "InvitationSent",
    "InvitationWithdrawn",
    "LedgerFounded",
    "LegalHoldPlaced",
    "LegalHoldReleased",
    "LookAlikesPutOff",
    "MemberAdded",
    "MemberRemoved",
    "MemberRoleChanged",
    "NoticeGiven",
    "NoticeWaived",
    "PoolArchived",
    "PoolCreated",
    "PoolMemberMoved",
    "PoolRenamed",
    "PoolReopened",
    "PoolStagesNamed",
    "RetentionRuleRemoved",
    "RetentionRuleSet",
    "SearchDropped",
    "SearchSaved",
    "SigningKeyNamed",
    "SuppressionLifted",
    "TagAdded",
    "TagRemoved",
    "WorkspaceRenamed",
]
