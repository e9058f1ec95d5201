"""What a card says of a person: name, work, place, and what was asked for beyond that."""

from collections.abc import Callable
from typing import Any

from ledger.imports import postal, private, texts
from ledger.imports.options import Options
from ledger.imports.vcard.cards import Card
from ledger.imports.vcard.properties import Property, unescaped
from ledger.words import Profile

# Private matters, brought in for whoever asks for them by name.
_PRIVATE = {
    "BDAY": "birthday",
    "GENDER": "gender",
    "ANNIVERSARY": "anniversary",
    "DEATHDATE": "death_date",
    "BIRTHPLACE": "birth_place",
    "DEATHPLACE": "death_place",
    "RELATED": "related",
    "X-GENDER": "gender",
    "X-SPOUSE": "spouse",
    "X-ABDATE": "date",
    "X-ABRELATEDNAMES": "related",
    "X-MS-SPOUSE": "spouse",
    "X-MS-CHILD": "child",
    "X-EVOLUTION-SPOUSE": "spouse",
}
_USED = """
N FN NICKNAME ORG TITLE ROLE ADR LABEL LANG CATEGORIES NOTE REV VERSION PRODID KIND MEMBER
X-ADDRESSBOOKSERVER-KIND X-ADDRESSBOOKSERVER-MEMBER X-ABSHOWAS SORT-STRING SOURCE NAME
PROFILE CLASS CLIENTPIDMAP X-ABADR X-ABUID X-IMAGETYPE X-IMAGEHASH AGENT XML BEGIN END
"""
OF_FACTS = frozenset(_USED.split())
"""The properties that say something of a person, or of the card itself."""
# The address book's own group of all its cards.
_EVERYBODY = {"my contacts", "mycontacts"}
_TAG_CHARACTERS_MAX = 100


def profile_of(card: Card, options: Options) -> Profile:
    """Return the facts of a card; a whole name only where it does not split it."""
    first, last = name_parts(card)
    facts: dict[str, Any] = {
        "first_name": first,
        "last_name": last,
        "name": "" if first or last else shown_name(card),
        "company": company_of(card),
        "title": texts.line(card.first("TITLE")) or texts.line(card.first("ROLE")),
        "location": location_of(card),
        "languages": tuple(dict.fromkeys(_lines(card, "LANG"))),
        "custom_fields": _custom_fields(card, options),
    }
    return Profile(**{name: fact for name, fact in facts.items() if fact})


def name_parts(card: Card) -> tuple[str, str]:
    """Return first (with middle) and last name, as the card splits them."""
    for name in card.all("N"):
        last, first, middle, *_ = (*map(_name, name.parts()), "", "", "")
        if first or middle or last:
            return texts.line(f"{first} {middle}"), last
    return "", ""


def shown_name(card: Card) -> str:
    """Return the whole name, unless it is but the address that programs put in its place."""
    name = texts.line(card.first("FN"))
    if not name:
        name = texts.line(card.first("NICKNAME"))
    return "" if "@" in name and " " not in name else name


def company_of(card: Card) -> str:
    """Return the employer, without the units in it."""
    return next(iter(_organisation(card)), "")


def has_several_employers(card: Card) -> bool:
    """Say whether a card names more than the one employer that is brought in."""
    return len({one.value.strip(" ;").casefold() for one in card.all("ORG")} - {""}) > 1


def has_street(card: Card) -> bool:
    """Say whether an address tells a street beside the city, region or country brought in."""
    addresses = (one.parts() for one in card.all("ADR"))
    return any(_is_told(parts[:3]) and _is_told(parts[3:7]) for parts in addresses)


def _is_told(parts: list[str]) -> bool:
    return any(part.strip() for part in parts)


def location_of(card: Card) -> str:
    """Return city, region and country; else the address as it is written."""
    addresses = card.all("ADR")
    for address in addresses:
        city, region, _, country = (*map(unescaped, address.parts()[3:7]), *[""] * 4)[:4]
        found = postal.location_of(city, region, country)
        if found:
            return found
    written = (
        *(" ".join(map(unescaped, one.parts())) for one in addresses),
        *(one.parameters.get("LABEL", "") for one in addresses),
        *(one.value for one in card.all("LABEL")),
    )
    lines = (told.splitlines() for told in written if told.strip())
    return postal.location_of(*next(lines, list[str]())) or ""


def region_of(card: Card) -> str | None:
    """Return the country of a card's address, where it stands there as a code."""
    for address in card.all("ADR"):
        told = [*address.parts()[6:7], address.parameters.get("CC", "")]
        found = next(filter(None, map(postal.region_of, told)), None)
        if found:
            return found
    return None


def tags_of(card: Card) -> tuple[str, ...]:
    """Return the groups a card stands in, by their names."""
    told = (
        texts.line(unescaped(part))[:_TAG_CHARACTERS_MAX].strip()
        for one in card.all("CATEGORIES")
        for part in one.parts(",")
    )
    return tuple(dict.fromkeys(tag for tag in told if tag and tag.casefold() not in _EVERYBODY))


def is_private(name: str) -> bool:
    """Say whether a property is nothing that work is about."""
    return name in _PRIVATE or private.is_private(name)


def _custom_fields(card: Card, options: Options) -> dict[str, str]:
    units = ", ".join(_organisation(card)[1:])
    role = texts.line(card.first("ROLE")) if card.first("TITLE") else ""
    fields = {"department": units, "role": role, "nickname": texts.line(card.first("NICKNAME"))}
    kept = {name.casefold() for name in options.keeps}
    for one in card.properties if kept else ():
        if one.name.casefold() in kept and one.name not in OF_FACTS:
            name = _PRIVATE.get(one.name, one.name.lower().removeprefix("x-"))
            fields[name] = fields.get(name) or texts.line(one.value)
    return {name: value for name, value in fields.items() if value}


def _organisation(card: Card) -> list[str]:
    for one in card.all("ORG"):
        parts = [texts.line(unescaped(part)) for part in one.parts()]
        told = [part for part in parts if part]
        if told:
            return told
    return []


def _lines(card: Card, name: str) -> list[str]:
    told = (texts.line(one.value) for one in card.all(name))
    return [line for line in told if line]


def _name(part: str) -> str:
    """Return one part of a name; several names in it are told with commas between them."""
    if "," not in part and "\\" not in part:
        return texts.line(part)
    listed: Callable[[str], list[str]] = Property("", "", frozenset(), {}, part).parts
    return texts.line(" ".join(unescaped(each) for each in listed(",")))
