"""From what a source writes to a handle: addresses, numbers, links and accounts of networks."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from ledger import errors
from ledger.handles import handle_of_link, is_shared, key_of
from ledger.imports import texts
from ledger.imports.phone_texts import bare
from ledger.imports.records import Reach
from ledger.words import Handle, HandleType

_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
# What mail programs write around an address: Ana Berg <ana@example.com>.
_BRACKETED = re.compile(r"<([^\s@<>]+@[^\s@<>]+)>")
# Long enough for every address that is one; an event keeps lines of up to 1,000 characters.
_CHARACTERS_MAX = 500
# Where an account's page lies, by the network's name without spaces and dots.
_PAGES = {
    "linkedin": "https://www.linkedin.com/in/",
    "github": "https://github.com/",
    "twitter": "https://twitter.com/",
    "x": "https://x.com/",
    "xing": "https://www.xing.com/profile/",
    "stackoverflow": "https://stackoverflow.com/users/",
    "bluesky": "https://bsky.app/profile/",
    "bsky": "https://bsky.app/profile/",
}
# An account at Stack Overflow: its number, and behind it a name that may change.
_NUMBERED = re.compile(r"\d+/[^/]+")
_NO_NAME = re.compile(r"[\s._-]+|com$")
_RANK = {HandleType.LINKEDIN: 0, HandleType.EMAIL: 1, HandleType.PHONE: 2}
# Accounts on all other networks.
_ACCOUNT_RANK = 3
_LAST = {
    HandleType.MESSENGER: 4,
    HandleType.OTHER: 5,
    HandleType.WEBSITE: 6,
    HandleType.EXTERNAL_ID: 7,
}


def email(text: str) -> Handle | None:
    """Return the e-mail address a text is, be it a link or in brackets; None for others."""
    told = text.strip()
    if told[:7].lower() == "mailto:":
        told = told[7:].partition("?")[0]
    bracketed = _BRACKETED.search(told)
    told = bracketed[1] if bracketed else told
    if not _ADDRESS.fullmatch(told):
        return None
    return _sound(HandleType.EMAIL, told, None)


def phone(text: str, region: str | None) -> Handle | None:
    """Return the phone number a text is, `tel:` or not; None for what has too few digits."""
    told = text.strip()
    if told[:4].lower() == "tel:":
        told = told[4:]
    return _sound(HandleType.PHONE, bare(told), region)


def link(text: str) -> Handle | None:
    """Return the profile or website a link leads to; None for what is no link."""
    told = texts.line(text)
    handle = handle_of_link(told) if len(told) <= _CHARACTERS_MAX else None
    return _sound(handle.type, handle.value, None) if handle else None


def account(network: str, name: str, page: str = "") -> Handle | None:
    """Return the account somebody has on a network, told by its name, its page, or both."""
    told = texts.line(name).lstrip("@")
    found, own = link(page), link(told)
    for each in (found, own):
        if each and each.type is not HandleType.WEBSITE:
            return each
    known = _PAGES.get(_NO_NAME.sub("", network.casefold()))
    if known and told and ("/" not in told or _NUMBERED.fullmatch(told)):
        return link(known + told) or found
    if known and told and own is None and "//" not in told:
        # A path of the site, such as in/ana-berg, or a company's page: company/acme.
        return link(f"https://{urlsplit(known).netloc}/{told.lstrip('/')}") or found
    if found is None and told:
        return own or _sound(HandleType.OTHER, f"{network}: {told}".lstrip(": "), None)
    return found


def messenger(service: str, name: str) -> Handle | None:
    """Return an address in a messenger, such as `xmpp:ana@example.com`."""
    told = texts.line(name)
    prefix = f"{service.casefold()}:" if service else ""
    return _sound(HandleType.MESSENGER, prefix + told, None) if told else None


def strongest_first(reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    """Return each handle once, those that recognise somebody best first."""
    once: dict[Handle, Reach] = {}
    for reach in reaches:
        known = once.get(reach.handle)
        if known is None or _strength(reach) < _strength(known):
            once[reach.handle] = reach
    return tuple(sorted(once.values(), key=_strength))


def recognises(reaches: Iterable[Reach]) -> bool:
    """Say whether any of these handles is one person's own."""
    return any(not (reach.is_shared or is_shared(reach.handle)) for reach in reaches)


def _strength(reach: Reach) -> tuple[bool, int, bool]:
    type_ = reach.handle.type
    rank = _LAST.get(type_, _RANK.get(type_, _ACCOUNT_RANK))
    return reach.is_shared, rank, not reach.is_primary


def _sound(type_: HandleType, value: str, region: str | None) -> Handle | None:
    """Return the handle if it can be compared with others."""
    told = texts.line(value)
    if not told or len(told) > _CHARACTERS_MAX:
        return None
    handle = Handle(type=type_, value=told)
    try:
        key_of(handle, region)
    except (errors.Invalid, ValueError):
        return None
    return handle
