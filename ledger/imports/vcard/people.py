"""From a card to the person it is about and the notes on it, or why it leads to nobody."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ledger import errors
from ledger.handles import handle_of, key_of
from ledger.imports import reaches, texts
from ledger.imports.markup import fingerprint
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Person, Place, Reach, Skipped
from ledger.imports.remarks import Remarks
from ledger.imports.vcard import facts
from ledger.imports.vcard.cards import Card
from ledger.imports.vcard.contact import reaches_of
from ledger.words import Handle, HandleType, Kind, Profile

_BARE_NAME = "a name without any address, number, profile link or employer"
_OF_COMPANY = "the card of a company, not of a person"
_OF_OWNER = "the card of the owner of this ledger"
_EMPTY = "a card without name, address, number or link"
_FURTHER_EMPLOYERS = "Cards that name several employers, of which the first is brought in"
_NO_STREETS = (
    "Of the first postal address of a card, city, region and country are brought in; streets "
    "and postal codes are left behind."
)
_NOT_TOLD_AGAIN = frozenset(("first_name", "last_name", "name", "custom_fields", "languages"))
GROUP = "group"
_PERSONS = ("", "individual")


def kind_of(card: Card) -> str:
    """Return what a card is about, as it says itself; empty for a person."""
    told = card.first("KIND", "X-ADDRESSBOOKSERVER-KIND").strip().casefold()
    if card.first("X-ABSHOWAS").strip().casefold() == "company":
        return "org"
    return told


def records_of(
    card: Card, place: Place, options: Options, remarks: Remarks
) -> Iterator[Person | Engagement | Skipped]:
    """Yield the person of a card and the notes on it, or the reason why there is none."""
    region = facts.region_of(card)
    found = reaches_of(card, region or options.region, remarks)
    profile = facts.profile_of(card, options)
    notes = tuple(filter(None, (texts.text(one.value) for one in card.all("NOTE"))))
    if _is_owners(found, region or options.region, options):
        yield Skipped(place, _OF_OWNER)
        return
    reason = _reason_against(kind_of(card), profile, found, notes)
    if reason:
        yield Skipped(place, reason)
        return
    if not reaches.recognises(found):
        found = (*found, _mark(profile, notes))
    if facts.has_several_employers(card):
        remarks.count(_FURTHER_EMPLOYERS)
    if facts.has_street(card):
        remarks.note(_NO_STREETS)
    key = f"{place.file}:{place.line}"
    told_at = _instant(card.first("REV"), options)
    tags = facts.tags_of(card)
    yield Person(place, key, profile, found, tags=tags, told_at=told_at, region=region)
    for note in dict.fromkeys(notes):
        told = f"note:{_digest(fingerprint(note))}"
        yield Engagement(place, key, Kind.NOTE, None, told, body=note, key_with_person=True)


def _reason_against(
    kind: str, profile: Profile, found: tuple[Reach, ...], notes: tuple[str, ...]
) -> str:
    """Return why a card leads to nobody, empty if it does lead to somebody."""
    name, company = profile.name or "", profile.company or ""
    is_split = bool(profile.first_name or profile.last_name)
    is_nameless = not (is_split or name or any(map(_is_personal, found)))
    if kind == "org" or (company and (is_nameless or name.casefold() == company.casefold())):
        return _OF_COMPANY
    if kind not in _PERSONS:
        return f"the card of a {texts.line(kind)[:40]}, not of a person"
    is_named = bool(is_split or name)
    if any(one.handle.type is not HandleType.EXTERNAL_ID for one in found):
        return ""
    told = set(profile.model_dump(exclude_none=True)) - _NOT_TOLD_AGAIN
    if not is_named:
        return _EMPTY
    return "" if notes or told else _BARE_NAME


def _is_personal(reach: Reach) -> bool:
    """Say whether a handle is a person's even on a card that names but a company."""
    plain = (HandleType.PHONE, HandleType.EXTERNAL_ID, HandleType.OTHER)
    return reach.handle.type not in plain and reaches.recognises((reach,))


def _is_owners(found: tuple[Reach, ...], region: str | None, options: Options) -> bool:
    owners = filter(None, map(handle_of, options.me))
    own = {_key(handle, options.region) for handle in owners}
    return any(_key(one.handle, region) in own for one in found) if own else False


def _key(handle: Handle, region: str | None) -> tuple[HandleType, str]:
    try:
        return handle.type, key_of(handle, region)
    except (errors.Invalid, ValueError):
        return handle.type, handle.value


def _mark(profile: Profile, notes: tuple[str, ...]) -> Reach:
    """Return by what to recognise a card again that has neither handle nor id: all it says."""
    told = profile.model_dump(exclude_none=True, exclude={"custom_fields"})
    folded = [" ".join(str(fact).casefold().split()) for _, fact in sorted(told.items())]
    digest = _digest(*folded, *(fingerprint(note) for note in notes))
    return Reach(Handle(type=HandleType.EXTERNAL_ID, value=f"vcard:row:{digest}"))


def _digest(*told: str) -> str:
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:32]


def _instant(told: str, options: Options) -> datetime | None:
    """Return when a card was last changed (RFC 6350 §6.7.4); None if it does not say."""
    told = told.strip()
    try:
        at = datetime.fromisoformat(told)
        zoned = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(options.timezone))
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
