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
_NAME = re.compile(r"\s*(?:([\w-]+)\.)?([\w-]+)\s*")
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*"|")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Python knows codecs that are no encodings of text, some of them slow on purpose.
_ENCODING = re.compile(
    r"(?:utf|iso|latin|windows|cp|ms|shift|s_?jis|euc|gb|hz|big5|koi8|mac|us-ascii|ascii|ks|tis)"
    r"[\w:.-]*",
    re.IGNORECASE,
)
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


def parse(line: ContentLine, encoded: Encoded, remarks: Remarks) -> Property | None:
    """Return the property a line is, or None where it is none."""
    head, value = _split(line.content)
    name = _NAME.match(head)
    if not value[:1] or name is None or (head[name.end() :] or ";")[0] != ";":
        return None
    types, parameters = _parameters(head[name.end() :])
    raw, charset = value[1:], parameters.get("CHARSET")
    if parameters.get("ENCODING", "").upper() in ("QUOTED-PRINTABLE", "Q"):
        raw = binascii.a2b_qp(raw)
    elif encoded.is_sure:
        charset = None
    text = _decoded(raw, charset, encoded.codec, remarks)
    return Property(name[2].upper(), (name[1] or "").lower(), types, parameters, text)


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
    for told in (charset, encoding):
        codec = _codec(told) if told else None
        if codec:
            return raw.decode(codec, "replace").translate(_NOTHING)
    try:
        return raw.decode().translate(_NOTHING)
    except UnicodeDecodeError:
        remarks.count(_GUESSED)
        return raw.decode("cp1252", "replace").translate(_NOTHING)


@lru_cache(maxsize=256)
def _codec(name: str) -> str | None:
    if not _ENCODING.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _split(content: bytes) -> tuple[str, bytes]:
    """Return what stands before the value, and the value with its colon, empty for none."""
    colon = content.find(b":")
    quote = content.find(b'"', 0, max(colon, 0))
    if quote >= 0:
        whole = _HEAD.match(content, 0, _HEAD_BYTES_MAX)
        colon = whole.end() - 1 if whole else colon
    if not 0 <= colon <= _HEAD_BYTES_MAX:
        return "", b""
    head = content[:colon].replace(b"\0", b"").removeprefix(codecs.BOM_UTF8)
    try:
        return head.decode(), content[colon:]
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace"), content[colon:]


def _parameters(told: str) -> tuple[frozenset[str], dict[str, str]]:
    """Return the types, and the other parameters by name; vCard 2.1 leaves `TYPE=` out."""
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
