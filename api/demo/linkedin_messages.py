"""What did the owner of an export write and read? Messages, as each era writes them down."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from api.demo.chance import Dice, chance
from api.demo.linkedin_dates import american, utc
from api.demo.linkedin_network import Member, Network, member
from api.demo.linkedin_sheets import Row, Sheet
from api.demo.linkedin_texts import with_accidents, written
from api.demo.people import LATEST, person
from api.demo.talk import Said, conversation, moment, sentence, slots


@dataclass(frozen=True, slots=True)
class Message:
    """One message, before an era writes it down."""

    at: datetime
    sender: Member
    receivers: tuple[Member, ...]
    text: str
    place: float
    """From 0 to 1: the lower, the earlier an era shows it as HTML."""
    attachments: str = ""
    is_draft: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: what all its messages share, and the messages from first to last."""

    name: str
    title: str
    subject: str
    folder: str
    archived_on: date
    messages: tuple[Message, ...]


def messages_sheet(net: Network, count: int) -> Sheet:
    """Return the messages exchanged by the day of the export, the newest of each thread first.

    So many messages are exchanged up to the last day of all; drafts and rows that the export
    repeats come on top of them.
    """
    era = net.era
    return Sheet(
        "Messages.csv" if era.is_legacy else "messages.csv",
        era.messages,
        _rows(net, count),
        era.messages_dialect,
    )


def _rows(net: Network, count: int) -> Iterator[Row]:
    columns = net.era.messages.upper().split(",")
    has_drafts = "IS MESSAGE DRAFT" in columns
    for thread in threads(net, count):
        for message in reversed(thread.messages):
            is_known = message.at.date() <= net.until and (has_drafts or not message.is_draft)
            if is_known:
                row = _row(net, columns, thread, message)
                yield from (row, row) if message.is_repeated else (row,)


def threads(net: Network, count: int) -> Iterator[Thread]:
    """Yield conversations until they hold so many messages, drafts left aside."""
    number = 0
    while count > 0:
        thread = _thread(net, number, count)
        yield thread
        count -= sum(not message.is_draft for message in thread.messages)
        number += 1


def _thread(net: Network, number: int, most: int) -> Thread:
    dice = chance("thread", net.seed, number)
    others = _others(dice, net)
    first = others[0].person
    begun = dice.day(min(first.connected_on, LATEST - timedelta(days=1)), LATEST)
    about = slots(dice, first, net.owner.first_name, begun)
    said = conversation(dice, about, moment(dice, begun), turns_mean=15)
    said = [one for one in said if one.at.date() <= LATEST] or said[:1]
    messages = _messages(dice, net.owner, others, said[:most])
    if dice.happens(0.01):
        messages.append(_draft(messages[-1], net.owner, others))
    is_inmail = dice.happens(0.15)
    return Thread(
        name=_thread_name(net.seed, number),
        title=sentence(dice, about, "subject") if len(others) > 1 else "",
        subject=sentence(dice, about, "subject") if is_inmail else "",
        folder=dice.pick(_FOLDERS),
        archived_on=begun + timedelta(days=dice.around(400)),
        messages=tuple(messages),
    )


def _messages(
    dice: Dice, owner: Member, others: tuple[Member, ...], said: list[Said]
) -> list[Message]:
    messages: list[Message] = []
    for one in said:
        sender = owner if one.is_mine else dice.pick(others)
        receivers = others if one.is_mine else (owner, *(o for o in others if o is not sender))
        text, attachments = with_accidents(dice, one.text, others[0].person.first_name)
        # A second bubble is sent within the same second now and then.
        at = messages[-1].at if messages and dice.happens(0.01) else one.at
        repeated = dice.happens(0.0005)
        place = dice.random()
        messages.append(
            Message(at, sender, receivers, text, place, attachments, is_repeated=repeated)
        )
    return messages


# One conversation in eight is archived some day.
_FOLDERS = ("INBOX",) * 40 + ("ARCHIVE",) * 6 + ("SPAM", "")


def _others(dice: Dice, net: Network) -> tuple[Member, ...]:
    """Return who takes part beside the owner: a connection, a stranger, or a group."""
    if not net.members or dice.happens(0.06):
        stranger = person(len(net.members) + dice.number(0, 99_999), seed=net.seed)
        closed_on = date.min if dice.happens(0.4) else date.max
        return (replace(member(stranger, net.seed), url="", closed_on=closed_on),)
    size = dice.number(2, 6) if dice.happens(0.03) else 1
    picked = [dice.pick(net.members) for _ in range(size)]
    return tuple({one.person.number: one for one in picked}.values())


def _thread_name(seed: int, number: int) -> str:
    """Return the id of a conversation: `2-` and 56 characters of Base64."""
    digits = sha256(f"thread/{seed}/{number}".encode()).hexdigest()
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32])
    return "2-" + b64encode(f"{'-'.join(parts)}_{number % 1000:03}".encode()).decode()


def _draft(last: Message, owner: Member, others: tuple[Member, ...]) -> Message:
    return replace(
        last,
        at=last.at + timedelta(hours=1),
        sender=owner,
        receivers=others,
        text=last.text[: len(last.text) // 3],
        attachments="",
        is_draft=True,
        is_repeated=False,
    )


def _row(net: Network, columns: list[str], thread: Thread, message: Message) -> Row:
    # A draft without a conversation of its own has no id.
    is_alone = message.is_draft and message.place < _ALONE
    present = (one for one in message.receivers if not one.is_closed(net.until))
    # Names are joined with a space after the comma, but not in every row.
    joint = "," if message.place > _TIGHT else ", "
    is_mine = message.sender is net.owner
    is_gone = message.sender.is_closed(net.until)
    folder = _folder(net, thread)
    is_legacy = net.era.is_legacy
    values: Mapping[str, str] = {
        "FROM": _name(message.sender, net.until),
        "TO": joint.join(_name(one, net.until) for one in message.receivers),
        "SUBJECT": thread.subject,
        "CONTENT": written(net.era, message.text, message.place),
        "DIRECTION": "OUTGOING" if is_mine else "INCOMING",
        "CONVERSATION ID": "" if is_alone else thread.name,
        "CONVERSATION TITLE": thread.title,
        "SENDER PROFILE URL": "" if is_gone else message.sender.url,
        "RECIPIENT PROFILE URLS": ",".join(one.url for one in present if one.url),
        "DATE": american(message.at) if is_legacy else utc(message.at),
        "FOLDER": _legacy_folder(folder, is_mine=is_mine) if is_legacy else folder,
        "ATTACHMENTS": message.attachments,
        "IS MESSAGE DRAFT": "Yes" if message.is_draft else "No",
        "IS CONVERSATION DRAFT": "Yes" if is_alone else "No",
    }
    return [values[column] for column in columns]


_ALONE = 0.5
_TIGHT = 0.98


def _folder(net: Network, thread: Thread) -> str:
    """Return where the conversation lay on the day of the export."""
    is_too_early = thread.folder == "ARCHIVE" and thread.archived_on > net.until
    return "INBOX" if is_too_early else thread.folder


def _legacy_folder(folder: str, *, is_mine: bool) -> str:
    """Return the folder of 2018, when what was sent lay apart."""
    if folder == "ARCHIVE":
        return "ARCHIVED"
    return "SENT" if is_mine else "INBOX"


def _name(one: Member, day: date) -> str:
    return "LinkedIn Member" if one.is_closed(day) else one.name
