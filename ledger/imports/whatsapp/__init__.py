"""WhatsApp: chats as a phone exports them, alone or in a zip with what was sent along."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ledger import errors
from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.records import Noted, Reading, Record
from ledger.imports.remarks import Remarks
from ledger.imports.whatsapp.dates import Order, order_of
from ledger.imports.whatsapp.lines import Beginning, looks_like_chat, messages
from ledger.imports.whatsapp.people import Chat, Names, chat_of, unknown
from ledger.imports.whatsapp.phrases import (
    is_of_group,
    is_of_whatsapp,
    names_the_chat,
    said,
    title_of,
)
from ledger.imports.whatsapp.telling import Known, Telling, beside
from ledger.words import Profile

_NAMED_MAX = 20
_SENDERS_MAX = 2_000


@dataclass(slots=True)
class _Gathered:
    """What one chat tells of itself before its messages are told."""

    beginnings: list[Beginning] = field(default_factory=list[Beginning])
    senders: dict[str, None] = field(default_factory=dict[str, None])
    title: str = ""
    is_group: bool = False


class WhatsApp:
    """Reads the chats that WhatsApp exports on iPhones and Android."""

    source = "whatsapp"

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take no date for one that is yet to come, as the clock says."""
        self._clock = clock

    def claims(self, files: Files) -> list[str]:
        """Claim the texts that begin as a chat does, and what they name beside them."""
        names = set(files.names())
        claimed: set[str] = set()
        for file in files.names():
            if looks_like_chat(files, file):
                claimed.add(file)
                if len(names) > 1:
                    claimed |= names & set(_named_in(files, file))
        return sorted(claimed)

    def read(self, files: Files, options: Options) -> Reading:
        """Find out who is who in each chat; tell the messages as they are asked for.

        Raises `errors.Unreadable` where nothing tells a chat's days from its months.
        """
        names = Names(options)
        today = self._clock().date()
        chats = [
            _understood(files, file, options, names, today)
            for file in files.names()
            if looks_like_chat(files, file)
        ]
        if not chats:
            detail = f"{files.filename} holds no chat: export it from WhatsApp again."
            raise errors.Unreadable(detail, file=files.filename)
        rows_by_file: dict[str, int] = {}
        records = _told(files, chats, names, options, rows_by_file)
        owner = next((chat.owner for _, chat, _ in chats if chat.owner), "")
        profile = Profile(name=owner) if owner else None
        return Reading(self.source, records, profile, rows_by_file, files.packed_at)


def _named_in(files: Files, file: str) -> Iterator[str]:
    for message in messages(files, file, Remarks()):
        name = said(message.text).file
        if name:
            yield beside(file, name)


def _understood(
    files: Files, file: str, options: Options, names: Names, today: date
) -> tuple[str, Chat, Order]:
    found = _Gathered(title=title_of(file) or title_of(files.filename))
    for message in messages(files, file, Remarks()):
        if not found.beginnings or found.beginnings[-1].date != message.begun.date:
            found.beginnings.append(message.begun)
        if not is_of_whatsapp(message.sender, message.text, is_marked=message.is_marked):
            if len(found.senders) < _SENDERS_MAX:
                found.senders[message.sender] = None
        elif is_of_group(f"{message.sender}: {message.text}"):
            found.is_group = True
        elif message.sender and names_the_chat(message.text) and not found.title:
            found.title = message.sender
    if not found.beginnings:
        detail = f"{file} holds no messages: export the chat from WhatsApp again."
        raise errors.Unreadable(detail, file=file)
    order = order_of(found.beginnings, today=today, region=options.region, file=file)
    began = repr(found.beginnings[0])
    chat = chat_of(list(found.senders), found.title, began, names, is_group=found.is_group)
    return file, chat, order


def _told(
    files: Files,
    chats: list[tuple[str, Chat, Order]],
    names: Names,
    options: Options,
    rows_by_file: dict[str, int],
) -> Iterator[Record]:
    introduced: set[str] = set()
    remarks = Remarks()
    if "timezone" not in options.model_fields_set:
        remarks.note(
            "WhatsApp writes times without their zone: taken as UTC. Say --timezone"
            " Europe/Prague, or whichever your phone was in."
        )
    for file, chat, order in chats:
        rows_by_file[file] = 0
        telling = Telling(files, file, Known(chat, names, order), options, introduced)
        for message in messages(files, file, remarks):
            rows_by_file[file] += 1
            yield from telling.told(message)
        yield from _remarks_on(file, chat, names)
    yield from remarks.told()


def _remarks_on(file: str, chat: Chat, names: Names) -> Iterator[Noted]:
    strangers = unknown(chat, names)
    if strangers:
        shown = ", ".join(f"“{name}”" for name in strangers[:_NAMED_MAX])
        more = (
            "" if len(strangers) <= _NAMED_MAX else f" and {len(strangers) - _NAMED_MAX} more"
        )
        yield Noted(
            f"{file}: nobody knows who is meant by {shown}{more}. Say it with"
            f' --who "{strangers[0]}=their address, number or link".',
            f"{file}: nobody knows who is meant by {len(strangers)} of the names in it. Say it"
            ' with --who "NAME=their address, number or link".',
        )
    if chat.owner:
        # The guess may be wrong, and the name that of somebody else.
        yield Noted(
            f"{file}: taken for you: “{chat.owner}”. If not, say --me with your name.",
            f"{file}: one of the names in it was taken for you.",
        )
    else:
        yield Noted(
            f"{file}: nothing tells who of them you are, so nothing in it counts as written by"
            " you: say --me with your name as it stands there."
        )


READER = WhatsApp()
