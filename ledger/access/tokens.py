"""Tokens: long random texts that open something, of which only a keyed hash is kept.

The hash is an HMAC-SHA-256 (RFC 2104) under a key outside the database, so that whoever reads
the database can neither use what is in it nor put a token of their own there.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ledger import errors, secret_files

_BYTES = 32


def new_token() -> str:
    """Return a token of 256 random bits, in 43 letters that a URL may hold."""
    return secrets.token_urlsafe(_BYTES)


@dataclass(frozen=True)
class Pepper:
    """The key of the hashes, in a file beside the data; made when it is first needed."""

    path: Path

    def hashed(self, token: str) -> bytes:
        """Return what is kept of a token."""
        return hmac.digest(self._key, token.encode(), hashlib.sha256)

    @cached_property
    def _key(self) -> bytes:
        try:
            if not self.path.exists():
                secret_files.make(self.path, f"{secrets.token_hex(_BYTES)}\n".encode())
            return bytes.fromhex(self.path.read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise errors.SetupNeeded(
                f"{self.path} holds no key for tokens and cannot be made: put it back from"
                " where you keep it, or name it in RAPPORT_ACCESS_KEY_FILE."
            ) from error
