"""The encoding of a file: its mark, else strict UTF-8, else what is left (FORMATS §2.1)."""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

_HEAD_BYTES = 1 << 16
_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# English in UTF-16 has a NUL in every second byte; a damaged UTF-8 file has a few.
_NUL_SHARE_MIN = 0.25
GUESSES = frozenset(("cp1252", "cp1250", "mac_roman"))
"""The encodings that are guessed where a file is in no Unicode."""
_LOOK = "so look at its accents and say --encoding where they are wrong"
# Polish, Czech and their neighbours: bytes that are letters there stand within a word, where
# Western languages have ¥, ³, ¹, ¿ or nothing at all.
_CENTRAL = re.compile(rb"[a-z\xc0-\xff][\x9d\xa5\xb3\xb9\xbc\xbe\xbf][a-z\xc0-\xff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file, and what the reader of the report should know of it."""

    codec: str
    errors: str = "strict"
    remark: str = ""
    is_clean: bool = False
    """Whether it holds neither NUL nor half a character."""


def encoding_of(stream: BinaryIO) -> Encoding:
    """Return the encoding of a whole file, reading it to its end."""
    head = stream.read(_HEAD_BYTES)
    codec = _by_mark(head) or _by_nuls(head)
    if codec.startswith("utf-16"):
        return Encoding(codec, "surrogatepass")
    codec = codec or "utf-8"
    chunks = iter(lambda: stream.read(_CHUNK), b"")
    decoder = codecs.getincrementaldecoder(codec)()
    is_clean = b"\0" not in head
    try:
        decoder.decode(head)
        for chunk in chunks:
            decoder.decode(chunk)
            is_clean = is_clean and b"\0" not in chunk
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if codec == "utf-8-sig":
            return Encoding(codec, "replace", "has bytes that are no UTF-8, shown as \ufffd")
        codec, name = _by_habit(head)
        return Encoding(codec, "replace", f"is not in UTF-8: read as {name}, {_LOOK}")
    return Encoding(codec, is_clean=is_clean)


def head_of(stream: BinaryIO) -> str:
    """Return the beginning of a file, enough for its header row, in the likely encoding."""
    head = stream.read(_HEAD_BYTES)
    codec = _by_mark(head) or _by_nuls(head) or _by_trial(head)
    decoder = codecs.getincrementaldecoder(codec)("replace")
    return decoder.decode(head).replace("\0", "")


def _by_trial(head: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _by_habit(head)[0]
    return "utf-8"


def _by_habit(head: bytes) -> tuple[str, str]:
    """Return what a file that is in no Unicode is most likely in, and what that is called."""
    if b"\r" in head and b"\n" not in head:
        # Only the Excel of old Macs ends lines so, and it writes their encoding.
        return "mac_roman", "Mac Roman"
    if _CENTRAL.search(head):
        return "cp1250", "Windows-1250"
    return "cp1252", "Windows-1252"


def _by_mark(head: bytes) -> str:
    return next((codec for mark, codec in _MARKS if head.startswith(mark)), "")


def _by_nuls(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < _NUL_SHARE_MIN * len(head):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
