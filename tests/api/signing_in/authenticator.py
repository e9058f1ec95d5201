"""An authenticator in software: it makes passkeys and signs with them, as WebAuthn says."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _HAS_KEY = 1, 4, 64


@dataclass
class Authenticator:
    """One passkey on one device; what a browser and the device make together."""

    origin: str
    rp_id: str = "localhost"
    is_verifying: bool = True
    counts: int = 1
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes = b""

    def makes(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to the options of a registration."""
        self.handle = decoded(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        size = len(self.credential_id).to_bytes(2)
        attested = bytes(16) + size + self.credential_id + cbor2.dumps(public)
        data = self._data(_HAS_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        response = {
            "clientDataJSON": encoded(client),
            "attestationObject": encoded(attestation),
        }
        return self._credential(response)

    def signs(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to the options of a sign-in."""
        data = self._data(0)
        client = self._client("webauthn.get", options["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": encoded(client),
                "authenticatorData": encoded(data),
                "signature": encoded(signed),
                "userHandle": encoded(self.handle),
            }
        )

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.is_verifying else 0)
        told = hashlib.sha256(self.rp_id.encode()).digest()
        counted = self.counts
        self.counts += 1 if self.counts else 0
        return told + bytes([flags]) + counted.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = encoded(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def encoded(value: bytes) -> str:
    """Return bytes as WebAuthn's JSON has them."""
    return urlsafe_b64encode(value).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Return the bytes that WebAuthn's JSON has."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
