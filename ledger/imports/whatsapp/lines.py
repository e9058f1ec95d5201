"""The lines of a chat: which begin a message, and when, by whom and what was said there.

An iPhone writes `[12/03/24, 14:05:11] Ana: Hello`, Android `12/03/24, 14:05 - Ana: Hello`, each
in the manner of the phone's region. Lines that begin nothing go on with what was said before.
"""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from ledger.imports.encodings import encoding_of, head_of
from ledger.imports.files import Files
from ledger.imports.remarks import Remarks
from ledger.imports.texts import TEXT_CHARACTERS_MAX

_MORNING = ("am", "a.m.", "a. m.", "上午", "凌晨", "早上", "오전", "午前", "ص", "π.μ.")
_AFTERNOON = ("pm", "p.m.", "p. m.", "下午", "中午", "晚上", "오후", "午後", "م", "μ.μ.")
_HALVES = "|".join(re.escape(half) for half in (*_MORNING, *_AFTERNOON))
_HEAD = re.compile(
    r"(?P<first>\d{1,4})(?P<mark>[./-]) ?(?P<second>\d{1,2})(?P=mark) ?(?P<third>\d{1,4})\.?"
    r",? (?:(?:à|às|at|um|klo|kl\.?|a las) )?"
    rf"(?:(?P<before>{_HALVES}) ?)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)"
    rf"(?:[:.](?P<second_of>\d\d))?(?: ?(?P<after>{_HALVES}))?",
    re.IGNORECASE,
)
_HEAD_END = {True: re.compile(r"\]"), False: re.compile(r"\s[-\u2013](?:\s|$)")}
_SENDER = re.compile(r"(.{1,100}?):(?: (.*)|$)", re.DOTALL)
# Marks of direction, which an iPhone puts before what it wrote itself.
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u202f\u2009]")
_HEAD_CHARACTERS_MAX = 60
_HOURS_OF_A_DAY = 24
_HOURS_OF_A_HALF = 12


class Beginning(NamedTuple):
    """When a message was written: the three numbers of its date as they stand, and its time."""

    is_bracketed: bool
    mark: str
    """What stands between the numbers of the date."""
    date: tuple[str, str, str]
    hour: int
    minute: int
    second: int | None
    is_eastern: bool
    """Whether the half of the day is named as only regions do that write the year first."""


class Message(NamedTuple):
    """What one person said, or, without a sender, what WhatsApp itself put down."""

    line: int
    begun: Beginning
    sender: str
    text: str
    is_marked: bool
    """Whether an iPhone marks the text as none that somebody typed."""


def looks_like_chat(files: Files, file: str) -> bool:
    """Say whether a text file begins as a chat does."""
    if not file.lower().endswith(".txt"):
        return False
    with files.open(file) as stream:
        head = head_of(stream)
    return any(_begun(line) for line in head.split("\n")[:20])


def messages(files: Files, file: str, remarks: Remarks) -> Iterator[Message]:
    """Yield the messages of a chat in their order, each with the line it begins on."""
    told: Message | None = None
    form: tuple[bool, str] | None = None
    parts: list[str] = []
    size = 0
    for number, line in _lines(files, file, remarks):
        found = _begun(line)
        begun = found[0] if found else None
        if begun and form in {None, (begun.is_bracketed, begun.mark)}:
            if told:
                yield told._replace(text="\n".join((told.text, *parts)))
            form = begun.is_bracketed, begun.mark
            told, parts, size = _message(number, begun, found[1] if found else ""), [], 0
        elif told is None:
            if line.strip():
                remarks.count(f"Lines of {file} before its first message, left out")
        else:
            size += len(line)
            if size <= TEXT_CHARACTERS_MAX:
                parts.append(line)
    if told:
        yield told._replace(text="\n".join((told.text, *parts)))


def _lines(files: Files, file: str, remarks: Remarks) -> Iterator[tuple[int, str]]:
    with files.open(file) as whole:
        encoding = encoding_of(whole)
    if encoding.remark:
        remarks.note(f"{file} {encoding.remark}.")
    with files.open(file) as stream:
        text = io.TextIOWrapper(stream, encoding.codec, encoding.errors)
        for number, line in enumerate(text, 1):
            yield number, line.rstrip("\n").replace("\0", "")


def _begun(line: str) -> tuple[Beginning, str] | None:
    """Return how a line begins a message, and what follows; None where it begins none."""
    start = line.lstrip("\ufeff\u200e\u200f\u202a\u202b ")
    is_bracketed = start.startswith("[")
    if not MARKS.sub("", start[is_bracketed : is_bracketed + 2])[:1].isdigit():
        return None
    end = _HEAD_END[is_bracketed].search(start[:_HEAD_CHARACTERS_MAX])
    if end is None:
        return None
    head = _SPACES.sub(" ", MARKS.sub("", start[is_bracketed : end.start()]))
    found = _HEAD.fullmatch(head.strip())
    if found is None:
        return None
    half = (found["before"] or found["after"] or "").casefold()
    hour, minute = int(found["hour"]), int(found["minute"])
    if half:
        hour = hour % _HOURS_OF_A_HALF + (_HOURS_OF_A_HALF if half in _AFTERNOON else 0)
    second = None if found["second_of"] is None else int(found["second_of"])
    if hour >= _HOURS_OF_A_DAY or max(minute, second or 0) >= 60:  # noqa: PLR2004 - of a clock
        return None
    begun = Beginning(
        is_bracketed,
        found["mark"],
        (found["first"], found["second"], found["third"]),
        hour,
        minute,
        second,
        bool(half) and not half.isascii() and "\u3000" < half[0] < "\ue000",
    )
    return begun, start[end.end() :].removeprefix(" ")


def _message(line: int, begun: Beginning, rest: str) -> Message:
    found = _SENDER.match(rest)
    if found is None:
        return Message(line, begun, "", rest, is_marked=True)
    text = found[2] or ""
    sender = " ".join(MARKS.sub("", found[1]).split())
    return Message(line, begun, sender, text, is_marked=text.startswith("\u200e"))
