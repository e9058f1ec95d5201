"""Whose handles may not come in again, kept as keyed hashes: HMAC-SHA-256 (RFC 2104).

An address can be guessed, so a plain hash of it would tell whoever guesses. The key lies in a
file of its own, outside the database and every archive; without it nobody can ask the list.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ledger import errors, secret_files

_KEY_BYTES = 32
_MARK_DIGITS = 8


class Compared(NamedTuple):
    """A handle as handles are compared: its type, and its key."""

    type: str
    key: str


@dataclass(frozen=True, slots=True)
class SuppressionKey:
    """The file that holds the key; made when somebody is erased the first time."""

    path: Path

    def is_there(self) -> bool:
        """Say whether the file is there."""
        return self.path.exists()

    def make(self) -> None:
        """Make the file where there is none; whoever is first makes it for all."""
        if self.is_there():
            return
        try:
            secret_files.make(self.path, f"{secrets.token_hex(_KEY_BYTES)}\n".encode())
        except OSError as error:
            raise errors.SetupNeeded(
                f"{self.path} cannot be written ({error.strerror}): it holds the key of the"
                " suppression list. Name another file in RAPPORT_SUPPRESSION_KEY_FILE."
            ) from error

    def mark(self) -> str:
        """Return what tells hashes of this key from those of another."""
        return self._keyed("the key itself")[:_MARK_DIGITS]

    def hashes(self, handles: Sequence[Compared]) -> list[str]:
        """Return what stands for each of these handles in the list: `mark:hash`."""
        if not handles:
            return []
        key = self._key()
        mark = _keyed(key, "the key itself")[:_MARK_DIGITS]
        return [f"{mark}:{_keyed(key, f'{each.type}:{each.key}')}" for each in handles]

    def _keyed(self, text: str) -> str:
        return _keyed(self._key(), text)

    def _key(self) -> bytes:
        try:
            return bytes.fromhex(self.path.read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise errors.SetupNeeded(
                f"{self.path} holds no key of the suppression list: put the file back from"
                " where you keep it, or name it in RAPPORT_SUPPRESSION_KEY_FILE."
            ) from error


def _keyed(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
