"""Who is who in a chat: WhatsApp names people only as the phone does that wrote it down."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ledger import errors
from ledger.handles import handle_of, key_of
from ledger.imports import texts
from ledger.imports.options import Options
from ledger.imports.whatsapp.phrases import YOU
from ledger.words import Handle, HandleType

_PAIR = 2
# Numbers are shown with hyphens at which no line breaks.
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013"), "-")


@dataclass(frozen=True, slots=True)
class Somebody:
    """One who is recognised: how they are called, and by which handle."""

    name: str
    """Empty where the phone knows only their number."""
    handle: Handle
    key: str
    is_said: bool
    """Whether whoever brings the chat in said who it is."""


class Names:
    """What each name in a chat stands for."""

    def __init__(self, options: Options) -> None:
        """Know people by what was said of them, and numbers by themselves."""
        self._region = options.region
        self._said = {folded(name): handle for name, handle in options.people.items()}
        self._me = frozenset(filter(None, (self._own(text) for text in options.me)))
        self._known: dict[str, Somebody | None] = {}

    def of(self, name: str) -> Somebody | None:
        """Return who a name is; None for one that could be anybody."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def is_me(self, name: str) -> bool:
        """Say whether a name was said to be the owner's."""
        return folded(name) in self._me or (self._key(handle_of(name)) or "") in self._me

    def _found(self, name: str) -> Somebody | None:
        told = self._said.get(folded(name))
        number = handle_of(name.translate(_HYPHENS).lstrip("~ "))
        handle = number if told is None else handle_of(told)
        key = self._key(handle)
        if handle is None or key is None:
            return None
        if told is None and handle.type is not HandleType.PHONE:
            return None
        shown = "" if number else texts.line(name.lstrip("~ "))
        return Somebody(shown, handle, key, is_said=told is not None)

    def _own(self, text: str) -> str | None:
        return self._key(handle_of(text)) or folded(text)

    def _key(self, handle: Handle | None) -> str | None:
        if handle is None:
            return None
        try:
            return f"{handle.type}:{key_of(handle, self._region)}"
        except errors.Invalid:
            return None


@dataclass(frozen=True, slots=True)
class Chat:
    """Who takes part in a chat, who of them is the owner, and what names it for ever."""

    owner: str
    """Empty where nothing tells."""
    others: tuple[str, ...]
    is_group: bool
    conversation_id: str


def chat_of(
    senders: Sequence[str], title: str, began: str, names: Names, *, is_group: bool
) -> Chat:
    """Return how a chat stands, by its title, those who wrote in it, and how it began."""
    # WhatsApp names a chat of two as it names the other in it.
    is_titled = any(folded(name) == folded(title) for name in senders)
    is_pair = len(senders) <= _PAIR and (
        is_titled or (not is_group and (not title or len(senders) < _PAIR))
    )
    everybody = list(senders)
    if is_pair and title and not is_titled:
        # Whoever it is named after has not answered yet.
        everybody.append(title)
    own = next((name for name in everybody if names.is_me(name)), "")
    own = own or next((name for name in everybody if folded(name) in YOU), "")
    if is_pair and not own:
        own = _owner_of_pair(everybody, title, names)
    others = tuple(name for name in everybody if name != own)
    if is_pair and len(others) == 1:
        known = names.of(others[0])
        named = known.key if known else folded(others[0])
    else:
        named = folded(title) or began
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    return Chat(own, others, len(others) > 1, f"whatsapp:{digest}")


def _owner_of_pair(everybody: Sequence[str], title: str, names: Names) -> str:
    """Return the owner of a chat of two: the one it is not named after; empty if unknown."""
    if len(everybody) != _PAIR:
        return ""
    if title:
        return next(name for name in everybody if folded(name) != folded(title))
    # A phone knows its owner by a name; who is a number, or was said to be somebody, is not it.
    strangers = [name for name in everybody if names.of(name) is None]
    return strangers[0] if len(strangers) == 1 else ""


def folded(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().lstrip("~").split())


def unknown(chat: Chat, names: Names) -> list[str]:
    """Return the names in a chat that could be anybody."""
    return [name for name in chat.others if names.of(name) is None]


def recognised(chat: Chat, names: Names) -> list[tuple[str, Somebody]]:
    """Return the names in a chat with whom they stand for, each person once."""
    found: dict[str, tuple[str, Somebody]] = {}
    for name in chat.others:
        who = names.of(name)
        if who is not None:
            found.setdefault(who.key, (name, who))
    return list(found.values())
