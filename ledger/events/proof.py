"""Proof: by whose signature the ledger is known to be whole."""

from ledger.events.event import Event
from ledger.words import Line


class SigningKeyNamed(Event):
    """From now on checkpoints of this ledger are signed with this key."""

    verifier_key: Line
    """Name, key id and public key as `<name>+<id>+<key>` (C2SP signed-note)."""
