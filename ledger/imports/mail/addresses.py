"""Who is named in an address header: a splitter whose time grows with its length alone.

The standard library's takes ten seconds for a `To:` of 60,000; it and RFC 5322 refuse much of
what programs write: names with bare commas, encoded words with commas inside, groups, routes,
addresses in single quotes, lists with semicolons.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ledger.imports import texts
from ledger.imports.mail.headers import decoded_words

# RFC 5321 §4.5.3.1: 64 before the @, 255 after.
_ADDRESS_CHARACTERS_MAX = 320
# Names have some dozen characters; an address is looked for no further.
_PIECE_CHARACTERS_MAX = 2_000
# Every piece is of bounded length, so that nothing unclosed is looked at twice for long.
_TOKEN = re.compile(
    r"""(?P<word>=\?[\w.:*+-]{1,60}\?[bBqQ]\?[^?<>]{0,500}\?=)
    |"(?P<quoted>(?:[^"\\]|\\.){0,500})"
    |\((?P<comment>(?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,200}\)){0,500})\)
    |<(?P<angle>[^<>]{0,1000})>
    |(?P<mark>[,;:])
    |(?P<plain>[^"(<,;:=]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_ADDRESS = re.compile(r"[^\s<>(),;:\"]{1,250}@[^\s@<>(),;:\"]{1,255}")
_ESCAPED = re.compile(r"\\(.)")


class Address(NamedTuple):
    """Somebody as a header names them: a name, an address, or both."""

    name: str
    email: str


def addresses(header: str, fallback: str | None = None) -> Iterator[Address]:
    """Yield everybody an address header names, in order, names decoded."""
    before = ""
    for piece in _pieces(header):
        found = piece.told(fallback)
        if found.email:
            name = f"{before}, {found.name}" if before and found.name else found.name or before
            yield Address(
                name if name.casefold() != found.email.casefold() else "", found.email
            )
            before = ""
        elif piece.is_addressed:
            # An address of Exchange's own directory reaches nobody outside it.
            if found.name:
                yield found
            before = ""
        else:
            # `Berg, Ana <ana@…>`: a name with a bare comma.
            before = found.name


class _Piece:
    """What stands between two commas."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle = ""
        self.is_addressed = False

    def told(self, fallback: str | None) -> Address:
        email = _email(self.angle)
        shown = "".join(self.words)
        if not email:
            bare = _ADDRESS.search(shown, 0, _PIECE_CHARACTERS_MAX)
            email = _email(bare[0]) if bare else ""
            shown = shown.replace(bare[0], " ") if bare else shown
        name = shown.strip(" '\"\t,<>") or " ".join(self.comments)
        return Address(texts.line(decoded_words(name, fallback)).strip(" '\""), email)


def _pieces(header: str) -> Iterator[_Piece]:
    piece = _Piece()
    for token in _TOKEN.finditer(header):
        kind, told = token.lastgroup, token[0]
        if kind == "mark":
            if told == ":":
                # A group's name, or the scheme of `mailto:`, is no part of what follows.
                piece = _Piece()
                continue
            yield piece
            piece = _Piece()
        elif kind == "angle":
            piece.angle, piece.is_addressed = token["angle"], True
        elif kind == "comment":
            piece.comments.append(_ESCAPED.sub(r"\1", token["comment"]))
        elif kind == "quoted":
            piece.words.append(_ESCAPED.sub(r"\1", token["quoted"]))
        else:
            piece.words.append(told)
    yield piece


def _email(told: str) -> str:
    """Return an address as it stands between angle brackets, without its wrappings."""
    bare = "".join(told.rpartition(":")[2].split()).strip("'\"<>.,")
    local, at, domain = bare.rpartition("@")
    if not (local and at and domain) or len(bare) > _ADDRESS_CHARACTERS_MAX:
        return ""
    return texts.line(bare)
