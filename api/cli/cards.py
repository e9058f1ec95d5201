"""A candidate and the lines of a timeline, as they read on a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from api.answers.candidates import Candidate, FactHistory, Reach, Relationship
from api.answers.engagements import Line
from api.cli.showing import local
from ledger.words import HandleType

_DIRECTIONS = {"inbound": "from them", "outbound": "to them"}
# A source's mark of somebody: it recognises them, and nobody is reached by it.
_MARKS = frozenset(
    (HandleType.EXTERNAL_ID, HandleType.LINKEDIN_CONNECTION, HandleType.LINKEDIN_NAME)
)
# What happened, for events that are no engagements, from the fields of each.
_PHRASES: Mapping[str, str] = {
    "CandidateAdded": "entered in the ledger",
    "CandidateUpdated": "facts changed: {facts}",
    "HandleAdded": "reached by {handle_value}",
    "HandleCorrected": "{key} corrected",
    "HandleRemoved": "{key} removed",
    "TagAdded": "tagged {tag}",
    "TagRemoved": "{tag} taken off",
    "AttachmentNoted": "file {attachment_filename}",
    "FollowUpPromised": "promised by {due_on}: {about}",
    "FollowUpDone": "promise kept",
    "FollowUpCancelled": "promise dropped",
    "ApplicationOpened": "{opportunity}: {stage}",
    "ApplicationMoved": "now at {stage}",
    "ApplicationClosed": "{outcome} {rejection_reason}",
    "ApplicationReopened": "application taken up again",
    "ApplicationRetracted": "application taken back: {reason}",
    "CandidateJoinedPool": "into a pool",
    "CandidateLeftPool": "out of a pool",
    "ConsentGiven": "may be used for {purpose}: {legal_basis} {expires_on}",
    "ConsentWithdrawn": "may no longer be used for {purpose}",
    "DoNotContactAsked": "asked not to be contacted {until}",
    "DoNotContactLifted": "may be contacted again",
    "NoticeGiven": "told of their data {channel}",
    "NoticeWaived": "need not be told: {reason}",
    "LegalHoldPlaced": "must be kept: {reason}",
    "LegalHoldReleased": "need not be kept",
    "CandidatesMerged": "merged with {duplicate_candidate_id}",
    "CandidatesUnmerged": "read as two again",
    "CandidatesKeptApart": "kept apart from {other_candidate_id}",
    "LookAlikesPutOff": "looks like {other_candidate_id}, left for later",
}


def card(candidate: Candidate) -> Iterator[tuple[str, Any]]:
    """Yield what is known of a candidate under names."""
    yield "Name", candidate.name
    yield "Id", candidate.id
    for field in ("headline", "title", "company", "location"):
        yield field.capitalize(), getattr(candidate, field)
    yield "Contact", "asked not to be contacted" if candidate.do_not_contact else None
    yield "Hold", "must be kept" if candidate.legal_hold else None
    yield "E-mail", _reached(candidate.email_addresses)
    yield "Phone", _reached(candidate.phone_numbers)
    yield "Links", _reached(candidate.social_media_addresses + candidate.website_addresses)
    yield "Skills", ", ".join(candidate.skills or ())
    yield "Tags", ", ".join(candidate.tags)
    yield "Pools", ", ".join(pool.name or str(pool.id) for pool in candidate.pools)
    yield from _relationship(candidate)
    yield (
        "Follow-ups",
        "\n".join(
            f"{f.due_on}: {f.about} ({f.id})" for f in candidate.follow_ups if f.state == "open"
        ),
    )
    yield (
        "Applications",
        "\n".join(f"{a.opportunity}: {a.stage}, {a.status}" for a in candidate.applications),
    )
    yield "Source", candidate.source
    yield "Added", local(candidate.added_at)


def line(row: Line) -> Sequence[Any]:
    """Return when it happened, what it was, whose turn it was, and what was said."""
    told = row.payload
    if row.event_type != "EngagementRecorded":
        return row.occurred_at, "·", "", _phrase(row.event_type, told)
    said = " — ".join(str(told[field]) for field in ("subject", "body") if told.get(field))
    edited = " (edited)" if row.edit_count else ""
    cancelled = " (cancelled)" if told.get("is_cancelled") else ""
    direction = _DIRECTIONS.get(told.get("direction") or "", "")
    return row.occurred_at, told.get("kind"), direction, said + cancelled + edited


FACT_HEADS = ("FACT", "", "TOLD", "BY", "VALUE")


def facts(histories: Iterable[FactHistory]) -> Iterator[Sequence[Any]]:
    """Yield what was told of a candidate: * marks the value that holds, the others lost."""
    for history in histories:
        for told in history.told:
            by = "hand" if told.by_hand else told.source or "import"
            value = "(cleared)" if told.value is None else _value(told.value)
            yield history.field, "*" if told.holds else "", told.told_at, by, value
        if hidden := history.told_count - len(history.told):
            yield history.field, "", "", "", f"… and {hidden:,} more"


def _value(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _relationship(candidate: Candidate) -> Iterator[tuple[str, Any]]:
    stands = candidate.relationship
    if stands.next_engagement_at:
        yield "Next", _coming(stands)
    if not stands.engagement_count:
        yield "Talks", "none so far"
        return
    kinds: dict[str, int] = {}
    for each in stands.counts:
        kinds[each.kind] = kinds.get(each.kind, 0) + each.engagement_count
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    yield (
        "Talks",
        f"{stands.engagement_count} ({counted}), last {local(stands.last_engaged_at)}",
    )
    yield (
        "Reply owed by",
        {"recruiter": "you", "candidate": "them"}.get(stands.reply_owed_by or ""),
    )
    yield "Warmth", f"{stands.warmth.score} of 100"


def _coming(stands: Relationship) -> str:
    if stands.next_meeting_at == stands.next_engagement_at:
        return f"meeting {local(stands.next_meeting_at)}"
    following = f", meeting {local(stands.next_meeting_at)}" if stands.next_meeting_at else ""
    return f"{local(stands.next_engagement_at)}{following}"


def _reached(handles: Sequence[Reach]) -> str:
    return ", ".join(
        each.value + ("" if each.status == "current" else f" ({each.status})")
        for each in handles
    )


def _phrase(event_type: str, told: Mapping[str, Any]) -> str:
    phrase = _PHRASES.get(event_type, event_type)
    handle: Mapping[str, Any] = told.get("handle") or {}
    if handle.get("type") in _MARKS:
        phrase = phrase.replace("reached by", "recognised by")
    words: dict[str, str] = {"facts": ", ".join(told.get("profile") or ())}
    for field, part in (("handle", "value"), ("attachment", "filename")):
        inner: Mapping[str, Any] = told.get(field) or {}
        words[f"{field}_{part}"] = str(inner.get(part, ""))
    known = {name: str(value) for name, value in told.items() if value is not None}
    return phrase.format_map(_Blank(words | known)).strip()


class _Blank(dict[str, str]):
    """Words for a phrase; one that was not told is left empty."""

    def __missing__(self, _: str) -> str:
        return ""
