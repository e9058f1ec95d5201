"""One property of a vCard: its name, what is said about it, and its value as text."""

import binascii
import codecs
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ledger.imports.remarks import Remarks
from ledger.imports.vcard.lines import ContentLine

# Up to the first colon that stands in no quotes (RFC 6350 §3.3).
_HEAD = re.compile(rb'[^":]*(?:"[^"]*"[^":]*)*:')
_HEAD_BYTES_MAX = 1 << 16
_USUAL_BYTES_MAX = 256
_NAME = re.compile(r"\s*(?:([\w-]+)\.)?([\w-]+)\s*")
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*"|")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Python knows codecs that are no encodings of text, some of them slow on purpose.
_ENCODING = re.compile(
    r"(?:utf|iso|latin|windows|cp|ms|shift|s_?jis|euc|gb|hz|big5|koi8|mac|us-ascii|ascii|ks|tis)"
    r"[\w:.-]*",
    re.IGNORECASE,
)
_NO_TYPES: frozenset[str] = frozenset()
_BARE_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"}
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}
_NOTHING = {0: None, 1: None}
_GUESSED = "Values that are not in UTF-8, read as Windows-1252, so look at their accents"


class Encoded(NamedTuple):
    """How the text of a file is encoded, as far as it is known for the file as a whole."""

    codec: str | None = None
    is_sure: bool = False
    """Whether it holds whatever a property says: the file was put into it."""


class Property(NamedTuple):
    """A property as a card tells it; its text still has its escapes."""

    name: str
    group: str
    types: frozenset[str]
    parameters: Mapping[str, str]
    text: str

    @property
    def value(self) -> str:
        """The value as a whole, its escapes resolved."""
        return unescaped(self.text)

    def parts(self, separator: str = ";") -> list[str]:
        """Return the parts of a value that has several, their escapes still in place."""
        if "\\" not in self.text:
            return self.text.split(separator)
        # Neither character is left in a text, so they can stand in for what is escaped.
        marked = self.text.replace("\\\\", "\0").replace("\\" + separator, "\1")
        pieces = marked.split(separator)
        return [piece.replace("\1", separator).replace("\0", "\\\\") for piece in pieces]

    def preference(self) -> int | None:
        """Return how much it is preferred, 1 the most (RFC 6350 §5.3); None if it is not."""
        told = self.parameters.get("PREF", "")
        if told.isascii() and told.isdigit():
            return int(told[:3])
        return 1 if "pref" in self.types else None


class _Head(NamedTuple):
    """What stands before a value."""

    name: str
    group: str
    types: frozenset[str]
    parameters: Mapping[str, str]


def parse(line: ContentLine, encoded: Encoded, remarks: Remarks) -> Property | None:
    """Return the property a line is, or None where it is none."""
    colon = _colon(line.content)
    if colon < 0:
        return None
    written = line.content[:colon]
    head = _usual_head(written) if colon <= _USUAL_BYTES_MAX else _head(written)
    if head is None:
        return None
    raw, charset = line.content[colon + 1 :], head.parameters.get("CHARSET")
    if head.parameters.get("ENCODING", "").upper() in ("QUOTED-PRINTABLE", "Q"):
        raw = binascii.a2b_qp(raw)
    elif encoded.is_sure:
        charset = None
    text = _decoded(raw, charset, encoded.codec, remarks)
    return Property(*head, text)


def unescaped(text: str) -> str:
    r"""Return a text with `\n` as a line end and `\,` as a comma, as far as it is escaped."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def is_encoding(name: str) -> bool:
    """Say whether an encoding of this name is known."""
    return _codec(name) is not None


def _decoded(raw: bytes, charset: str | None, encoding: str | None, remarks: Remarks) -> str:
    """Return bytes as text: in the charset told, else the file's, else UTF-8, else a guess."""
    codec = (_codec(charset) if charset else None) or (_codec(encoding) if encoding else None)
    if codec:
        return _without_marks(raw.decode(codec, "replace"))
    try:
        return _without_marks(raw.decode())
    except UnicodeDecodeError:
        remarks.count(_GUESSED)
        return _without_marks(raw.decode("cp1252", "replace"))


def _without_marks(text: str) -> str:
    return text.translate(_NOTHING) if "\0" in text or "\1" in text else text


@lru_cache(maxsize=256)
def _codec(name: str) -> str | None:
    if not _ENCODING.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _colon(content: bytes) -> int:
    """Return where the value begins, less than 0 where there is none."""
    colon = content.find(b":", 0, _HEAD_BYTES_MAX)
    if colon > 0 and content.find(b'"', 0, colon) >= 0:
        whole = _HEAD.match(content, 0, _HEAD_BYTES_MAX)
        return whole.end() - 1 if whole else colon
    return colon


def _head(written: bytes) -> _Head | None:
    bare = written.replace(b"\0", b"").removeprefix(codecs.BOM_UTF8)
    try:
        told = bare.decode()
    except UnicodeDecodeError:
        told = bare.decode("cp1252", "replace")
    name = _NAME.match(told)
    rest = told[name.end() :] if name else ""
    if name is None or (rest and rest[0] != ";"):
        return None
    return _Head(name[2].upper(), (name[1] or "").lower(), *_parameters(rest))


# The same few hundred heads come again and again.
_usual_head = lru_cache(maxsize=2_048)(_head)


def _parameters(told: str) -> tuple[frozenset[str], dict[str, str]]:
    """Return the types, and the other parameters by name; vCard 2.1 leaves `TYPE=` out."""
    if not told:
        return _NO_TYPES, {}
    types: set[str] = set()
    parameters: dict[str, str] = {}
    for found in _PARAMETER.findall(told):
        name, equals, value = str(found).partition("=")
        name = name.strip().upper()
        value = value.replace('"', "").strip()
        if equals and name != "TYPE":
            parameters.setdefault(name, re.sub(r"\^[n'^]", lambda one: _CARET[one[0]], value))
        elif name in _BARE_ENCODINGS and not equals:
            parameters.setdefault("ENCODING", name)
        else:
            listed = (value if equals else name).split(",")
            types |= {each.strip().casefold() for each in listed} - {""}
    return frozenset(types), parameters
