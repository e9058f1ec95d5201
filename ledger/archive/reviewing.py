"""Which events about one person may tell of other people, too?

Whoever asks what is held about them may see what is theirs, not what is others' (GDPR Art.
15(4)). A program finds the places; what to black out is decided by a person. So the list names
positions and reasons, and quotes nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import tuple_row
from pydantic import ValidationError

from ledger import errors
from ledger.handles import key_of
from ledger.words import Handle, HandleType, WorkspaceId

_ROWS_TOGETHER = 500
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+\.[^\s<>\"'(),;:.]+")
_NUMBER = re.compile(r"\+?\(?\d[\d\s()/.-]{6,}\d")
_OF_OTHERS = ("primary_candidate_id", "duplicate_candidate_id", "other_candidate_id")
_NAMED_FREELY = """
body subject reason about note description summary headline text rejection_reason evidence
custom_fields
"""
_FREE_TEXT = frozenset(_NAMED_FREELY.split())


@dataclass(frozen=True, slots=True)
class _Own:
    """What is the person's own: their handles by key, and the ids that they have here."""

    keys: set[str]
    ids: set[str]
    region: str | None

    def has(self, handle: object) -> bool:
        try:
            return handle is not None and key_of(_as_handle(handle), self.region) in self.keys
        except (errors.Invalid, ValidationError):
            # What no key can be made of is nobody's own handle.
            return False


def _as_handle(told: object) -> Handle:
    return Handle.model_validate(told, strict=False)


_BEGINNING = b"""\
# To be read before this is handed out

Each line names an event by its position, and why somebody should look at it: it may tell of
other people than the one who asked. Free text is always listed, since no program knows whom it
speaks of.

| position | event | why |
|---|---|---|
"""
_NOTHING = b"\nNothing was found that may tell of others.\n"


def review_pieces(
    connection: Connection[Any],
    workspace: WorkspaceId,
    people: Sequence[UUID],
    region: str | None,
) -> Iterator[bytes]:
    """Yield the list, as Markdown, in the order of the events about these ids of one person.

    `region` is the country whose phone numbers are written without a code.
    """
    values = {"workspace": workspace, "people": list(people)}
    own = _Own(_own_handles(connection, values), {str(each) for each in people}, region)
    yield _BEGINNING
    found = False
    with connection.cursor("events_to_review", row_factory=tuple_row) as cursor:
        cursor.itersize = _ROWS_TOGETHER
        cursor.execute(
            "select position, event_type, payload::text from ledger.events"
            " where workspace_id = %(workspace)s and candidate_id = any(%(people)s)"
            " and payload is not null order by position",
            values,
        )
        for position, event_type, payload in cursor:
            reasons = _reasons(orjson.loads(payload), own)
            if reasons:
                found = True
                yield f"| {position} | {event_type} | {'; '.join(reasons)} |\n".encode()
    if not found:
        yield _NOTHING


def _own_handles(connection: Connection[Any], values: dict[str, Any]) -> set[str]:
    """Return the keys of every handle that was ever the person's."""
    rows = connection.execute(
        "select payload ->> 'key' as key from ledger.events"
        " where workspace_id = %(workspace)s and candidate_id = any(%(people)s)"
        " and event_type = 'HandleAdded' and payload is not null",
        values,
    ).fetchall()
    return {row["key"] for row in rows}


def _reasons(payload: dict[str, Any], own: _Own) -> list[str]:
    changed = payload.get("changes")
    told = payload | (cast("dict[str, Any]", changed) if isinstance(changed, dict) else {})
    others = _others(told.get("participants"), own)
    named = {told[name] for name in _OF_OTHERS if name in told} - own.ids
    texts = list(_texts(payload, is_free=False))
    reasons = [f"{others} other participants"] if others else []
    if named:
        reasons.append(f"names {len(named)} other candidates by id")
    if any(_tells_of_others(text, own) for text in texts):
        reasons.append("a text with addresses or numbers that are not theirs")
    elif texts:
        reasons.append("free text")
    return reasons


def _texts(told: object, *, is_free: bool) -> Iterator[str]:
    """Yield the free texts in what is told, however deep they stand in it."""
    match told:
        case str():
            if is_free:
                yield told
        case dict():
            for name, value in cast("dict[str, Any]", told).items():
                yield from _texts(value, is_free=is_free or name in _FREE_TEXT)
        case list():
            for value in cast("list[Any]", told):
                yield from _texts(value, is_free=is_free)
        case _:
            pass


def _others(participants: object, own: _Own) -> int:
    if not isinstance(participants, list):
        return 0
    known = cast("list[dict[str, Any]]", participants)
    return sum(not own.has(each.get("handle")) for each in known)


def _tells_of_others(text: str, own: _Own) -> bool:
    if any(
        not own.has({"type": HandleType.EMAIL, "value": address})
        for address in _ADDRESS.findall(text)
    ):
        return True
    digits = {re.sub(r"\D", "", key) for key in own.keys}
    numbers = (re.sub(r"\D", "", number) for number in _NUMBER.findall(text))
    return any(not any(known.endswith(each[-7:]) for known in digits) for each in numbers)
