"""After how long are people proposed for erasure, and who is?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from ledger.events import RetentionRuleRemoved, RetentionRuleSet
from ledger.words import CandidateId, StreamId, Version
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.safeguards import SAFEGUARDS
from projections.view import View

RETENTION_RULES = View(
    "retention_rules",
    key="stream_id",
    adds=(RetentionRuleSet,),
    amends=(RetentionRuleRemoved,),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A rule by which people are proposed for erasure."""

    stream_id: StreamId
    name: str
    months: int
    counted_from: str
    source: str | None
    pool_id: UUID | None
    version: Version


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody whose time has run out by a rule; nobody is erased unless a person says so."""

    candidate_id: CandidateId
    name: str
    rule_id: StreamId
    since: datetime
    """From when the rule counts for them."""
    due_on: date
    is_held: bool
    """Whether a legal hold forbids it for now."""


def everyone(moment: Moment) -> Sequence[RetentionRule]:
    """Return every rule that holds, in the order they were set."""
    return [RetentionRule(**row) for row in moment.rows("all", RETENTION_RULES)]


def due(
    moment: Moment,
    *,
    on: date,
    rule: UUID | None,
    after: tuple[date, CandidateId, StreamId] | None,
    limit: int,
) -> list[Proposal]:
    """Return a page of those whose time has run out by a day, the longest overdue first."""
    day, candidate, rule_id = after or (None, None, None)
    rows = moment.rows(
        "due",
        RETENTION_RULES,
        PROFILE,
        RELATIONSHIP,
        SAFEGUARDS,
        POOL_MEMBERS,
        before=datetime.combine(on + timedelta(days=1), time(), UTC),
        rule=rule,
        limit=limit,
        after_on=day,
        after_id=candidate,
        after_rule=rule_id,
    )
    return [Proposal(**row) for row in rows]
