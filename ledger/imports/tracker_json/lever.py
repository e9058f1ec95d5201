"""Lever: an opportunity, which is a person being considered; times in milliseconds."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ledger.imports import reaches, texts
from ledger.imports.json_objects import JsonObject
from ledger.imports.options import Options
from ledger.imports.records import Application, Person, Place, Reach, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import ApplicationOutcome, Handle, HandleType, Profile

_USED = """
id name contact headline stage location emails phones archived createdAt updatedAt links tags
lastInteractionAt lastAdvancedAt applications sources origin isAnonymized urls
"""
USED = frozenset(_USED.split())
# A text in place of an application is its id.
USED_OF_APPLICATIONS = frozenset(
    ["id", "opportunityId", "candidateId", "posting", "postingTitle", "createdAt", "value"]
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAG_CHARACTERS_MAX = 100
# What stands in place of a name, where the export was made without `expand`.
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_ANONYMISED = "anonymised in Lever: nothing is left by which to know them"
_NOBODY = "no opportunity: it has neither an id nor a name, address or number"
_NO_HANDLE = "Addresses, numbers and links that are none, left out"
_NO_POSTING = (
    "Applications whose posting or stage has no name, left out; export them with "
    "expand=applications,stage,contact"
)


def told(
    opportunity: JsonObject, place: Place, options: Options, remarks: Remarks
) -> Iterator[Record]:
    """Yield the person of an opportunity, then their applications."""
    if opportunity.flag("isAnonymized"):
        yield Skipped(place, _ANONYMISED)
        return
    found = reaches.strongest_first(_reaches(opportunity, options.region, remarks))
    name = opportunity.line("name") or opportunity.whole("contact", "id").line("name")
    if not found or not (name or reaches.recognises(found)):
        yield Skipped(place, _NOBODY)
        return
    facts: dict[str, Any] = {
        "name": name,
        "headline": opportunity.line("headline"),
        "location": opportunity.whole("location", "name").line("name"),
        "custom_fields": _custom_fields(opportunity),
    }
    profile = Profile(**{fact: value for fact, value in facts.items() if value})
    person = f"{place.file}:{place.line}"
    tags = tuple(tag[:_TAG_CHARACTERS_MAX] for tag in opportunity.lines("tags"))
    told_at = _instant(opportunity.number("updatedAt"))
    yield Person(place, person, profile, found, tags=tags, told_at=told_at)
    yield from _applications(opportunity, place, person, remarks)


def _reaches(opportunity: JsonObject, region: str | None, remarks: Remarks) -> Iterator[Reach]:
    for each in opportunity.each("emails"):
        yield from _reach(reaches.email(each.line("value")), each, remarks)
    for each in opportunity.each("phones"):
        told, is_skype = each.line("value"), each.line("type") == "skype"
        handle = reaches.messenger("skype", told) if is_skype else reaches.phone(told, region)
        yield from _reach(handle, each, remarks)
    for each in opportunity.each("links"):
        yield from _reach(reaches.link(each.line("value")), each, remarks)
    # The contact is the person; each of their opportunities has an id of its own.
    own = opportunity.whole("contact", "id").line("id") or opportunity.line("id")
    if own:
        yield Reach(Handle(type=HandleType.EXTERNAL_ID, value=f"lever:{own}"[:500]))


def _reach(handle: Handle | None, told: JsonObject, remarks: Remarks) -> Iterator[Reach]:
    if handle:
        yield Reach(handle, told.line("type").casefold()[:100] or None)
    elif told.line("value"):
        remarks.count(_NO_HANDLE)


def _custom_fields(opportunity: JsonObject) -> dict[str, Any]:
    fields = {
        "sources": list(opportunity.lines("sources")),
        "origin": opportunity.line("origin"),
    }
    return {name: value for name, value in fields.items() if value}


def _applications(
    opportunity: JsonObject, place: Place, person: str, remarks: Remarks
) -> Iterator[Application]:
    stage = opportunity.whole("stage", "text").line("text", "name")
    archived = opportunity.within("archived")
    reason = archived.whole("reason", "text").line("text")
    is_archived = bool(archived.names())
    outcome = _outcome(reason) if is_archived else None
    for each in opportunity.each("applications"):
        posting = each.whole("posting", "text").line("text", "name")
        posting = posting or each.line("postingTitle")
        if not posting or _ID.fullmatch(posting) or not stage or _ID.fullmatch(stage):
            remarks.count(_NO_POSTING)
            continue
        own = each.line("id")
        rejected = reason if outcome is ApplicationOutcome.REJECTED else ""
        yield Application(
            place,
            person,
            posting,
            stage,
            _instant(each.number("createdAt") or opportunity.number("createdAt")),
            outcome,
            rejected or None,
            f"lever:{own}" if own else None,
            closed_at=_instant(archived.number("archivedAt")),
        )


def _outcome(reason: str) -> ApplicationOutcome | None:
    """Return how it ended, by the reason for archiving; None where that is but an id."""
    told = texts.line(reason).casefold()
    if not told or _ID.fullmatch(told):
        return None
    if "hired" in told.split() and "not" not in told.split():
        return ApplicationOutcome.HIRED
    if "withdr" in told or "declined" in told:
        return ApplicationOutcome.WITHDRAWN
    return ApplicationOutcome.REJECTED


def _instant(milliseconds: int | None) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds or 0) if milliseconds else None
    except OverflowError:
        return None
