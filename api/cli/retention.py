"""Retention: after how long people are proposed for erasure, and who is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter, validators

from api.answers.privacy import Proposal
from api.cli import when as instants
from api.cli.opening import Data, Json, Limit, looked, opened, record, record_and_tell
from api.cli.showing import answer, as_json, items
from ledger.access.looks import Shown
from ledger.commands.retention import RemoveRetentionRule, SetRetentionRule
from ledger.words import RetentionStart
from projections import retention_rules

retention = App(name="retention", help="Decide after how long people are proposed for erasure.")


@retention.command(name="set")
def set_(
    name: Annotated[str, Parameter(help="What the rule is called.")],
    /,
    *,
    months: Annotated[
        int,
        Parameter(help="After how many months.", validator=validators.Number(gte=1, lte=1_200)),
    ],
    counted_from: Annotated[
        RetentionStart, Parameter(name="--from", help="From when they count.")
    ] = RetentionStart.LAST_CONTACT,
    source: Annotated[
        str | None, Parameter(help="Only people who came from this source.")
    ] = None,
    pool: Annotated[UUID | None, Parameter(help="Only members of this pool.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Set a rule; it proposes people and erases nobody."""
    command = SetRetentionRule(
        name=name, months=months, counted_from=counted_from, source=source, pool_id=pool
    )
    with opened(data) as found:
        record(found, command)
    if json:
        as_json({"id": command.rule_id})
    else:
        answer(f"{name} is a rule, with the id {command.rule_id}.")


@retention.command(name="list")
def list_(*, data: Data = None, json: Json = False) -> None:
    """List the rules that hold."""
    with opened(data) as found, found.moment() as moment:
        rules = retention_rules.everyone(moment)
    items(
        [
            {"id": each.stream_id, "name": each.name, "months": each.months}
            | {"counted_from": each.counted_from, "source": each.source}
            | {"pool_id": each.pool_id}
            for each in rules
        ],
        ("ID", "MONTHS", "FROM", "ONLY", "NAME"),
        (
            (each.stream_id, each.months, each.counted_from, _only(each), each.name)
            for each in rules
        ),
        is_json=json,
    )


@retention.command
def remove(rule: UUID, /, *, data: Data = None, json: Json = False) -> None:
    """Let a rule hold no more."""
    with opened(data) as found:
        record_and_tell(found, RemoveRetentionRule(rule_id=rule), "Removed.", is_json=json)


@retention.command
def due(
    *,
    on: Annotated[str | None, Parameter(help="By this day; left out means today.")] = None,
    rule: Annotated[UUID | None, Parameter(help="By this rule alone.")] = None,
    limit: Limit = 100,
    data: Data = None,
    json: Json = False,
) -> None:
    """List whose time has run out; nobody is erased unless you say so."""
    now = datetime.now().astimezone()
    day = now.date() if on is None else instants.day(on, now=now)
    with opened(data) as found, found.moment() as moment:
        rows = retention_rules.due(moment, on=day, rule=rule, after=None, limit=limit)
        looked(found, Shown.RETENTION, count=len({row.candidate_id for row in rows}))
        names = {each.stream_id: each.name for each in retention_rules.everyone(moment)}
    items(
        [Proposal.model_validate(row) for row in rows],
        ("ID", "DUE", "HELD", "RULE", "NAME"),
        (
            (row.candidate_id, row.due_on, _HELD[row.is_held], names.get(row.rule_id), row.name)
            for row in rows
        ),
        is_json=json,
    )


_HELD = {True: "held", False: ""}


def _only(rule: retention_rules.RetentionRule) -> str:
    pool = "" if rule.pool_id is None else f"pool {rule.pool_id}"
    return ", ".join(filter(None, (rule.source, pool)))
