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
# With a name from Profile.csv that nobody bears, more has to speak for somebody else.
_CONVERSATIONS_MIN_NAMED = 5


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

        By the links in invitations; else the one link that writes, or takes part in most
        conversations, under the name of Profile.csv; else who is present in almost all.
        """
        names = {name_key(self.profile_name), _leading(self.names + conversations.outgoing)}
        names = {name for name in names if not is_nobody(name)}
        talks = conversations.all()
        called = {one.key for name in names for one in people.named(name) if one.link}
        key = (
            _leading(self.keys)
            or _only(called & conversations.writers)
            or _only({one for one in called if _is_in_most(one, talks)})
        )
        if not key and len(talks) >= (
            _CONVERSATIONS_MIN_NAMED if names else _CONVERSATIONS_MIN
        ):
            present = _present(people, talks)
            linked = {one.key for one in people.named(present) if one.link}
            key = present if people.has(present) else _only(linked)
            names |= {present} - {key, ""}
        if key and people.has(key):
            names |= set(people.get(key).name_keys)
            owner.shown = owner.shown or people.get(key).shown()
        owner.keys = frozenset({key} - {""})
        owner.names = frozenset(names)


def _present(people: People, talks: list[Conversation]) -> str:
    """Return the one name, or link without a name, that is in almost all conversations."""
    counts: Counter[str] = Counter()
    for talk in talks:
        labels = {name for key in talk.keys for name in people.get(key).name_keys or (key,)}
        # Only evidence: pieces of names cut at commas do not lead to anybody.
        pieces = {piece for joined in talk.lists for piece in joined.split(",")}
        labels |= {name_key(name) for name in pieces | set(talk.names)} | set(talk.sender_names)
        counts.update(label for label in labels if not is_nobody(label))
    return _only({one for one, count in counts.items() if count >= _PRESENCE_MIN * len(talks)})


def _is_in_most(key: str, talks: list[Conversation]) -> bool:
    return 2 * sum(key in talk.keys for talk in talks) > len(talks)


def _only(some: set[str]) -> str:
    """Return the one there is; empty if there are several or none."""
    return next(iter(some)) if len(some) == 1 else ""


def _leading(counts: Counter[str]) -> str:
    """Return the most frequent, if it is more frequent than all others together."""
    if not counts:
        return ""
    [(leader, count)] = counts.most_common(1)
    return leader if 2 * count > counts.total() else ""
