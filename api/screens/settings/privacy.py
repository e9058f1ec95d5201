"""Privacy and retention: the rules, and for whom something is due by them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import Form, Query, Response

from api.access import Admin, Caller, Eraser, Reader
from api.asked.erasure import Lifting
from api.asked.privacy import RetentionRuleAsked
from api.routes import erasure, privacy, retention
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger.words import CandidateId, HandleType, RetentionStart, Scope
from projections import pools, profile

router = screens()

_HERE = "/settings/privacy"
_FIRST = 5
_PAGE = 40
_CONSENT_DAYS = 90
_POOLS_MAX = 200
What = Literal["due", "notices", "consents"]
COUNTED_FROM: dict[RetentionStart, str] = {
    RetentionStart.LAST_CONTACT: "the last contact",
    RetentionStart.LAST_ENGAGEMENT: "the last engagement of any kind",
    RetentionStart.ADDED: "the day they were added",
}
"""From when a rule counts, in words."""


class Waiting(NamedTuple):
    """Somebody for whom something is to be done by a day."""

    candidate_id: UUID
    name: str
    about: str
    due_on: date | None


class List(NamedTuple):
    """The first of a list, or its next page."""

    rows: Sequence[Waiting]
    cursor: str | None


@router.get(_HERE)
def show_privacy(caller: Reader, seen: Sight) -> Response:
    """Show the rules of retention, and the most urgent of each list."""
    lists = {what: _list(caller, what, limit=_FIRST) for what in ("due", "notices", "consents")}
    with caller.moment() as moment:
        open_pools = {
            each.stream_id: each.name
            for each in pools.page(moment, after=None, limit=_POOLS_MAX)
        }
    is_admin = Scope.ADMIN in caller.principal.scopes
    return showing.page(
        seen,
        caller,
        "settings/privacy.html",
        rules=retention.list_retention_rules(caller).items,
        lists=lists,
        pools=open_pools,
        suppressed=erasure.count_suppressed(caller).handle_count if is_admin else None,
        counted_from=COUNTED_FROM,
        handle_types=[each.value for each in HandleType],
    )


@router.get(f"{_HERE}/{{what}}")
def show_list(
    caller: Reader,
    seen: Sight,
    what: What,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show one of the lists, or its next rows."""
    found = _list(caller, what, limit=_PAGE, cursor=cursor)
    template = "settings/waiting_rows.html" if seen.target else "settings/waiting.html"
    shown = showing.part if seen.target else showing.page
    return shown(seen, caller, template, what=what, list=found)


@router.post(f"{_HERE}/rules")
def set_rule(
    caller: Admin,
    seen: Sight,
    *,
    name: forms.Field = "",
    months: forms.Field = "",
    counted_from: forms.Field = "",
    pool_id: forms.Field = "",
) -> Response:
    """Decide after how long people are proposed for erasure."""
    given = forms.asked(
        RetentionRuleAsked,
        name=forms.line(name),
        months=months,
        counted_from=counted_from,
        pool_id=pool_id,
    )
    made = retention.set_retention_rule(caller, given)
    undo = f"{_HERE}/rules/{made.id}/remove"
    return showing.done(seen, _HERE, Said("The rule holds. Nobody is erased by it.", undo))


@router.post(f"{_HERE}/rules/{{rule_id}}/remove")
def remove_rule(caller: Admin, seen: Sight, rule_id: UUID) -> Response:
    """Let a rule hold no more."""
    retention.remove_retention_rule(caller, rule_id)
    return showing.done(seen, _HERE, Said("The rule holds no more."))


@router.post(f"{_HERE}/suppression/lift")
def lift_suppression(
    caller: Eraser,
    seen: Sight,
    *,
    handle: Annotated[str, Form(alias="type", max_length=40)] = "",
    value: forms.Field = "",
    reason: forms.Field = "",
) -> Response:
    """Let a handle of somebody who was erased come in again."""
    told = {"type": handle, "value": forms.line(value), "reason": forms.line(reason)}
    erasure.lift_suppression(caller, forms.asked(Lifting, **told))
    return showing.done(seen, _HERE, Said("It may come in again."))


def _list(caller: Caller, what: str, *, limit: int, cursor: str | None = None) -> List:
    if what == "due":
        due = retention.list_proposals(caller, limit=limit, cursor=cursor)
        rules = {each.id: each.name for each in retention.list_retention_rules(caller).items}
        return List(
            [
                Waiting(
                    each.candidate_id,
                    each.name,
                    "held for a legal claim" if each.is_held else rules.get(each.rule_id, ""),
                    each.due_on,
                )
                for each in due.items
            ],
            due.next_cursor,
        )
    if what == "notices":
        owed = privacy.list_notices(caller, limit=limit, cursor=cursor)
        return List(
            [
                Waiting(each.candidate_id, each.name, each.source or "", each.due_on)
                for each in owed.items
            ],
            owed.next_cursor,
        )
    return _consents(caller, limit=limit, cursor=cursor)


def _consents(caller: Caller, *, limit: int, cursor: str | None) -> List:
    found = privacy.list_expiring_consents(
        caller, expiring_within=_CONSENT_DAYS, limit=limit, cursor=cursor
    )
    with caller.moment() as moment:
        names = profile.names(moment, [CandidateId(each.candidate_id) for each in found.items])
    return List(
        [
            Waiting(
                each.candidate_id,
                names.get(CandidateId(each.candidate_id), ""),
                each.purpose.replace("_", " "),
                each.expires_on,
            )
            for each in found.items
        ],
        found.next_cursor,
    )
