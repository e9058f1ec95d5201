"""Who takes part in each conversation, learnt from all its rows before any of them is told."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ledger.imports.linkedin import dates
from ledger.imports.linkedin.names import is_nobody, name_key
from ledger.imports.linkedin.people import People
from ledger.imports.linkedin.tables import Table
from ledger.linkedin_links import profile_key

_COLUMNS = (
    "conversationid",
    "conversationtitle",
    "from",
    "senderprofileurl",
    "to",
    "recipientprofileurls",
    "date",
    "subject",
    "content",
    "folder",
    "attachments",
    "ismessagedraft",
    "isconversationdraft",
    "direction",
)
_BETWEEN_LINKS = re.compile(r"[,;\s]+(?=https?://|www\.|linkedin\.|$)")
_ID_CHARACTERS_MAX = 200


class Row(NamedTuple):
    """One row of messages.csv, as it stands there."""

    conversation: str
    heading: str
    sender: str
    sender_url: str
    recipients: str
    recipient_urls: str
    date: str
    subject: str
    content: str
    folder: str
    attachments: str
    draft: str
    conversation_draft: str
    direction: str

    def urls(self) -> list[str]:
        """Return the recipients' links, told apart by how a link begins."""
        if "," not in self.recipient_urls and " " not in self.recipient_urls:
            return [self.recipient_urls] if self.recipient_urls else []
        return [url for url in _BETWEEN_LINKS.split(self.recipient_urls.strip()) if url]


@dataclass(slots=True)
class Conversation:
    """What all rows of a conversation tell about who is in it."""

    keys: tuple[str, ...] = ()
    """Profile keys of senders and recipients."""
    sender_names: tuple[str, ...] = ()
    """Name keys of all senders."""
    names: tuple[str, ...] = ()
    """Names that stand without a link."""
    lists: tuple[str, ...] = ()
    """Recipients without links that may be several names."""
    is_group: bool = False


def rows(table: Table) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table of messages with their lines."""
    for line, cells in table.rows(*_COLUMNS):
        yield line, Row._make(cells)


def _objection(row: Row) -> str:
    if not any(row):
        return "an empty row"
    if _is_yes(row.draft) or _is_yes(row.conversation_draft):
        return "draft, never sent"
    folder = row.folder.strip().casefold()
    if folder == "spam":
        return "in the spam folder"
    if folder in ("draft", "drafts"):
        return "draft, never sent"
    return dates.objection(row.date)


def conversation_id(row: Row) -> str:
    """Return the conversation's id; where there is none, one made of the names taking part."""
    given = row.conversation.strip()
    if given and len(given) <= _ID_CHARACTERS_MAX:
        return given
    if given:
        return f"long:{hashlib.sha256(given.encode()).hexdigest()}"
    named = {name_key(name) for name in [row.sender, *row.recipients.split(",")]}
    parties = {name for name in named if not is_nobody(name)}
    parties = parties or {profile_key(url) or url for url in [row.sender_url, *row.urls()]}
    return f"people:{hashlib.sha256('|'.join(sorted(parties)).encode()).hexdigest()[:32]}"


class Conversations:
    """All conversations of an export."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._by_id: dict[str, Conversation] = {}
        self.writers: set[str] = set()
        """The keys of all links that sent a message."""
        self.outgoing: Counter[str] = Counter()
        """The names under which outgoing messages were sent."""
        self._objections: dict[tuple[str, int], str] = {}
        self._at_once: Counter[int] = Counter()

    def all(self) -> list[Conversation]:
        """Return every conversation."""
        return list(self._by_id.values())

    def get(self, identity: str) -> Conversation:
        """Return the conversation with an id."""
        return self._by_id[identity]

    def count_at_once(self, identity: str, date: str) -> int:
        """Return how many messages of a conversation have this very date."""
        return self._at_once[hash((identity, date))]

    def gather(self, table: Table) -> None:
        """Learn who is in each conversation."""
        for line, row in rows(table):
            reason = _objection(row)
            if reason:
                self._objections[table.file, line] = reason
            else:
                self._learn(row)

    def objection(self, file: str, line: int) -> str:
        """Return why a row is no message that was sent; empty for those that were."""
        return self._objections.get((file, line), "")

    def _learn(self, row: Row) -> None:
        identity = conversation_id(row)
        self._at_once[hash((identity, row.date))] += 1
        talk = self._by_id.get(identity)
        if talk is None:
            talk = self._by_id[identity] = Conversation()
        self._learn_sender(talk, row)
        self._learn_recipients(talk, row)

    def _learn_sender(self, talk: Conversation, row: Row) -> None:
        if self._people.key_of(row.sender_url):
            sender = self._people.see(row.sender_url, row.sender)
            self.writers.add(sender.key)
            talk.keys = _with(talk.keys, sender.key)
        elif row.sender:
            talk.names = _with(talk.names, row.sender)
        if row.direction.strip().casefold() == "outgoing":
            self.outgoing[name_key(row.sender)] += 1
        talk.sender_names = _with(talk.sender_names, name_key(row.sender))

    def _learn_recipients(self, talk: Conversation, row: Row) -> None:
        urls = [url for url in row.urls() if self._people.key_of(url)]
        if len(urls) > 1:
            talk.is_group = True
        for url in urls:
            # One link and one piece of text: they are the same person's.
            alone = len(urls) == 1 and "," not in row.recipients
            person = self._people.see(url, row.recipients if alone else "")
            talk.keys = _with(talk.keys, person.key)
        if not urls and "," in row.recipients:
            talk.lists = _with(talk.lists, row.recipients)
        elif not urls and row.recipients:
            talk.names = _with(talk.names, row.recipients)


def _with(known: tuple[str, ...], one: str) -> tuple[str, ...]:
    return known if one in known else (*known, one)


def _is_yes(cell: str) -> bool:
    return bool(cell) and cell.strip().casefold() in ("yes", "true")
