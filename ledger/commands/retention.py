"""Deciding after how long people are proposed for erasure; nobody is erased by a rule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import RetentionRuleRemoved, RetentionRuleSet
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import Line, RetentionStart, StreamId, Text

_FIELDS = ("name", "months", "counted_from", "source", "pool_id")


class SetRetentionRule(Command):
    """Decide, or decide otherwise, after how long people are proposed for erasure."""

    rule_id: UUID = Field(default_factory=new_id)
    name: Line
    months: int = Field(ge=1, le=1_200)
    counted_from: RetentionStart = RetentionStart.LAST_CONTACT
    source: Line | None = None
    pool_id: UUID | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.rule_id) + 1
        if self.pool_id is not None and not known.rows("pools", stream_id=self.pool_id):
            raise errors.Unknown(f"No pool has the id {self.pool_id}.")
        rule = RetentionRuleSet(
            name=self.name,
            months=self.months,
            counted_from=self.counted_from,
            source=self.source,
            pool_id=self.pool_id,
        )
        told = known.rows("retention_rules", stream_id=self.rule_id)
        if told and all(told[0][field] == getattr(rule, field) for field in _FIELDS):
            return []
        return [Entry(rule, StreamId(self.rule_id), version)]


class RemoveRetentionRule(Command):
    """Let a rule of retention hold no more."""

    rule_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.rule_id)
        if known.rows("retention_rules", stream_id=self.rule_id):
            removed = RetentionRuleRemoved(reason=self.reason)
            return [Entry(removed, StreamId(self.rule_id), version + 1)]
        if version:
            return []
        raise errors.Unknown(f"No rule of retention has the id {self.rule_id}.")
