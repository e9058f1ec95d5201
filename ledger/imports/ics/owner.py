"""Whose calendar it is: everybody else in it is somebody the owner met."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.handles import handle_of
from ledger.imports.ics.meetings import Meeting
from ledger.imports.options import Options
from ledger.words import HandleType, Profile

_ADDRESS = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/.]+")
# Nobody else is in nine of ten meetings of a calendar, once there are a few.
_MEETINGS_MIN = 3
_SHARE_MIN = 0.9
_CURE = "say --me with your address."
_KEPT = f"You were told by the calendar itself. If that was wrong, {_CURE}"


@dataclass(frozen=True, slots=True)
class Owner:
    """The addresses of the owner, as they are compared, and how they were told."""

    addresses: frozenset[str]
    remark: str = ""
    kept_remark: str = ""
    """The remark without anybody's address: the guess may be wrong."""
    profile: Profile | None = None


def owner_of(titles: Iterable[str], meetings: Sequence[Meeting], options: Options) -> Owner:
    """Return the owner: as was said, as the calendar is named, or who is nearly always in it.

    `titles` are the names of calendars and files: Google names both by the owner's address.
    """
    told = [handle_of(text) for text in options.me]
    said = frozenset(
        each.value.casefold() for each in told if each and each.type is HandleType.EMAIL
    )
    if said:
        return Owner(said, profile=_profile(said, meetings))
    shared = [meeting for meeting in meetings if _addresses(meeting)]
    named = frozenset(found.casefold() for found in filter(None, map(_address, titles)))
    if named:
        remark = f"Taken for you, as the calendar is named so: {', '.join(sorted(named))}."
        remark = f"{remark} If that is wrong, {_CURE}"
        return Owner(named, remark, _KEPT, _profile(named, meetings))
    most = _nearly_always_in(shared)
    if most:
        remark = f"Taken for you, as nearly every meeting has them: {most}."
        addresses = frozenset((most,))
        remark = f"{remark} If not, {_CURE}"
        return Owner(addresses, remark, _KEPT, _profile(addresses, meetings))
    if not shared:
        return Owner(frozenset())
    remark = "Nobody could be told to be you, so everybody counts as somebody else: " + _CURE
    return Owner(frozenset(), remark)


def _nearly_always_in(meetings: Sequence[Meeting]) -> str:
    counts: Counter[str] = Counter()
    asking: Counter[str] = Counter(meeting.organizer for meeting in meetings)
    for meeting in meetings:
        counts.update(_addresses(meeting))
    if len(meetings) < _MEETINGS_MIN:
        return ""
    often = [each for each, count in counts.items() if count >= _SHARE_MIN * len(meetings)]
    often.sort(key=lambda each: (counts[each], asking[each]), reverse=True)
    match often:
        case [one]:
            return one
        case [first, second, *_]:
            # Two who are always there together: the owner is the one who asks.
            is_clear = (counts[first], asking[first]) > (counts[second], asking[second])
            return first if is_clear else ""
        case _:
            return ""


def _addresses(meeting: Meeting) -> set[str]:
    return {who.key for who in meeting.people if who.address and not who.is_place}


def _address(title: str) -> str:
    found = _ADDRESS.fullmatch(title.strip())
    return found[0] if found else ""


def _profile(addresses: frozenset[str], meetings: Sequence[Meeting]) -> Profile | None:
    names = (
        who.name
        for meeting in meetings
        for who in meeting.people
        if who.key in addresses and who.name
    )
    name = next(names, "")
    return Profile(name=name) if name else None
