"""A change as it is read: what it is about, what it was before and is after."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from api.answers.diff import Change
from api.screens.times import Times

_NAMES = {
    "handles": "Addresses and links",
    "engagement_count": "Engagements",
    "last_contacted_at": "Last contacted",
    "last_replied_at": "Last reply",
    "safeguards": "Privacy",
    "follow_ups": "Follow-ups",
}
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_HANDLE = re.compile(r"(?P<kind>[a-z_]+):(?P<value>.+)", re.DOTALL)


class Difference(NamedTuple):
    """One thing that is otherwise: of a list, what went and what came."""

    name: str
    before: Sequence[str]
    after: Sequence[str]


def told_of(change: Change, times: Times) -> Difference:
    """Return a change in words."""
    name = _NAMES.get(change.what, change.what.replace("_", " ").capitalize())
    return Difference(
        name, _lines(change, change.before, times), _lines(change, change.after, times)
    )


def recorded(event_type: str) -> str:
    """Return what an event's name says: `EngagementRecorded` is `engagement recorded`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", event_type).lower()


def _lines(change: Change, value: Any, times: Times) -> Sequence[str]:
    if value is None:
        return ()
    if isinstance(value, list):
        return [_text(change, each, times) for each in cast("list[Any]", value)]
    return [_text(change, value, times)]


def _text(change: Change, value: Any, times: Times) -> str:
    match value:
        case datetime():
            told = times.instant(value)
        case date():
            told = times.day(value)
        case bool():
            told = "yes" if value else "no"
        case int():
            told = f"{value:,}"
        case dict():
            parts = cast("Mapping[str, Any]", value).values()
            told = ", ".join(str(each) for each in parts if each not in (None, ""))
        case str() if _INSTANT.match(value):
            told = times.instant(datetime.fromisoformat(value))
        case str() if change.what == "handles" and (found := _HANDLE.fullmatch(value)):
            told = found["value"]
        case _:
            told = str(value)
    return told
