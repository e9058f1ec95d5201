"""Signed notes (C2SP signed-note): a text, an empty line, and who signed it with Ed25519.

A verifier key is `<name>+<key id>+<key>`: the id is the first four bytes of
SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key) in hexadecimal, the key base64 of 0x01 ‖ public key.
"""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .broken import Broken

_ED25519 = b"\x01"
_KEY_BYTES, _ID_BYTES = 32, 4
_DASH = "— "
# No checkpoint comes near; a note is read whole, so that it may not be endless.
NOTE_BYTES_MAX = 1 << 16
_SIGNATURES_MAX = 100


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Under which name, and with which key, somebody signs."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        told = self.name.encode() + b"\n" + _ED25519 + self.public
        return hashlib.sha256(told).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        """Tell whether the signature is this key's, over exactly this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


def verifier_key(text: str) -> VerifierKey:
    """Return the key that a text names; raise `Broken` for any other text."""
    name, _, rest = text.partition("+")
    told_id, _, told = rest.partition("+")
    raw = _bytes_of(told)
    if not _is_name(name) or raw is None or raw[:1] != _ED25519 or len(raw) != 1 + _KEY_BYTES:
        raise Broken("this is no Ed25519 verifier key: name+id+key")
    key = VerifierKey(name, raw[1:])
    if key.id.hex() != told_id:
        raise Broken(f"the id of the verifier key of {name} does not fit the key")
    return key


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures: name, key id, signature."""

    text: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def signers(self, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
        """Return which of the keys signed; raise `Broken` if none did.

        A signature under a key's name and id that is not that key's breaks the note; those of
        keys that are not asked about say nothing.
        """
        found: list[VerifierKey] = []
        for name, key_id, signature in self.signatures:
            for key in keys:
                if (key.name, key.id) != (name, key_id):
                    continue
                if not key.has_signed(self.text, signature):
                    raise Broken(f"the signature of {name} does not fit the text")
                found.append(key)
        if not found:
            raise Broken("none of the keys has signed it")
        return found


def note(raw: bytes) -> Note:
    """Return the note that these bytes are; raise `Broken` if they are none."""
    try:
        told = raw.decode()
    except UnicodeDecodeError:
        raise Broken("it is not UTF-8") from None
    if len(raw) > NOTE_BYTES_MAX or any(each < " " and each != "\n" for each in told):
        raise Broken("it is no signed note")
    text, between, signed = told.rpartition("\n\n")
    if not between or not signed.endswith("\n"):
        raise Broken("it is no signed note: the signature is missing")
    lines = signed[:-1].split("\n")
    if len(lines) > _SIGNATURES_MAX:
        raise Broken("it has too many signatures")
    return Note((text + "\n").encode(), tuple(_signature(line) for line in lines))


def signed_note(text: bytes, key: VerifierKey, signature: bytes) -> bytes:
    """Return a text as a note with one signature."""
    told = b64encode(key.id + signature).decode()
    return text + f"\n{_DASH}{key.name} {told}\n".encode()


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, told = line.removeprefix(_DASH).partition(" ")
    raw = _bytes_of(told)
    if not line.startswith(_DASH) or not _is_name(name) or raw is None:
        raise Broken("it is no signed note: a signature is not well formed")
    if len(raw) <= _ID_BYTES:
        raise Broken("it is no signed note: a signature is too short")
    return name, raw[:_ID_BYTES], raw[_ID_BYTES:]


def _is_name(name: str) -> bool:
    return bool(name) and not any(each.isspace() or each == "+" for each in name)


def _bytes_of(told: str) -> bytes | None:
    """Return what base64 stands for, if it is written in the one form that it has."""
    try:
        raw = b64decode(told, validate=True)
    except (Error, ValueError):
        return None
    return raw if b64encode(raw).decode() == told else None


def hash_of(told: object) -> bytes:
    """Return the 32 bytes that base64 stands for; raise `Broken` for anything else."""
    raw = _bytes_of(told) if isinstance(told, str) else None
    if raw is None or len(raw) != hashlib.sha256().digest_size:
        raise Broken("a hash is not 32 bytes in base64")
    return raw
