"""Every mail of an input, file by file: mboxes, single mails, folders of a Maildir."""

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from ledger.imports.files import Files
from ledger.imports.mail.boxes import LINE_BYTES_MAX, Box, Mail
from ledger.imports.mail.headers import Headers, read_headers
from ledger.imports.records import Place

_HEAD_BYTES = 1 << 14
_BOX = re.compile(r"\.(?:mbox|mbx)$|(?:^|/)mbox$", re.IGNORECASE)
_MAIL = re.compile(r"\.eml$", re.IGNORECASE)
# Files that are of another source by their name, whatever stands in them.
_OTHERS = re.compile(
    r"\.(?:vcf|csv|tsv|xlsx?|ods|json|ics|pdf|docx?|html?|zip|png|jpe?g|gif|msf|dat|log)$",
    re.IGNORECASE,
)
_HEADERS = """
from to cc date subject received return-path delivered-to message-id mime-version content-type
reply-to x-mozilla-status x-gm-thrid x-envelope-from
"""
# Two of them within the first lines make a mail; a text may begin with `Subject:` as well.
_TELLING = frozenset(_HEADERS.split())
_TELLING_COUNT_MIN = 2


class Opened(NamedTuple):
    """One mail with its headers read; its body waits in `lines`, after `first`."""

    place: Place
    headers: Headers
    first: bytes
    lines: Iterator[bytes]
    separator_date: str

    @property
    def is_mail(self) -> bool:
        """Whether it has any of the headers that mails have."""
        return any(name in self.headers for name in _TELLING)


class Mailboxes:
    """All mails of an input, as often as they are asked for."""

    def __init__(self, files: Files, fallback: str | None) -> None:
        self._files = files
        self._fallback = fallback
        self._undoes_quoting: set[str] = set()

    def mails(self) -> Iterator[Opened]:
        """Yield each mail in order; what is not read of it before the next is left out.

        A file without a single mail yields none if it is an mbox, and else one without headers.
        """
        for file in self._files.names():
            with self._files.open(file) as stream:
                yield from self._of(file, stream)

    def files(self) -> list[str]:
        """Return the names of the files."""
        return self._files.names()

    def _of(self, file: str, stream: BinaryIO) -> Iterator[Opened]:
        if not is_box(self._files, file):
            lines = iter(partial(stream.readline, LINE_BYTES_MAX), b"")
            yield self._opened(file, Mail(1, "", lines))
            return
        box = Box(stream, unquotes=file in self._undoes_quoting)
        for mail in box.mails():
            opened = self._opened(file, mail)
            if "x-gm-thrid" in opened.headers:
                # Takeout quotes as mboxrd does.
                self._undoes_quoting.add(file)
            yield opened
        if box.is_doubly_quoted:
            self._undoes_quoting.add(file)

    def _opened(self, file: str, mail: Mail) -> Opened:
        headers, first = read_headers(mail.lines, self._fallback)
        return Opened(Place(file, mail.line), headers, first, mail.lines, mail.separator_date)


def is_box(files: Files, file: str) -> bool:
    """Say whether a file holds mails one after the other, each after a `From ` line."""
    return _BOX.search(file) is not None or _head(files, file).startswith(b"From ")


def claims(files: Files) -> list[str]:
    """Return the files that are mail: by their name, else by how they begin."""
    return [file for file in files.names() if _is_mail(files, file)]


def _is_mail(files: Files, file: str) -> bool:
    if _BOX.search(file) or _MAIL.search(file):
        return True
    if _OTHERS.search(file):
        return False
    head = _head(files, file)
    lines = iter(head.splitlines(keepends=True))
    if head.startswith(b"From "):
        next(lines)
    headers, _ = read_headers(lines)
    return sum(name in headers for name in _TELLING) >= _TELLING_COUNT_MIN


def _head(files: Files, file: str) -> bytes:
    with files.open(file) as stream:
        return stream.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
