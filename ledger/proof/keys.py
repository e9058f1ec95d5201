"""The key that signs checkpoints: one an installation, in a file of its own.

It is never in the database and never in an archive: whoever can change every row, or has every
export, still cannot sign.
"""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ledger import errors, secret_files
from ledger.verifier.checkpoints import Told
from ledger.verifier.notes import VerifierKey, signed_note


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key; for each ledger it has the name that the ledger's checkpoints have."""

    private: Ed25519PrivateKey

    def verifier_key(self, origin: str) -> VerifierKey:
        """Return what others verify its signatures with."""
        return VerifierKey(origin, self.private.public_key().public_bytes_raw())

    def sign(self, told: Told) -> bytes:
        """Return a checkpoint as a signed note; the same checkpoint is the same note."""
        text = told.text()
        return signed_note(text, self.verifier_key(told.origin), self.private.sign(text))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Where the key lies: beside the data, made at first use, or in a file that was named."""

    data: Path
    named: Path | None = None

    @property
    def path(self) -> Path:
        """The file that holds the key."""
        return self.named or self.data / "keys" / "checkpoint.pem"

    def key(self) -> SigningKey:
        """Return the key; make it where none lies in the data folder yet."""
        try:
            return _read(self.path)
        except FileNotFoundError:
            if self.named is not None:
                raise errors.SetupNeeded(
                    f"There is no signing key at {self.named}: set RAPPORT_SIGNING_KEY_FILE to"
                    " a file that holds one, or unset it."
                ) from None
        _make(self.path)
        return _read(self.path)


def _read(path: Path) -> SigningKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise errors.SetupNeeded(f"{path} holds no private key in PEM form.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise errors.SetupNeeded(f"{path} holds a key, but not one for Ed25519.")
    return SigningKey(key)


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; a key that somebody else made first stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    secret_files.make(path, pem)
