"""From the messages of one chat to records, once it is known who takes part in it."""

import hashlib
import mimetypes
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ledger.imports import texts
from ledger.imports.files import Files
from ledger.imports.name_parts import straight
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Person, Place, Reach, Record, Skipped
from ledger.imports.whatsapp.dates import Order, day_of
from ledger.imports.whatsapp.lines import Message
from ledger.imports.whatsapp.people import Chat, Names, Somebody, folded, recognised
from ledger.imports.whatsapp.phrases import Said, is_of_whatsapp, said
from ledger.words import Attachment, Direction, Kind, Participant, Profile

CHANNEL = "whatsapp"
_CHUNK = 1 << 20
_CURE = "WhatsApp names people only as your phone does: say who they are with --who"


class Known(NamedTuple):
    """What is known of a chat as a whole: who is in it, and how it writes its dates."""

    chat: Chat
    names: Names
    order: Order


class Telling:
    """Tells one chat; the same message has the same key in every later export of it."""

    def __init__(
        self,
        files: Files,
        file: str,
        known: Known,
        options: Options,
        introduced: set[str],
    ) -> None:
        """Tell a chat; `introduced` has whom other chats of the input told of already."""
        self._files = files
        self._file = file
        self._chat, self._names, self._order = known
        self._options = options
        self._zone = ZoneInfo(options.timezone)
        self._introduced = introduced
        self._others = recognised(known.chat, known.names)
        self._ordinals: Counter[tuple[str, str]] = Counter()
        self._participants: dict[str, tuple[Participant, ...]] = {}

    def told(self, message: Message) -> Iterator[Record]:
        """Yield what a message says to whom, or why it is left out."""
        place = Place(self._file, message.line)
        if is_of_whatsapp(message.sender, message.text, is_marked=message.is_marked):
            yield Skipped(place, "WhatsApp's own line, nobody's message")
            return
        at = self._instant(message)
        if at is None:
            yield Skipped(place, "its date is not understood")
            return
        key = self._key(message, at)
        words = said(message.text)
        reason = self._objection(words)
        if reason:
            yield Skipped(place, reason)
            return
        written_by = self._names.of(message.sender)
        for name, who in self._others:
            yield from self._introduce(place, who)
            yield Engagement(
                place=place,
                person=who.key,
                kind=Kind.MESSAGE,
                occurred_at=at,
                external_id=key,
                direction=self._direction(message, who, written_by),
                channel=CHANNEL,
                body=texts.text(words.words) or None,
                conversation_id=self._chat.conversation_id,
                participants=self._with(message.sender, name),
                attachments=tuple(self._attachments(words)),
                key_with_person=self._chat.is_group,
            )

    def _objection(self, words: Said) -> str:
        if words.is_deleted:
            return "deleted by whoever wrote it"
        if not (words.words or words.file or words.left_out):
            return "an empty message"
        return "" if self._others else _CURE

    def _instant(self, message: Message) -> datetime | None:
        begun = message.begun
        day = day_of(begun, self._order)
        if day is None:
            return None
        clock = time(begun.hour, begun.minute, begun.second or 0)
        try:
            return datetime.combine(day, clock, self._zone).astimezone(UTC)
        except OverflowError:
            return None

    def _key(self, message: Message, at: datetime) -> str:
        """Return what names a message for ever: its moment, its writer, its number of those."""
        # In a group by their name alone, since who is who may be said only later; of two, the
        # name on the phone may change.
        is_own = message.sender == self._chat.owner
        of_two = "me" if is_own else "them"
        writer = folded(message.sender) if self._chat.is_group else of_two
        stamp = f"{at:%Y-%m-%dT%H:%M:%SZ}" if message.begun.second is not None else ""
        stamp = stamp or f"{at:%Y-%m-%dT%H:%MZ}"
        ordinal = self._ordinals[stamp, writer]
        self._ordinals[stamp, writer] += 1
        digest = hashlib.sha256(writer.encode()).hexdigest()[:16]
        return f"{self._chat.conversation_id}:{stamp}:{digest}:{ordinal}"

    def _direction(
        self, message: Message, who: Somebody, written_by: Somebody | None
    ) -> Direction | None:
        if self._chat.owner and message.sender == self._chat.owner:
            return Direction.OUTBOUND
        if written_by is not None and written_by.key == who.key:
            return Direction.INBOUND
        # Said by somebody else to the whole group: nobody reached out to anybody.
        return None

    def _introduce(self, place: Place, who: Somebody) -> Iterator[Person]:
        if who.key in self._introduced:
            return
        self._introduced.add(who.key)
        is_added = who.is_said or self._options.adds_correspondents
        name = straight(who.name) if is_added else ""
        profile = Profile(name=name) if name else Profile()
        yield Person(
            place,
            who.key,
            profile,
            (Reach(who.handle),),
            region=self._options.region,
            must_be_known=not is_added,
            if_unnamed=True,
        )

    def _with(self, sender: str, name: str) -> tuple[Participant, ...]:
        between = f"{sender}\0{name}"
        if between not in self._participants:
            names = dict.fromkeys((sender, self._chat.owner or sender, name))
            self._participants[between] = tuple(map(self._participant, names))
        return self._participants[between]

    def _participant(self, name: str) -> Participant:
        who = None if name == self._chat.owner else self._names.of(name)
        return Participant(name=texts.line(name), handle=who.handle if who else None)

    def _attachments(self, words: Said) -> Iterator[Attachment]:
        if words.left_out:
            yield Attachment(filename=texts.line(words.left_out)[:200])
        if not words.file:
            return
        name = texts.line(words.file)[:200]
        media_type = mimetypes.guess_type(name)[0]
        held = beside(self._file, words.file)
        if held not in self._files.names():
            yield Attachment(filename=name, media_type=media_type)
            return
        digest, size = hashlib.sha256(), 0
        with self._files.open(held) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        yield Attachment(
            filename=name, media_type=media_type, size_bytes=size, sha256=digest.hexdigest()
        )


def beside(file: str, name: str) -> str:
    """Return where a file lies that a chat names."""
    folder = file.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name
