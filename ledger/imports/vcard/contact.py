"""How to reach whom a card is about: addresses, numbers, profile links, messengers."""

import re
from collections.abc import Iterator

from ledger.imports import reaches, texts
from ledger.imports.records import Reach
from ledger.imports.remarks import Remarks
from ledger.imports.vcard.cards import Card
from ledger.imports.vcard.properties import Property
from ledger.words import Handle, HandleType

_PROFILES = ("X-SOCIALPROFILE", "X-SOCIAL-PROFILE", "SOCIALPROFILE")
_LINKS = ("URL", "X-LINKEDIN", "X-LINKEDIN-URL", "X-LINKEDIN-PROFILE", "X-GITHUB", "X-TWITTER")
# Messengers that got a property of their own, before there was IMPP.
_MESSENGERS = {
    f"X-{name}": name.lower()
    for name in ("AIM", "ICQ", "JABBER", "MSN", "YAHOO", "SKYPE", "QQ", "GADUGADU", "GROUPWISE")
} | {
    "X-SKYPE-USERNAME": "skype",
    "X-GOOGLE-TALK": "xmpp",
    "X-TELEGRAM": "telegram",
    "X-WHATSAPP": "whatsapp",
    "X-SIGNAL": "signal",
    "X-MS-IMADDRESS": "",
}
OF_CONTACT = frozenset(
    ("EMAIL", "TEL", "IMPP", "UID", "X-ABLABEL", *_PROFILES, *_LINKS, *_MESSENGERS)
)
# What every number or address has, so that it says nothing.
_PLAIN = {"internet", "voice", "pref", "msg", "text", "video", "other", "x400", "smtp"}
# Apple writes its own labels so: _$!<Work>!$_.
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
# These ring at a reception, an assistant's desk or a machine.
_SHARED = {
    "fax",
    "main",
    "company",
    "company main",
    "assistant",
    "assistantphone",
    "switchboard",
    "reception",
    "zentrale",
    "telefonzentrale",
    "empfang",
    "centralita",
    "centralino",
    "standard",
    "x-evolution-company",
    "x-evolution-assistant",
}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?(.*)", re.DOTALL)
_UUID = re.compile(r"^urn:uuid:", re.IGNORECASE)
_NO_EMAIL = "E-mail addresses of cards that are none, left out"
_NO_NUMBER = "Phone numbers of cards that are none, left out"
_NO_LINK = "Links of cards that are none, left out"


def reaches_of(card: Card, region: str | None, remarks: Remarks) -> tuple[Reach, ...]:
    """Return the handles on a card, strongest first, its own id last."""
    labels = {
        one.group: _APPLE_LABEL.sub(r"\1", one.value.strip())
        for one in card.properties
        if one.group and one.name == "X-ABLABEL"
    }
    found = (
        reach
        for one in card.properties
        if one.name in OF_CONTACT and one.name not in ("X-ABLABEL", "UID")
        for reach in _reaches(one, labels.get(one.group, ""), region, remarks)
    )
    uid = uid_of(card)
    own = [Reach(Handle(type=HandleType.EXTERNAL_ID, value=f"vcard:{uid}"))] if uid else []
    return reaches.strongest_first((*found, *own))


def uid_of(card: Card) -> str:
    """Return a card's own id, as every version writes it; empty for none."""
    return plain_uid(card.first("UID"))


def plain_uid(told: str) -> str:
    """Return an id without the `urn:uuid:` that some versions put before it."""
    return _UUID.sub("", texts.line(told))[:500]


def _reaches(
    one: Property, label: str, region: str | None, remarks: Remarks
) -> Iterator[Reach]:
    told = one.value.strip()
    if one.name == "EMAIL":
        handle, otherwise = reaches.email(told), _NO_EMAIL
    elif one.name == "TEL":
        handle, otherwise = reaches.phone(told, region), _NO_NUMBER
    elif one.name in _PROFILES:
        handle, otherwise = _profile(one, told), _NO_LINK
        told = told or one.parameters.get("X-USER", "")
    elif one.name in _LINKS:
        network = one.name.removeprefix("X-").partition("-")[0]
        network = "" if network == "URL" else network
        handle = reaches.account(network, told, told) if network else reaches.link(told)
        otherwise = _NO_LINK
    else:
        handle, otherwise = _messenger(one, told), _NO_LINK
    if handle:
        yield _labelled(one, handle, label)
    elif told:
        remarks.count(otherwise)


def _labelled(one: Property, handle: Handle, label: str) -> Reach:
    types = sorted(one.types - _PLAIN, key=lambda each: (each not in ("home", "work"), each))
    shown = texts.line(label).casefold() or " ".join(types)
    is_shared = shown in _SHARED or any(each in _SHARED for each in types)
    return Reach(handle, shown[:100] or None, one.preference() == 1, is_shared)


def _profile(one: Property, told: str) -> Handle | None:
    """Return a social profile: its page, or its network and user, wherever they stand."""
    service = one.parameters.get("SERVICE-TYPE") or one.parameters.get("X-SERVICE-TYPE")
    network = service or next(iter(sorted(one.types - _PLAIN - {"home", "work"})), "")
    user = one.parameters.get("X-USER") or one.parameters.get("USERNAME") or ""
    scheme = _SCHEME.fullmatch(told)
    if scheme and scheme[1].lower() == "x-apple":
        user, told = user or scheme[2], ""
    return reaches.account(network, user or told, told)


def _messenger(one: Property, told: str) -> Handle | None:
    service = _MESSENGERS.get(one.name, one.parameters.get("X-SERVICE-TYPE", ""))
    scheme = _SCHEME.fullmatch(told)
    if scheme and one.name == "IMPP":
        if scheme[1].lower() in ("http", "https"):
            return reaches.link(told)
        # Apple writes every messenger it does not know as x-apple.
        service = service if scheme[1].lower() == "x-apple" else scheme[1]
        told = scheme[2]
    if service.casefold() == "skype":
        told = told.partition("?")[0]
    return reaches.messenger(service, told)
