"""The headers of a mail or of one of its parts, however written (RFC 5322, 2047, 2231)."""

import binascii
import re
import string
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from ledger.imports.mail.charsets import decoded

# 60,000 recipients fill 2 MB; no mail that people write to each other comes near it.
_BLOCK_BYTES_MAX = 4 << 20
_UTF8_MARK = b"\xef\xbb\xbf"
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_WORD = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_BASE64 = (string.ascii_letters + string.digits + "+/").encode()
_NO_BASE64 = bytes(set(range(256)) - set(_BASE64))
_PARAMETER = re.compile(
    r";\s*([\w!#$%&'*+.^`|~-]{1,80})\s*=\s*(\"(?:[^\"\\]|\\.){0,2000}\"|[^;]*)", re.DOTALL
)
_CONTINUED = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*?)")
_ESCAPED = re.compile(r'\\(["\\])')


class Headers:
    """Header fields by name, in the order they stand in."""

    __slots__ = ("_fields", "fallback")

    def __init__(self, fields: dict[bytes, list[bytes]], fallback: str | None) -> None:
        self._fields = fields
        self.fallback = fallback

    def __contains__(self, name: str) -> bool:
        return name.encode() in self._fields

    def __bool__(self) -> bool:
        return bool(self._fields)

    def all(self, name: str) -> list[str]:
        """Return each field of this name (in small letters) unfolded, encoded words as told."""
        found = self._fields.get(name.encode())
        return [self._unfolded(value) for value in found] if found else []

    def first(self, name: str) -> str:
        """Return the first field of this name as `all` does; empty where there is none."""
        found = self._fields.get(name.encode())
        return self._unfolded(found[0]) if found else ""

    def text(self, name: str) -> str:
        """Return the first field of this name with its encoded words decoded."""
        return decoded_words(self.first(name), self.fallback)

    def _unfolded(self, value: bytes) -> str:
        text = decoded(value, "", self.fallback)
        return text.replace("\r", "").replace("\n", "").replace("\0", "").strip()


def read_headers(lines: Iterator[bytes], fallback: str | None = None) -> tuple[Headers, bytes]:
    """Return the headers that lines begin with, and what ended them if it was no blank line.

    A line that is no header begins the body, as in mails whose blank line was lost.
    """
    fields: dict[bytes, list[bytes]] = {}
    pieces: list[bytes] | None = None
    name = b""
    left = _BLOCK_BYTES_MAX
    for told in lines:
        line = told if fields or pieces is not None else told.removeprefix(_UTF8_MARK)
        left -= len(line)
        if pieces is not None and line.startswith((b" ", b"\t")) and line.strip():
            if left > 0:
                pieces.append(line)
            continue
        if pieces is not None:
            fields.setdefault(name, []).append(b"".join(pieces))
        pieces = None
        field = None if line.startswith(b"--") else _FIELD.match(line)
        if field is None:
            # Before the first header, blank lines are dirt.
            if not line.strip():
                if fields:
                    return Headers(fields, fallback), b""
                continue
            if line.startswith((b"From ", b">From ")):
                continue
            return Headers(fields, fallback), line
        name = field[1].lower()
        pieces = [line[field.end() :]] if left > 0 else []
    if pieces is not None:
        fields.setdefault(name, []).append(b"".join(pieces))
    return Headers(fields, fallback), b""


def decoded_words(text: str, fallback: str | None = None) -> str:
    """Return a header with its encoded words (RFC 2047) decoded; what is damaged stays."""
    if "=?" not in text:
        return text
    told: list[str] = []
    held, charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        gap = text[end : word.start()]
        is_next = end > 0 and not gap.strip()
        # A character may be split between two words of one charset.
        if held and not (is_next and charset == word[1].lower()):
            told.append(decoded(held, charset, fallback))
            held = b""
        if not is_next:
            told.append(gap)
        charset, end = word[1].lower(), word.end()
        held += _q(word[3]) if word[2] in "qQ" else from_base64(word[3].encode())
    told += (decoded(held, charset, fallback), text[end:])
    return "".join(told)


def from_base64(content: bytes) -> bytes:
    """Return what base64 stands for, as far as it goes, leaving out what is none."""
    letters = content.translate(None, _NO_BASE64)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _q(word: str) -> bytes:
    return binascii.a2b_qp(word.encode("utf-8", "replace"), header=True)


def parameters(headers: Headers, name: str) -> tuple[str, dict[str, str]]:
    """Return a structured header's value in small letters, and its parameters, decoded.

    Values in pieces (`name*0*`, RFC 2231) are put together; encoded words in quotes, which no
    standard allows and every program writes, are decoded as well.
    """
    field = headers.first(name)
    value = field.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for found in _PARAMETER.finditer(field):
        shape = _CONTINUED.fullmatch(found[1].lower())
        told = _unquoted(found[2])
        if shape is None or not (shape[2] or shape[3]):
            plain.setdefault(found[1].lower(), decoded_words(told, headers.fallback))
        else:
            number = int(shape[2] or 0)
            pieces.setdefault(shape[1], {}).setdefault(number, (told, bool(shape[3])))
    for key, numbered in pieces.items():
        plain[key] = _put_together(numbered, headers.fallback)
    return value, plain


def _unquoted(value: str) -> str:
    told = value.strip()
    if told.startswith('"'):
        return _ESCAPED.sub(r"\1", told[1:].removesuffix('"'))
    return told


def _put_together(numbered: dict[int, tuple[str, bool]], fallback: str | None) -> str:
    charset = ""
    content = b""
    for number, (told, is_encoded) in sorted(numbered.items()):
        piece = told
        if is_encoded and number == min(numbered) and piece.count("'") > 1:
            charset, _, piece = piece.split("'", 2)
        content += unquote_to_bytes(piece) if is_encoded else piece.encode("utf-8", "replace")
    return decoded(content, charset, fallback)
