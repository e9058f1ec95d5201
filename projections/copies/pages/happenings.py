"""What an event says, in one short sentence, where nobody talked with anybody."""

import re
from collections.abc import Mapping
from typing import Any

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_VALUE_MAX = 300


def sentence_of(event_type: str, told: Mapping[str, Any], pools: Mapping[str, str]) -> str:
    """Return what happened; of an event that is not known here, its name and what it says."""
    match event_type:
        case "EngagementRecorded":
            return ""
        case "CandidateAdded":
            return f"Added to the ledger{_from(told)}."
        case "CandidateUpdated":
            return f"{_facts(told.get('profile') or {})}{_from(told)}."
        case "HandleAdded":
            handle = told.get("handle") or {}
            return f"New {handle.get('type', 'handle')}: {handle.get('value', '')}"
        case "HandleRemoved":
            return f"No longer reached by {told.get('key', '')}"
        case "TagAdded":
            return f"Tagged {told.get('tag', '')}"
        case "TagRemoved":
            return f"No longer tagged {told.get('tag', '')}"
        case "CandidateJoinedPool" | "CandidateLeftPool":
            verb = "Joined" if event_type == "CandidateJoinedPool" else "Left"
            return f"{verb} the pool {pools.get(str(told.get('pool_id')), '')}"
        case "FollowUpPromised":
            return f"Follow-up promised for {told.get('due_on', '')}: {told.get('about', '')}"
        case "ApplicationOpened":
            return (
                f"Application opened: {told.get('opportunity', '')} ({told.get('stage', '')})"
            )
        case "ApplicationMoved":
            return f"Application moved to {told.get('stage', '')}"
        case "ApplicationClosed":
            return f"Application closed: {told.get('outcome', '')}"
        case _:
            return _in_words(event_type, told)


def _facts(profile: Mapping[str, Any]) -> str:
    changes = [
        f"{name.replace('_', ' ')} {_short(value)}" if isinstance(value, str)
        else name.replace("_", " ")
        for name, value in sorted(profile.items())
    ]  # fmt: skip
    return f"Facts changed: {', '.join(changes)}"


def _from(told: Mapping[str, Any]) -> str:
    return f" (from {told['source']})" if told.get("source") else ""


def _in_words(event_type: str, told: Mapping[str, Any]) -> str:
    name = _WORDS.sub(" ", event_type).capitalize()
    # Ids say nothing to a reader, and may be somebody else's.
    values = [
        _short(value)
        for name, value in sorted(told.items())
        if isinstance(value, str) and not name.endswith(("_id", "_ids")) and name != "key"
    ]
    return f"{name}: {', '.join(values)}" if values else name


def _short(text: str) -> str:
    return text if len(text) <= _VALUE_MAX else f"{text[:_VALUE_MAX]}…"
