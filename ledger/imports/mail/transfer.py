"""Undoing how a mail carries its parts, a piece at a time (RFC 2045 §6)."""

import binascii
import hashlib
import string
from typing import Protocol

from ledger.imports.mail.headers import from_base64

_LETTERS = (string.ascii_letters + string.digits + "+/").encode()
_NO_LETTERS = bytes(set(range(256)) - set(_LETTERS))


class Sink(Protocol):
    """What takes the lines of a part."""

    def take(self, content: bytes) -> None:
        """Take whole lines of the part, as the mail carries them."""
        ...


class Nothing:
    """Lets a part pass by."""

    def take(self, content: bytes) -> None:
        """Do nothing."""


class Held:
    """Keeps the beginning of a part that is to be read."""

    def __init__(self, bytes_max: int) -> None:
        self._pieces: list[bytes] = []
        self._left = bytes_max
        self.is_cut = False

    def take(self, content: bytes) -> None:
        """Keep what still has room."""
        if self._left > 0:
            self._pieces.append(content[: self._left])
        self._left -= len(content)
        self.is_cut |= self._left < 0

    def content(self, encoding: str) -> bytes:
        """Return what was kept, its transfer encoding undone."""
        raw = b"".join(self._pieces)
        match encoding:
            case "quoted-printable":
                return binascii.a2b_qp(raw)
            case "base64":
                return _words_in_base64(raw)
            case _:
                return raw


class Hashed:
    """Measures a file and takes its digest, and keeps nothing of it."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._rest = b""
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    def take(self, content: bytes) -> None:
        """Add to the digest what these lines stand for."""
        match self._encoding:
            case "base64":
                letters = self._rest + content.translate(None, _NO_LETTERS)
                whole = len(letters) & ~3
                self._rest = letters[whole:]
                self._add(binascii.a2b_base64(letters[:whole]))
            case "quoted-printable":
                self._add(binascii.a2b_qp(content))
            case _:
                self._add(content)

    def sha256(self) -> str:
        """Return the digest, when all is taken."""
        if self._rest:
            self._add(from_base64(self._rest))
            self._rest = b""
        return self._digest.hexdigest()

    def _add(self, content: bytes) -> None:
        self._digest.update(content)
        self.size_bytes += len(content)


def _words_in_base64(raw: bytes) -> bytes:
    """Return what base64 says; the words themselves where somebody only claimed it."""
    letters = b"".join(raw.split()).rstrip(b"=")
    is_base64 = not letters.translate(None, _LETTERS)
    if is_base64 and len(letters) % 4 != 1:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    read = from_base64(raw)
    if is_base64:
        # Cut in the middle, or a single word that happens to look like it: `Hello`.
        try:
            read.decode("utf-8")
        except UnicodeDecodeError:
            return raw
        return read
    # A footer that some list put below the base64 is no reason to show the base64.
    return raw if raw.count(b" ") * 8 > len(raw) else read
