"""The content lines of a vCard file: put together again where they were folded or broken.

RFC 6350 §3.2 for folding; vCard 2.1 §2.1.3 folds at white space and breaks quoted-printable
lines with `=`. Values stay bytes, since each may have an encoding of its own.
"""

import codecs
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from typing_extensions import override

_CHUNK = 1 << 16
# A text in an event holds a million characters, four bytes each in UTF-8.
_LINE_BYTES_MAX = 4 << 20
# Pictures, sounds, keys and layouts: the largest part of a file, and nothing of a person.
_HEAVY = frozenset(
    (b"PHOTO", b"LOGO", b"SOUND", b"KEY", b"THUMBNAIL", b"X-MS-OL-DESIGN", b"X-MS-CARDPICTURE")
)
_BASE64 = re.compile(rb";\s*(?:ENCODING\s*=\s*)?\"?(?:B|BASE64)\"?\s*(?:;|$)")
_QUOTED = re.compile(rb";\s*(?:ENCODING\s*=\s*)?\"?(?:Q|QUOTED-PRINTABLE)\"?\s*(?:;|$)")
_HEAD_BYTES_MAX = 1 << 12
_EDGE = re.compile(rb"\s*(?:BEGIN|END)\s*:\s*VCARD\s*$", re.IGNORECASE)
_VERSION_21 = re.compile(rb"VERSION[^:]*:\s*2\.1\s*$", re.IGNORECASE)
_OF_VERSION = (b"B", b"b", b"V", b"v")
_BEGIN = re.compile(rb"BEGIN\s*:", re.IGNORECASE)


class ContentLine(NamedTuple):
    """One property as it is written, and the line of the file it begins on (from 1)."""

    number: int
    content: bytes
    is_heavy: bool = False
    """Whether its value was left out, being a picture or the like."""
    is_cut: bool = False
    """Whether it was longer than is kept."""


class AsUtf8(io.RawIOBase):
    """A stream in UTF-16 or another encoding with NULs, read as UTF-8."""

    def __init__(self, stream: BinaryIO, codec: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._is_ended = False

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: "memoryview[int] | bytearray", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  # io hands over a memoryview
        while not self._is_ended:
            # A unit of two bytes becomes three at most, and one may be left over from before.
            chunk = self._stream.read(max(2, len(buffer) // 3 - 4))
            self._is_ended = not chunk
            text = self._decoder.decode(chunk, self._is_ended)
            told = text.encode("utf-8", "replace")
            if told:
                buffer[: len(told)] = told
                return len(told)
        return 0

    @override
    def close(self) -> None:
        self._stream.close()
        super().close()


def content_lines(stream: BinaryIO) -> Iterator[ContentLine]:
    """Yield each property of a file, pictures without their value, lines of any end alike."""
    current: _Current | None = None
    is_21 = False
    for number, line in enumerate(_physical_lines(stream), 1):
        if current and current.takes(line, folds_at_space=is_21):
            continue
        if not line.strip():
            continue
        if current:
            yield current.told()
        if line[:1] in _OF_VERSION:
            is_21 = not _BEGIN.match(line) and (is_21 or _VERSION_21.match(line) is not None)
        current = _Current(number, line)
    if current:
        yield current.told()


# The same few hundred heads come again and again.
@lru_cache(maxsize=512)
def _written(head: bytes) -> tuple[bool, bool, bool]:
    """Say whether a value is in base64, is not worth keeping, and is quoted-printable."""
    name, _, said = head.upper().partition(b";")
    is_base64 = bool(said) and _BASE64.search(head.upper()) is not None
    is_heavy = is_base64 or name.rpartition(b".")[2].strip() in _HEAVY
    is_quoted = bool(said) and not is_heavy and _QUOTED.search(head.upper()) is not None
    return is_base64, is_heavy, is_quoted


class _Current:
    """The property that is being put together."""

    def __init__(self, number: int, line: bytes) -> None:
        self._number = number
        head = line[: max(0, line.find(b":", 0, _HEAD_BYTES_MAX))]
        self._is_base64, self._is_heavy, self._is_quoted = _written(head)
        self._pieces = [line.partition(b":")[0] + b":"] if self._is_heavy else [line]
        self._size = len(line)
        self._goes_on = self._is_quoted and line.endswith(b"=")
        if self._goes_on:
            self._pieces = [line[:-1]]

    def takes(self, line: bytes, *, folds_at_space: bool) -> bool:
        """Say whether a line of the file belongs to this property, and add it if so."""
        if self._goes_on and not _EDGE.match(line):
            self._goes_on = line.endswith(b"=")
            self._add(line[:-1] if self._goes_on else line)
            return True
        if line[:1] in (b" ", b"\t"):
            folds = folds_at_space and not self._is_quoted
            self._add(b" " + line.lstrip(b" \t") if folds else line[1:])
            return True
        # Some programs forget to indent their pictures.
        return self._is_base64 and b":" not in line and bool(line.strip())

    def _add(self, piece: bytes) -> None:
        if not self._is_heavy:
            self._size += len(piece)
            if self._size <= _LINE_BYTES_MAX:
                self._pieces.append(piece)

    def told(self) -> ContentLine:
        is_cut = not self._is_heavy and self._size > _LINE_BYTES_MAX
        content = b"".join(self._pieces)
        return ContentLine(self._number, content, self._is_heavy, is_cut)


def _physical_lines(stream: BinaryIO) -> Iterator[bytes]:
    r"""Yield the lines of a file without their ends, be they \n, \r\n, \r or \r\r\n.

    Of a line longer than is kept, the beginning is yielded.
    """
    kept: list[bytes] = []
    size = 0
    is_after_return = False
    while piece := stream.readline(_CHUNK):
        is_ended = piece.endswith(b"\n")
        body = piece.rstrip(b"\r\n") if is_ended else piece
        if is_after_return:
            is_after_return = False
            yield b"".join(kept)
            kept, size = [], 0
            if is_ended and not body:
                # The rest of an end that was cut in two.
                continue
        if not is_ended and body.endswith(b"\r"):
            is_after_return = True
            body = body[:-1]
        *whole, last = body.split(b"\r")
        for line in whole:
            yield b"".join((*kept, line))
            kept, size = [], 0
        if size <= _LINE_BYTES_MAX:
            kept.append(last)
            size += len(last)
        if is_ended:
            yield b"".join(kept)
            kept, size = [], 0
    if kept or is_after_return:
        yield b"".join(kept)
