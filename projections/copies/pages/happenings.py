"""What an event says, in one short sentence, where nobody talked with anybody."""

import re
from collections.abc import Mapping
from typing import Any

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_VALUE_MAX = 300
# The fields of each event that a reader wants to know, in a sentence.
_SENTENCES = {
    "CandidateAdded": "Added to the ledger{from_source}",
    "CandidateUpdated": "Facts changed: {facts}{from_source}",
    "HandleAdded": "New {handle_type}: {handle_value}",
    "HandleRemoved": "No longer reached by {key}",
    "TagAdded": "Tagged {tag}",
    "TagRemoved": "No longer tagged {tag}",
    "CandidateJoinedPool": "Joined the pool {pool}",
    "CandidateLeftPool": "Left the pool {pool}",
    "ImportStarted": "Import begun: {filename}",
    "ImportCompleted": "Import finished",
    "ImportReverted": "Import undone",
    "ImportReinstated": "Import brought back",
    "FollowUpDone": "Promise kept",
    "PoolMemberMoved": "Reached “{stage}” in the pool {pool}",
    "FollowUpPromised": "Follow-up promised for {due_on}: {about}",
    "ApplicationOpened": "Application opened: {opportunity} ({stage})",
    "ApplicationMoved": "Application moved to {stage}",
    "ApplicationClosed": "Application closed: {outcome}",
    "ApplicationReopened": "Application taken up again",
    "ApplicationRetracted": "Application taken back",
}


class _Fields(dict[str, Any]):
    """What an event says; nothing for what it leaves out, as after an erasure."""

    def __missing__(self, name: str) -> str:
        return ""


def sentence_of(event_type: str, told: Mapping[str, Any], pools: Mapping[str, str]) -> str:
    """Return what happened; of an event that is not known here, its name and what it says."""
    if event_type == "EngagementRecorded":
        return ""
    sentence = _SENTENCES.get(event_type)
    if sentence is None:
        return _in_words(event_type, told)
    handle: Mapping[str, Any] = told.get("handle") or {}
    source = told.get("source")
    fields = _Fields(told) | {
        "from_source": f" (from {source})" if source else "",
        "facts": _facts(told.get("profile") or {}) if "{facts}" in sentence else "",
        "handle_type": handle.get("type", "handle"),
        "handle_value": handle.get("value", ""),
        "pool": pools.get(str(told.get("pool_id")), ""),
    }
    return sentence.format_map(_Fields(fields))


def _facts(profile: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {_short(value) if isinstance(value, str) else ''}".rstrip()
        for name, value in sorted(profile.items())
    )


def _in_words(event_type: str, told: Mapping[str, Any]) -> str:
    name = _WORDS.sub(" ", event_type).capitalize()
    # Ids say nothing to a reader, and may be somebody else's.
    values = [
        _short(value)
        for field, value in sorted(told.items())
        if isinstance(value, str) and not field.endswith(("_id", "_ids")) and field != "key"
    ]
    return f"{name}: {', '.join(values)}" if values else name


def _short(text: str) -> str:
    return text if len(text) <= _VALUE_MAX else f"{text[:_VALUE_MAX]}…"
