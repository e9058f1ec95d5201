"""Contacts as vCards, 4.0 (RFC 6350) or 3.0 (RFC 2426), for address books.

A card holds who somebody is and how to reach them. What happened with them has no place in it,
nor has an address that works no more: who opens the card would write to it.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from projections.copies.copy import Copy, File, Whom, gathered
from projections.copies.people import KnownHandle, KnownPerson, people
from projections.moment import Moment

VcardVersion = Literal["4.0", "3.0"]

_LINE_OCTETS_MAX = 75
# Where an account's page is: programs open links, and every importer knows them again.
_PAGES = {
    "linkedin": "https://www.linkedin.com/in/",
    "github": "https://github.com/",
    "twitter": "https://twitter.com/",
    "xing": "https://www.xing.com/profile/",
    "stackoverflow": "https://stackoverflow.com/users/",
    "bluesky": "https://bsky.app/profile/",
}
# Marks by which one source knows somebody reach nobody.
_NOT_ON_CARDS = {"external_id", "linkedin_connection", "linkedin_name"}
_ESCAPED = str.maketrans(
    {"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None, "\x0b": " ", "\x0c": " "}
)


def cards(moment: Moment, whom: Whom, version: VcardVersion = "4.0") -> Iterator[bytes]:
    """Yield everybody's card, or those of the people asked for."""
    return gathered(card(person, version) for person in people(moment, whom))


def card(person: KnownPerson, version: VcardVersion = "4.0") -> bytes:
    """Return one person's card, its lines folded at 75 octets."""
    return b"".join(map(folded, _lines(person, version)))


def folded(line: str) -> bytes:
    """Return a line broken as RFC 6350 §3.2 has it, never within a character."""
    pieces: list[bytes] = []
    room, piece = _LINE_OCTETS_MAX, b""
    for mark in line:
        octets = mark.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            # A continued line begins with a space, which counts.
            room, piece = _LINE_OCTETS_MAX - 1, b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"


def escaped(text: str) -> str:
    """Return a text as a value: what means something in a card is marked as meaning nothing."""
    shown = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPED)
    # Control characters are no text (RFC 6350 §3.3).
    return "".join(mark for mark in shown if mark >= " " or mark == "\t")


def _lines(person: KnownPerson, version: VcardVersion) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:urn:uuid:{person.candidate_id}"
    yield f"FN:{escaped(person.name or _otherwise(person))}"
    first, last = person.told("first_name"), person.told("last_name")
    if first or last or version == "3.0":
        yield f"N:{escaped(last)};{escaped(first)};;;"
    for name, fact in (("ORG", "company"), ("TITLE", "title")):
        if person.told(fact):
            yield f"{name}:{escaped(person.told(fact))}"
    if person.told("location"):
        yield f"ADR:;;;{escaped(person.told('location'))};;;"
    for handle in person.handles_in_use:
        if handle.type not in _NOT_ON_CARDS:
            yield _reach(handle, version)
    if person.tags:
        yield f"CATEGORIES:{','.join(map(escaped, person.tags))}"
    if person.told("summary"):
        yield f"NOTE:{escaped(person.told('summary'))}"
    yield f"REV:{_instant(person, version)}"
    yield "END:VCARD"


def _otherwise(person: KnownPerson) -> str:
    # A card must have a name to show (RFC 6350 §6.2.1), and nobody told one.
    shown = (one.value for one in person.handles_in_use if one.type not in _NOT_ON_CARDS)
    return next(shown, "?")


def _instant(person: KnownPerson, version: VcardVersion) -> str:
    at = person.changed_at
    return f"{at:%Y%m%dT%H%M%SZ}" if version == "4.0" else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _reach(handle: KnownHandle, version: VcardVersion) -> str:
    marks = _marks(handle, version)
    match handle.type:
        case "email":
            return f"EMAIL{marks}:{escaped(handle.value)}"
        case "phone":
            return f"TEL{marks}:{escaped(handle.value)}"
        case "messenger":
            return f"IMPP{marks}:{_uri(handle.value)}"
        case _:
            return f"URL{marks}:{_uri(_page(handle))}"


def _marks(handle: KnownHandle, version: VcardVersion) -> str:
    told: list[str] = []
    label = str(handle.told.get("label") or "").casefold()
    if label in {"home", "work", "cell", "fax"}:
        told.append(f"TYPE={label}")
    if handle.told.get("is_primary"):
        told.append("PREF=1" if version == "4.0" else "TYPE=pref")
    return "".join(f";{mark}" for mark in told)


def _page(handle: KnownHandle) -> str:
    value = handle.value.strip()
    if "/" in value or handle.type not in _PAGES:
        if handle.type == "mastodon" and "/" not in value:
            account, _, host = value.lstrip("@").partition("@")
            return f"https://{host}/@{account}"
        return value
    return _PAGES[handle.type] + value.lstrip("@")


def _uri(text: str) -> str:
    # A link is one line without spaces at its ends, and is not escaped (RFC 6350 §4.2).
    return "".join(mark for mark in text if mark > "\x1f").strip()


def _files(moment: Moment, whom: Whom) -> Iterator[File]:
    everybody: Iterable[bytes] = cards(moment, whom)
    yield "contacts/all.vcf", everybody


COPY = Copy("vcards", _files)
