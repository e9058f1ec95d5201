"""Whose export is this? The owner is no candidate, and gives each message its direction."""

from collections import Counter
from dataclasses import dataclass, field

from ledger.imports.linkedin.conversations import Conversation, Conversations
from ledger.imports.linkedin.names import is_nobody, name_key
from ledger.imports.linkedin.people import People
from ledger.words import Profile

# Somebody in nine of ten conversations is the one who exported them.
_PRESENCE_MIN = 0.9
_CONVERSATIONS_MIN = 2


@dataclass(slots=True)
class Owner:
    """What tells the owner of an export: links, names, addresses and numbers."""

    profile: Profile | None = None
    keys: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    shown: str = ""
    """The name to call the owner by."""
    emails: set[str] = field(default_factory=set[str])
    phones: set[str] = field(default_factory=set[str])

    def is_known(self) -> bool:
        """Say whether anything tells the owner from others."""
        return bool(self.keys or self.names)

    def is_meant(self, key: str, name: str) -> bool:
        """Say whether a row means the owner: by the link, else by the name."""
        return key in self.keys if key else name_key(name) in self.names


class Evidence:
    """What the rows say about the owner, gathered before anything is told."""

    def __init__(self) -> None:
        self.profile_name = ""
        self.keys: Counter[str] = Counter()
        """Links of those who sent outgoing, or were sent incoming, invitations."""
        self.names: Counter[str] = Counter()
        """Their names."""

    def find(self, owner: Owner, people: People, conversations: Conversations) -> None:
        """Settle who the owner is (FORMATS.md §1.5).

        By the links in invitations; else the one link that writes under the name of
        Profile.csv; else who is present in almost all conversations.
        """
        names = {name_key(self.profile_name), _leading(self.names + conversations.outgoing)}
        names = {name for name in names if not is_nobody(name)}
        key = _leading(self.keys)
        if not key and names:
            writers = [
                one.key
                for name in names
                for one in people.named(name)
                if one.key in conversations.writers
            ]
            key = writers[0] if len(set(writers)) == 1 else ""
        if not key and not names:
            spoken = conversations.all()
            key = _present(Counter(one for talk in spoken for one in talk.keys), len(spoken))
            if not key:
                names = {_present(_names(spoken), len(spoken))} - {""}
                linked = [one.key for name in names for one in people.named(name) if one.link]
                key = linked[0] if len(linked) == 1 else ""
        if key and people.has(key):
            names |= set(people.get(key).name_keys)
            owner.shown = owner.shown or people.get(key).shown()
        owner.keys = frozenset({key} - {""})
        owner.names = frozenset(names)


def _names(conversations: list[Conversation]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for talk in conversations:
        # Only evidence: pieces of names cut at commas do not lead to anybody.
        pieces = {piece for joined in talk.lists for piece in joined.split(",")}
        named = {name_key(name) for name in pieces | set(talk.names)} | set(talk.sender_names)
        counts.update(name for name in named if not is_nobody(name))
    return counts


def _present(counts: Counter[str], total: int) -> str:
    often = [one for one, count in counts.items() if count >= _PRESENCE_MIN * total]
    return often[0] if total >= _CONVERSATIONS_MIN and len(often) == 1 else ""


def _leading(counts: Counter[str]) -> str:
    """Return the most frequent, if it is more frequent than all others together."""
    if not counts:
        return ""
    [(leader, count)] = counts.most_common(1)
    return leader if 2 * count > counts.total() else ""
