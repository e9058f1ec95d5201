"""An iCalendar file as its components, each with the line it begins on (RFC 5545 §3.1, §3.4).

It is split by BEGIN and END alone, so one broken component does not lose the rest. Lines are
unfolded as bytes: some calendars fold in the middle of a character.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from ledger import errors
from ledger.imports.encodings import encoding_of
from ledger.imports.files import Files
from ledger.imports.remarks import Remarks

# The longest are attachments written into the event, which a calendar keeps below some MB.
_LINE_BYTES_MAX = 8 << 20
_FRAME = re.compile(r"(BEGIN|END)\s*:\s*([A-Z0-9-]+)\s*", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_READ = """
UID RECURRENCE-ID DTSTART DTEND DURATION SUMMARY DESCRIPTION X-ALT-DESC LOCATION
STATUS CLASS ORGANIZER ATTENDEE RRULE RDATE EXDATE EXRULE SEQUENCE DTSTAMP LAST-MODIFIED
CATEGORIES ATTACH
"""
_OF_EVENTS = frozenset(_READ.split())
_OF_CALENDARS = frozenset(("METHOD", "X-WR-CALNAME", "X-WR-TIMEZONE"))


class Component(NamedTuple):
    """One part of a calendar: its lines unfolded, without those of parts inside it."""

    name: str
    line: int
    lines: list[str]
    is_whole: bool = True
    """Whether it came to its end before the file did."""


@dataclass(slots=True)
class Calendar:
    """One VCALENDAR: what it says of itself, its zones, events, and what else is in it."""

    lines: list[str] = field(default_factory=list[str])
    zones: list[Component] = field(default_factory=list[Component])
    events: list[Component] = field(default_factory=list[Component])
    others: Counter[str] = field(default_factory=Counter[str])


def calendars(
    files: Files, file: str, encoding: str | None, remarks: Remarks
) -> list[Calendar]:
    """Return the calendars in a file; an event outside any calendar makes one of its own."""
    taking = _Taking()
    for line, text in _lines(files, file, encoding, remarks):
        frame = _FRAME.fullmatch(text)
        if frame is None:
            taking.text(text)
        elif frame[1].upper() == "BEGIN":
            taking.begin(frame[2].upper(), line)
        else:
            taking.end(frame[2].upper())
    taking.close(is_whole=False)
    return taking.found


class _Taking:
    """Takes a file's lines into calendars and their components."""

    def __init__(self) -> None:
        self.found: list[Calendar] = []
        self._part: Component | None = None
        self._inside = 0

    def begin(self, name: str, line: int) -> None:
        # A component that was never ended ends where the next one begins.
        if name in {"VCALENDAR", "VEVENT"}:
            self.close()
        if name == "VCALENDAR":
            self.found.append(Calendar())
        elif self._part is None:
            self._part = Component(name, line, [])
        else:
            self._inside += 1
            self._keep_of_zone(f"BEGIN:{name}")

    def end(self, name: str) -> None:
        if self._part is None:
            return
        if name in {"VCALENDAR", self._part.name}:
            self.close()
        else:
            self._inside = max(0, self._inside - 1)
            self._keep_of_zone(f"END:{name}")

    def text(self, text: str) -> None:
        if self._part is None:
            if self.found and _named(text) in _OF_CALENDARS:
                self.found[-1].lines.append(text)
        elif self._part.name == "VTIMEZONE" or (
            not self._inside and _named(text) in _OF_EVENTS
        ):
            self._part.lines.append(text)

    def close(self, *, is_whole: bool = True) -> None:
        part, self._part, self._inside = self._part, None, 0
        if part is None:
            return
        if not self.found:
            self.found.append(Calendar())
        match part.name:
            case "VEVENT":
                self.found[-1].events.append(part._replace(is_whole=is_whole))
            case "VTIMEZONE":
                self.found[-1].zones.append(part)
            case name:
                self.found[-1].others[name] += 1

    def _keep_of_zone(self, text: str) -> None:
        if self._part is not None and self._part.name == "VTIMEZONE":
            self._part.lines.append(text)


def looks_like_one(files: Files, file: str) -> bool:
    """Say whether a file begins as a calendar does, after its mark and blank lines."""
    with files.open(file) as stream:
        head = stream.read(400)
    for codec in ("utf-8-sig", "utf-16"):
        text = head.decode(codec, "ignore").lstrip("\ufeff \t\r\n").upper()
        if text.startswith("BEGIN:VCALENDAR"):
            return True
    return False


def _named(text: str) -> str:
    name = _NAME.match(text)
    return name[0].upper() if name else ""


def _lines(
    files: Files, file: str, encoding: str | None, remarks: Remarks
) -> Iterator[tuple[int, str]]:
    """Yield each unfolded line that holds something, with the line it begins on."""
    with files.open(file) as whole:
        codec = encoding_of(whole).codec
    other = _known(encoding, file) if encoding else "cp1252"
    begun, parts, size = 0, list[bytes](), 0
    with files.open(file) as stream:
        for number, raw in enumerate(_physical(stream, codec), 1):
            if raw[:1] in (b" ", b"\t") and parts:
                size += len(raw)
                if size <= _LINE_BYTES_MAX:
                    parts.append(raw[1:])
                continue
            if parts:
                yield begun, _decoded(parts, other, file, remarks)
            begun, parts, size = number, [raw] if raw.strip() else [], len(raw)
        if parts:
            yield begun, _decoded(parts, other, file, remarks)


def _physical(stream: BinaryIO, codec: str) -> Iterator[bytes]:
    """Yield the lines as they stand in the file, as UTF-8; what is too long is cut."""
    if codec.startswith("utf-16"):
        for line in codecs.getreader(codec)(stream, "replace"):
            yield line.rstrip("\r\n").encode("utf-8", "replace")
        return
    is_first, is_cut = True, False
    while raw := stream.readline(_LINE_BYTES_MAX):
        if not is_cut:
            kept = raw.removeprefix(codecs.BOM_UTF8) if is_first else raw
            # Very old files end their lines in a single carriage return.
            yield from kept.rstrip(b"\r\n").split(b"\r")
        is_first, is_cut = False, not raw.endswith(b"\n")


def _decoded(parts: list[bytes], other: str, file: str, remarks: Remarks) -> str:
    raw = b"".join(parts)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        remarks.note(f"{file} is not all in UTF-8: read as {other}, so look at its accents.")
        text = raw.decode(other, "replace")
    return text.replace("\0", "")


def _known(encoding: str, file: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        detail = f"There is no encoding “{encoding}”: say one such as utf-8 or cp1252."
        raise errors.Unreadable(detail, file=file) from error
