"""Messages: one engagement for each person who took part, in the order of the conversation.

A message the owner wrote is outbound for everybody it went to. A message from somebody else is
inbound on the writer's timeline. In a group it also stands on the timelines of the others who
got it, without a direction: nobody there reached out to the owner, and the owner owes them no
answer, but the recruiter sees what they were told.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime

from ledger.imports.linkedin.conversations import (
    Conversations,
    Row,
    conversation_id,
    rows,
)
from ledger.imports.linkedin.dates import instant, tells_zone
from ledger.imports.linkedin.names import name_key
from ledger.imports.linkedin.parties import Parties, Reckoning
from ledger.imports.linkedin.people import People, Somebody
from ledger.imports.linkedin.tables import Table
from ledger.imports.markup import fingerprint, text_of
from ledger.imports.records import Engagement, Place, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.linkedin_links import profile_link
from ledger.words import Attachment, Direction, Handle, HandleType, Kind, Participant

CHANNEL = "linkedin"
# Addresses hold no comma that is followed by another address.
_BETWEEN_ADDRESSES = re.compile(r",\s*(?=https?://)")
_FILENAME_CHARACTERS_MAX = 200


class Messages:
    """Tells the messages of one export, once everybody in it is known."""

    def __init__(
        self,
        people: People,
        conversations: Conversations,
        reckoning: Reckoning,
        remarks: Remarks,
    ) -> None:
        self._people = people
        self._conversations = conversations
        self._reckoning = reckoning
        self._remarks = remarks
        self._held: dict[tuple[str, str], list[tuple[Place, Row]]] = {}
        self._conversation = ""
        self._parties_known: dict[tuple[str, ...], Parties] = {}
        self._participants: dict[tuple[str, str], Participant] = {}

    def told(self, table: Table) -> Iterator[Record]:
        """Yield what each row of a table says.

        Rows of one conversation and second wait for each other, so that their numbering does
        not depend on the order of the file.
        """
        for line, row in rows(table):
            place = Place(table.file, line)
            reason = self._conversations.objection(table.file, line)
            if reason:
                yield Skipped(place, reason)
                continue
            key = conversation_id(row), row.date
            count = self._conversations.count_at_once(*key)
            if count == 1:
                yield from self._tell(place, row, self._text(row), 0)
                continue
            together = self._held.setdefault(key, [])
            together.append((place, row))
            if len(together) == count:
                yield from self._tell_together(self._held.pop(key))
        yield from table.skipped

    def rest(self) -> Iterator[Record]:
        """Yield what still waits for rows of the same second, when all tables are read."""
        for together in self._held.values():
            yield from self._tell_together(together)
        self._held.clear()

    def _tell_together(self, together: list[tuple[Place, Row]]) -> Iterator[Record]:
        texts = [self._text(row) for _, row in together]
        order = sorted(
            range(len(together)),
            key=lambda at: (_digest(texts[at]), name_key(together[at][1].sender)),
        )
        told: set[tuple[str, ...]] = set()
        for at in order:
            place, row = together[at]
            same = (_digest(texts[at]), name_key(row.sender), row.subject, _files(row))
            if same in told:
                yield Skipped(place, "the same row twice")
                continue
            told.add(same)
            yield from self._tell(place, row, texts[at], len(told) - 1)

    def _tell(self, place: Place, row: Row, text: str, ordinal: int) -> Iterator[Record]:
        conversation = conversation_id(row)
        parties = self._parties(conversation, row)
        targets = _targets(parties)
        if not targets:
            yield (
                parties.unclear[0].skipped(place)
                if parties.unclear
                else Skipped(place, "a message to yourself")
            )
            return
        self._remark_on(parties)
        occurred_at = self._instant(row)
        external_id = f"message:{conversation}:{occurred_at.isoformat()[:19]}Z:{ordinal}"
        shared = (
            self._subject(row),
            text or None,
            conversation,
            parties.participants,
            self._attachments(row) if row.attachments else (),
            parties.is_group(),
        )
        for person, direction in targets:
            if not person.is_introduced:
                yield from self._people.introduce(person, place)
            yield Engagement(
                place,
                person.key,
                Kind.MESSAGE,
                occurred_at,
                external_id,
                direction,
                CHANNEL,
                *shared,
            )

    def _parties(self, conversation: str, row: Row) -> Parties:
        # Rows of one conversation follow each other, between the same few people.
        if conversation != self._conversation:
            self._conversation = conversation
            self._parties_known.clear()
        between = row[2:6] + row[13:]
        parties = self._parties_known.get(between)
        if parties is None:
            talk = self._conversations.get(conversation)
            parties = self._parties_known[between] = self._reckoning.parties(row, talk)
            parties.participants = self._participants_of(row, parties)
        return parties

    def _remark_on(self, parties: Parties) -> None:
        if parties.by_name:
            self._people.count_match(parties.by_name)
        if parties.unclear:
            self._remarks.count("Group messages that name somebody who cannot be told")
        if parties.is_told_by_rest:
            self._remarks.count("Messages of a `LinkedIn Member` known by the conversation")

    def _subject(self, row: Row) -> str | None:
        if not (row.subject or row.heading):
            return None
        return self._remarks.line(text_of(row.subject) or text_of(row.heading)) or None

    def _text(self, row: Row) -> str:
        return self._remarks.text(text_of(row.content))

    def _instant(self, row: Row) -> datetime:
        if not tells_zone(row.date):
            self._remarks.note("The messages' times name no zone: taken as UTC.")
        return instant(row.date)

    def _participants_of(self, row: Row, parties: Parties) -> tuple[Participant, ...]:
        named = [(row.sender, row.sender_url), *parties.shown]
        return tuple(self._participant(*one) for one in named if any(one))

    def _participant(self, name: str, url: str) -> Participant:
        known = self._participants.get((name, url))
        if known is None:
            link = profile_link(url)
            handle = Handle(type=HandleType.LINKEDIN, value=link) if link else None
            known = Participant(name=self._remarks.line(name) or None, handle=handle)
            self._participants[name, url] = known
        return known

    def _attachments(self, row: Row) -> tuple[Attachment, ...]:
        addresses = _BETWEEN_ADDRESSES.split(row.attachments.strip())
        return tuple(
            Attachment(filename=_filename(address), reference=self._remarks.text(address))
            for address in addresses
            if address
        )


def _targets(parties: Parties) -> list[tuple[Somebody, Direction | None]]:
    if parties.is_outbound:
        return [(person, Direction.OUTBOUND) for person in parties.recipients]
    towards = None if parties.is_outbound is None else Direction.INBOUND
    senders: list[tuple[Somebody, Direction | None]] = [
        (person, towards) for person in parties.sender
    ]
    return senders + [(person, None) for person in parties.recipients]


def _digest(text: str) -> str:
    return hashlib.sha256(fingerprint(text).encode()).hexdigest()


def _files(row: Row) -> str:
    # The signature after the question mark is new in every export.
    return ",".join(part.split("?")[0] for part in _BETWEEN_ADDRESSES.split(row.attachments))


def _filename(address: str) -> str:
    path = re.split("[?#]", address, maxsplit=1)[0].rstrip("/")
    return path.rsplit("/", 1)[-1][:_FILENAME_CHARACTERS_MAX].strip() or "attachment"
