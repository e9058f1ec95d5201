"""Where one mail ends and the next begins in an mbox, read as a stream (RFC 4155 and practice).

A mail begins at a line `From ` that follows a blank line, ends in a date, and is followed by a
header: words inside a mail hardly ever are all three. Nothing is kept but the line at hand.
"""

import re
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO, NamedTuple

# Longer lines are read in pieces; no header line that means anything is as long.
LINE_BYTES_MAX = 8 << 20
_SHAPE = {
    b"day": rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    b"month": rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    b"clock": rb"\d\d?:\d\d(?::\d\d)?",
    b"zone": rb"(?: +(?:[A-Z]{1,5}|[+-]\d{4}))",
}
# `From 1795@xxx Thu Jan 01 09:30:00 +0000 2026` (Takeout), `From - Thu Jan  1 …` (Thunderbird),
# `From ana Thu Jan 1 09:30 2026 remote from host`, and the order of RFC 5322.
_SEPARATOR = re.compile(
    rb"From .{0,400}?("
    rb"%(day)s,? +%(month)s +\d{1,2} +%(clock)s%(zone)s{0,2} +\d{4}%(zone)s?"
    rb"|(?:%(day)s,? +)?\d{1,2} +%(month)s +\d{4} +%(clock)s%(zone)s{0,2}"
    rb")(?: +remote from .{1,200})?\s*" % _SHAPE
)
_HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>From ")
_QUOTED = re.compile(rb">+From ")
_BLANK = (b"\n", b"\r\n")


class Mail(NamedTuple):
    """One mail of a file: the line it begins on, and the date of its `From ` line."""

    line: int
    separator_date: str
    lines: Iterator[bytes]


class Box:
    """The mails of one file, one after the other.

    With `unquotes`, each `>From ` at the beginning of a line loses the `>` it was given: right
    for boxes that quote `>From ` as well (mboxrd), and in others a guess.
    """

    def __init__(self, stream: BinaryIO, *, unquotes: bool) -> None:
        self._raw = iter(partial(stream.readline, LINE_BYTES_MAX), b"")
        self._waiting: list[bytes] = []
        self._line = 0
        self._next: Mail | None = None
        self._unquotes = unquotes
        self.is_doubly_quoted = False
        """Whether a `>>From ` was met: the box is of the kind whose quoting can be undone."""

    def mails(self) -> Iterator[Mail]:
        """Yield each mail; what of its lines is unread when the next is asked for is lost.

        What stands before the first `From ` line is a mail without one, unless it is blank.
        """
        mail = self._first()
        while mail is not None:
            yield mail
            deque(mail.lines, maxlen=0)
            mail, self._next = self._next, None

    def _first(self) -> Mail | None:
        for told in self._raw:
            self._line += 1
            line = told.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                # The first line needs no date: nothing stands before it to be mistaken for.
                if line.startswith(b"From "):
                    return Mail(self._line, date_of(line), self._lines(b""))
                return Mail(self._line, "", self._lines(line))
        return None

    def _lines(self, first: bytes) -> Iterator[bytes]:
        if first:
            yield first
        while True:
            yield from self._stretch()
            if not self._waiting:
                return

    def _stretch(self) -> Iterator[bytes]:
        """Yield lines to the end of the mail, or to one that only looked like another's."""
        waiting, self._waiting = self._waiting, []
        blank = b""
        for line in chain(waiting, self._raw):
            self._line += 1
            if line in _BLANK:
                if blank:
                    yield blank
                blank = line
                continue
            if blank:
                if line.startswith(b"From ") and (date := date_of(line)):
                    if not self._begins(date):
                        yield from (blank, line)
                    return
                yield blank
                blank = b""
            yield self._unquoted(line) if line.startswith(b">") else line
        if blank:
            yield blank

    def _begins(self, date: str) -> bool:
        """Say whether a mail begins at this `From ` line: whether a header follows it."""
        follower = next(self._raw, b"")
        if _HEADER.match(follower):
            self._next = Mail(self._line, date, self._lines(follower))
            self._line += 1
            return True
        self._waiting = [follower] if follower else []
        return False

    def _unquoted(self, line: bytes) -> bytes:
        if not _QUOTED.match(line):
            return line
        self.is_doubly_quoted |= line.startswith(b">>")
        return line[1:] if self._unquotes else line


def date_of(separator: bytes) -> str:
    """Return the date that a `From ` line ends in; empty where it ends in none."""
    found = _SEPARATOR.fullmatch(separator)
    return found[1].decode("ascii") if found else ""
