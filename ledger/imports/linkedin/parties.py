"""Whom does a message go between? Links first, then names, then what the conversation tells."""

from dataclasses import dataclass, field

from ledger.imports.linkedin.conversations import Conversation, Row
from ledger.imports.linkedin.names import is_nobody, is_one_name, name_key, split_names
from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People, Somebody, Unclear
from ledger.words import Participant


@dataclass(slots=True, eq=False)
class Parties:
    """Those a message went between, the owner left out."""

    is_outbound: bool | None
    """None where the export does not tell its owner."""
    sender: list[Somebody] = field(default_factory=list[Somebody])
    recipients: list[Somebody] = field(default_factory=list[Somebody])
    by_name: list[Somebody] = field(default_factory=list[Somebody])
    """Those of them who were found by name."""
    shown: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """The recipients as name and link, the owner included."""
    participants: tuple[Participant, ...] = ()
    """The sender and the recipients, as they are recorded."""
    unclear: list[Unclear] = field(default_factory=list[Unclear])
    owner_count: int = 0
    is_told_by_rest: bool = False
    """Whether `LinkedIn Member` was named by the rest of the conversation."""

    def receive(self, persons: list[Somebody]) -> bool:
        """Take in recipients who are not there yet; say whether any was new."""
        new = [one for one in persons if one not in self.sender and one not in self.recipients]
        self.recipients += new
        return bool(new)

    def is_group(self) -> bool:
        """Say whether more than one person besides the owner took part."""
        return len(self.sender) + len(self.recipients) + len(self.unclear) > 1


class Reckoning:
    """Works out the parties of each message of one export."""

    def __init__(self, people: People, owner: Owner) -> None:
        self._people = people
        self._owner = owner

    def parties(self, row: Row, talk: Conversation) -> Parties:
        """Return who wrote a message and to whom, and whom it names unclearly."""
        parties = Parties(self._is_outbound(row))
        if not parties.is_outbound:
            self._find_sender(parties, row, talk)
        linked = [url for url in row.urls() if self._people.key_of(url)]
        for url in linked:
            self._find_linked(parties, url)
        if not linked or "," in row.recipients:
            self._find_named(parties, row, talk, is_linked=bool(linked))
        is_ours = parties.is_outbound is False
        if is_ours and not parties.owner_count and len(parties.recipients) == 1 and not linked:
            # Somebody else wrote it and it lies in the owner's mailbox: the one who got it is
            # the owner, under an earlier name.
            parties.by_name = [one for one in parties.by_name if one in parties.sender]
            parties.recipients = []
        return parties

    def _is_outbound(self, row: Row) -> bool | None:
        direction = row.direction.strip().casefold()
        if direction in ("outgoing", "incoming"):
            return direction == "outgoing"
        if not self._owner.is_known():
            return None
        return self._owner.is_meant(self._people.key_of(row.sender_url), row.sender)

    def _find_sender(self, parties: Parties, row: Row, talk: Conversation) -> None:
        key = self._people.key_of(row.sender_url)
        if key:
            parties.sender = [self._people.get(key)] if self._people.has(key) else []
        elif is_nobody(name_key(row.sender)) and not self._goes_to_owner(row):
            parties.unclear.append(_nameless(row.sender))
        else:
            parties.sender = self._named(parties, row.sender, talk)

    def _goes_to_owner(self, row: Row) -> bool:
        names = split_names(row.recipients, self._is_known)
        return any(self._people.key_of(url) in self._owner.keys for url in row.urls()) or any(
            name_key(name) in self._owner.names for name in names
        )

    def _find_linked(self, parties: Parties, url: str) -> None:
        key = self._people.key_of(url)
        if key in self._owner.keys:
            parties.owner_count += 1
            parties.shown.append((self._owner.shown, url))
            return
        person = self._people.get(key)
        parties.shown.append((person.shown() if person.name_keys else "", url))
        parties.receive([person])

    def _find_named(
        self, parties: Parties, row: Row, talk: Conversation, *, is_linked: bool
    ) -> None:
        """Find recipients by name; beside links, only names that one known person has."""
        for name in split_names(row.recipients, self._is_known):
            key = name_key(name)
            if key in self._owner.names:
                parties.owner_count += 0 if is_linked else 1
            elif not is_linked:
                parties.receive(self._named(parties, name, talk))
            elif len(known := self._people.named(key)) == 1 and parties.receive(known):
                parties.by_name += known
            if not is_linked:
                parties.shown.append((name, ""))

    def _named(self, parties: Parties, name: str, talk: Conversation) -> list[Somebody]:
        """Return whom a bare name means, in a list; if unclear, keep why and return none."""
        try:
            if is_nobody(name_key(name)):
                parties.is_told_by_rest = True
                return [self._other(talk, name)]
            person = self._called(name, talk)
        except Unclear as unclear:
            parties.unclear.append(unclear)
            return []
        parties.by_name.append(person)
        return [person]

    def _called(self, name: str, talk: Conversation) -> Somebody:
        if not self._is_known(name_key(name)) and not is_one_name(name):
            how_many = "it cannot be told how many people"
            raise Unclear(f"{how_many} {name[:80]!r} names", f"{how_many} it names")
        return self._people.by_name(name, talk.keys)

    def _other(self, talk: Conversation, name: str) -> Somebody:
        """Return the one other person of a conversation of two, told by another of its rows."""
        unknown = _nameless(name)
        lists = [split_names(names, self._is_known) for names in talk.lists]
        if (
            talk.is_group
            or any(len(names) > 1 for names in lists)
            or not self._owner.is_known()
        ):
            raise unknown
        keys = [key for key in talk.keys if self._people.has(key)]
        names = {name_key(name): name for name in talk.names}
        others = [
            name
            for key, name in names.items()
            if not is_nobody(key) and key not in self._owner.names
        ]
        if len(keys) == 1:
            person = self._people.get(keys[0])
        elif not keys and len(others) == 1:
            person = self._people.by_name(others[0])
        else:
            raise unknown
        return person

    def _is_known(self, key: str) -> bool:
        return key in self._owner.names or is_nobody(key) or bool(self._people.named(key))


def _nameless(shown: str) -> Unclear:
    """Return why a row leads to nobody: all it shows is LinkedIn's own word for somebody."""
    return Unclear(f"it does not say who it is ({shown or 'no name'})")
