"""What comes along out of another ledger's history, and what stays where it was told?

People and what happened with them come along. Who has access, what is to go for good and which
key signs is decided in each ledger by those whom it lets in: a file that says otherwise,
whoever made it, changes none of that. So what is not named here stays.

And what only an administrator does by hand, only an administrator brings in, where it would let
data go that is to be kept. A legal hold that was placed comes along with anybody: it can be
released again, and what was erased without it cannot come back.
"""

from collections.abc import Collection, Mapping

from ledger import events
from ledger.events import Event
from ledger.events.access import WHO_HAS_ACCESS
from ledger.words import Scope

OF_IMPORTS = "about that ledger's own imports"
OF_ACCESS = "about who has access to that ledger: here that is decided here"
OF_WORKSPACE = "about that ledger as a whole: what this one is called, and whether it stays"
OF_PROOF = "about the key that signs that ledger"
ERASED = "erased there"
OF_HOLDS = "releases a legal hold: bring it in as somebody who may administer this ledger"
OF_RULES = "about a rule of retention: bring it in as somebody who may administer this ledger"
# Nothing tells what a colleague keeps to themselves apart from what is not there at all.
NOT_THEIRS = (
    "changes something of which nothing was told before, or that is not yours to change"
)
WHO_READS = "about who may read what a colleague recorded: that is theirs to say, or an owner's"

COMES_ALONG = frozenset(
    each.__name__
    for each in (
        events.CandidateAdded,
        events.HandleAdded,
        events.CandidateUpdated,
        events.HandleCorrected,
        events.HandleRemoved,
        events.TagAdded,
        events.TagRemoved,
        events.EngagementRecorded,
        events.EngagementCorrected,
        events.EngagementRetracted,
        events.AttachmentNoted,
        events.PoolCreated,
        events.PoolRenamed,
        events.CandidateJoinedPool,
        events.CandidateLeftPool,
        events.PoolStagesNamed,
        events.PoolMemberMoved,
        events.PoolArchived,
        events.PoolReopened,
        events.FollowUpPromised,
        events.FollowUpDone,
        events.FollowUpCancelled,
        events.ApplicationOpened,
        events.ApplicationMoved,
        events.ApplicationClosed,
        events.ApplicationReopened,
        events.ApplicationRetracted,
        events.CandidatesMerged,
        events.CandidatesUnmerged,
        events.CandidatesKeptApart,
        events.LookAlikesPutOff,
        events.ConsentGiven,
        events.ConsentWithdrawn,
        events.DoNotContactAsked,
        events.DoNotContactLifted,
        events.NoticeGiven,
        events.NoticeWaived,
        events.LegalHoldPlaced,
        events.LegalHoldReleased,
        events.RetentionRuleSet,
        events.RetentionRuleRemoved,
        events.SearchSaved,
        events.SearchDropped,
        events.ColumnsExplained,
    )
)
"""The names of the events that are brought in."""

_STAYS: Mapping[str, tuple[type[Event], ...]] = {
    OF_IMPORTS: (
        events.ImportStarted,
        events.ImportCompleted,
        events.ImportReverted,
        events.ImportReinstated,
    ),
    ERASED: (events.CandidateErased, events.SuppressionLifted),
    OF_ACCESS: WHO_HAS_ACCESS,
    OF_WORKSPACE: (
        events.WorkspaceRenamed,
        events.DeletionScheduled,
        events.DeletionCancelled,
    ),
    OF_PROOF: (events.SigningKeyNamed,),
}

WHY_IT_STAYS: Mapping[str, str] = {
    each.__name__: why for why, kinds in _STAYS.items() for each in kinds
}
"""Of every other event, by its name, the reason that the report gives."""

_ADMINISTRATORS: Mapping[str, str] = {
    events.LegalHoldReleased.__name__: OF_HOLDS,
    events.RetentionRuleSet.__name__: OF_RULES,
    events.RetentionRuleRemoved.__name__: OF_RULES,
}


def beyond(scopes: Collection[Scope]) -> Mapping[str, str]:
    """Return of which events, and why, whoever may do this much brings in none."""
    return {} if Scope.ADMIN in scopes else _ADMINISTRATORS
