"""Checkpoints (C2SP tlog-checkpoint): which ledger, how many events, the root over them."""

import re
from base64 import b64encode
from dataclasses import dataclass

from .broken import Broken
from .notes import Note, hash_of, note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES_MIN = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes

    def text(self) -> bytes:
        """Return it as the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n".encode()


def told_by(signed: Note) -> Told:
    """Return what the text of a note says; raise `Broken` if it is no checkpoint's."""
    lines = signed.text.decode().removesuffix("\n").split("\n")
    if len(lines) < _LINES_MIN or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise Broken("it is no checkpoint: origin, size and root")
    return Told(lines[0], int(lines[1]), hash_of(lines[2]))


def checkpoint(raw: bytes) -> tuple[Note, Told]:
    """Return the note that these bytes are, and what it says; raise `Broken` otherwise."""
    signed = note(raw)
    return signed, told_by(signed)
