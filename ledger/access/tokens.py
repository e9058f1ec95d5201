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

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger import errors, secret_files

_BYTES = 32
_NONCE_BYTES = 12


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

    def sealed(self, secret: bytes, owner: bytes) -> bytes:
        """Return a secret that must be read again, closed (AES-256-GCM) for its owner alone."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._sealing_key).encrypt(nonce, secret, owner)

    def unsealed(self, sealed: bytes, owner: bytes) -> bytes:
        """Return what was sealed; raise `errors.SetupNeeded` where that was another key."""
        nonce, closed = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self._sealing_key).decrypt(nonce, closed, owner)
        except InvalidTag as error:
            raise errors.SetupNeeded(
                f"{self.path} is not the key that this was sealed with: put that back, or run"
                " `rapport user reset EMAIL` and set up anew what proves who you are."
            ) from error

    @cached_property
    def _sealing_key(self) -> bytes:
        # Derived (RFC 5869), so that the key of the hashes is used for hashing alone.
        return HKDF(SHA256(), _BYTES, salt=None, info=b"rapport sealing").derive(self._key)

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
