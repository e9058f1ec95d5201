"""What happened, in words and pictures; how somebody without a portrait is drawn."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from api.answers.engagements import Line
from api.screens import letters
from api.screens.differences import recorded
from api.screens.times import Times
from api.screens.told_text import text_of
from projections.copies.pages.happenings import sentence_of

ICONS: Mapping[str, str] = {
    "note": "sticky-note",
    "email": "mail",
    "call": "phone",
    "meeting": "calendar",
    "message": "message-circle",
    "inmail": "message-square",
    "interview": "mic",
    "event": "handshake",
    "other": "sparkles",
}
"""The picture of each kind of engagement."""
KINDS: Mapping[str, str] = {
    "call": "Call",
    "email": "Email",
    "meeting": "Meeting",
    "note": "Note",
    "message": "Message",
    "inmail": "InMail",
    "interview": "Interview",
    "event": "Event",
    "other": "Other",
}
"""What each kind is called, the commonest first."""
_DIRECTIONS = {"inbound": "they wrote", "outbound": "you wrote"}
_SPOKEN = {"inbound": "they called", "outbound": "you called"}
_HAPPENINGS: Mapping[str, str] = {
    "Candidate": "user",
    "Handle": "link",
    "Tag": "tag",
    "Attachment": "paperclip",
    "Pool": "layers",
    "FollowUp": "bell",
    "Application": "award",
    "Merged": "git-merge",
    "Unmerged": "split",
    "Consent": "shield-check",
    "Contact": "shield",
    "Notice": "shield",
    "Legal": "lock",
    "Erased": "trash-2",
    "Import": "download",
}
_HUES = 8
_BYTES_STEP = 1_000
# Of less, the first digit behind the point still says something.
_BYTES_ROUND = 10
_NOBODY: Mapping[str, str] = {}


def icon_of(line: Line) -> str:
    """Return the picture of what happened."""
    if line.event_type == "EngagementRecorded":
        return ICONS.get(line.payload.get("kind", ""), ICONS["other"])
    if line.event_type == "CandidateUpdated":
        return "pencil"
    # The more telling part of a name comes last: CandidateJoinedPool is about a pool.
    found = [icon for part, icon in _HAPPENINGS.items() if part in line.event_type]
    return found[-1] if found else "history"


def direction_of(line: Line) -> str:
    """Return who turned to whom, where that was told."""
    spoken = _SPOKEN if line.payload.get("kind") == "call" else _DIRECTIONS
    return spoken.get(line.payload.get("direction") or "", "")


def happening_of(
    line: Line, pools: Mapping[str, str] = _NOBODY, times: Times | None = None
) -> str:
    """Return what an event says that is no engagement; `pools` are their names by id."""
    payload = dict(line.payload)
    if times is not None and payload.get("due_on"):
        payload["due_on"] = times.day(date.fromisoformat(payload["due_on"]))
    return sentence_of(line.event_type, payload, pools)


def initials_of(name: str) -> str:
    """Return the first letters of the first and last word of a name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


def hue_of(identity: UUID) -> int:
    """Return which of eight colours stands for somebody."""
    return identity.int % _HUES


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number of things: `1 person`, `2,431 people`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def sized(byte_count: int) -> str:
    """Return how large a file is: `830 kB`, `1.2 GB`."""
    size, unit = float(byte_count), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < _BYTES_STEP:
            break
        size, unit = size / _BYTES_STEP, larger
    is_exact = unit == "bytes" or size >= _BYTES_ROUND
    return f"{size:,.0f} {unit}" if is_exact else f"{size:,.1f} {unit}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "icon_of": icon_of,
    "direction_of": direction_of,
    "happening_of": happening_of,
    "initials": initials_of,
    "hue": hue_of,
    "counted": counted,
    "sized": sized,
    "letter": letters.opened,
    "told_text": text_of,
    "recorded": recorded,
}
