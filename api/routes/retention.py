"""Retention: after how long people are proposed for erasure, and who is."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access import Admin, Caller, IdempotencyKey, Reader
from api.answers import Page
from api.answers.privacy import Proposal, RetentionRule
from api.as_of import AsOf
from api.asked.privacy import RetentionRuleAsked
from api.asked.values import Day
from api.etags import IfMatch, unless_changed
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.retention import RemoveRetentionRule, SetRetentionRule
from ledger.events import RetentionRuleSet
from ledger.words import CandidateId, StreamId
from projections import retention_rules

router = noun("privacy")

_CURSORS = Cursors(tuple[Day, UUID, UUID])


@router.post("/retention-rules", status_code=201)
def set_retention_rule(
    caller: Admin, given: RetentionRuleAsked, key: IdempotencyKey = None
) -> RetentionRule:
    """Decide after how long people are proposed for erasure; nobody is erased by it."""
    told = given.model_dump()
    recorded = caller.record_once(SetRetentionRule(**told), key, RetentionRuleSet(**told))
    return _one(caller, recorded[0].stream_id)


@router.get("/retention-rules")
def list_retention_rules(caller: Reader, as_of: AsOf = None) -> Page[RetentionRule]:
    """List the rules that hold."""
    with caller.moment(as_of) as moment:
        rules = retention_rules.everyone(moment)
    return Page(items=[_answer(each) for each in rules], next_cursor=None)


@router.put("/retention-rules/{rule_id}")
def change_retention_rule(
    caller: Admin, rule_id: UUID, given: RetentionRuleAsked, if_match: IfMatch = None
) -> RetentionRule:
    """Decide otherwise about a rule."""
    _one(caller, rule_id)
    command = SetRetentionRule(rule_id=rule_id, **given.model_dump())
    caller.record(unless_changed(command, if_match, rule_id, view="retention_rules"))
    return _one(caller, rule_id)


@router.delete("/retention-rules/{rule_id}", status_code=204)
def remove_retention_rule(caller: Admin, rule_id: UUID, if_match: IfMatch = None) -> None:
    """Let a rule hold no more."""
    command = RemoveRetentionRule(rule_id=rule_id)
    caller.record(unless_changed(command, if_match, rule_id, view="retention_rules"))


@router.get("/privacy/retention")
def list_proposals(
    caller: Reader,
    on: Annotated[Day | None, Query(description="By this day; left out means today.")] = None,
    rule_id: UUID | None = None,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Proposal]:
    """List whose time has run out by a rule, the longest overdue first."""
    key = _CURSORS.read(cursor)
    with caller.moment(as_of) as moment:
        rows = retention_rules.due(
            moment,
            on=on or moment.now().date(),
            rule=rule_id,
            after=key and (key[0], CandidateId(key[1]), StreamId(key[2])),
            limit=limit + 1,
        )
    page, following = _CURSORS.cut(
        rows, limit, lambda row: (row.due_on, row.candidate_id, row.rule_id)
    )
    caller.looked(Shown.RETENTION, count=len({row.candidate_id for row in page}))
    return Page(items=[Proposal.model_validate(row) for row in page], next_cursor=following)


def _one(caller: Caller, rule_id: UUID) -> RetentionRule:
    with caller.moment() as moment:
        for each in retention_rules.everyone(moment):
            if each.stream_id == rule_id:
                return caller.tagged(_answer(each))
    raise errors.Unknown(f"No rule of retention has the id {rule_id}.")


def _answer(rule: retention_rules.RetentionRule) -> RetentionRule:
    fields = {name: getattr(rule, name) for name in RetentionRule.model_fields if name != "id"}
    return RetentionRule(id=rule.stream_id, **fields)
