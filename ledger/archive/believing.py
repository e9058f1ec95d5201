"""May what a file says be believed: is it what was signed, and is only gone what was erased?

The tree over all events that were read is compared with each signed checkpoint that came along;
whoever changes an event and every sum of the bag still lacks the key.
"""

from collections.abc import Iterable, Sequence

import orjson

from ledger import errors
from ledger.archive.foreseen import Foreseen
from ledger.archive.lines import Line
from ledger.verifier.broken import Broken
from ledger.verifier.checkpoints import checkpoint
from ledger.verifier.erasures import ERASING, NAMING, Erasures
from ledger.verifier.notes import verifier_key
from ledger.verifier.tree import Tree

_ERASING, _NAMING = ERASING.encode(), NAMING.encode()


class Believed:
    """What the events read so far come to, over an archive and its increments."""

    def __init__(self) -> None:
        self.foreseen = Foreseen()
        self._tree = Tree()
        self._keys: list[str] = []
        self._erasures = Erasures()

    def hear(self, leaves: Sequence[bytes], telling: Iterable[Line]) -> None:
        """Take the next events into account: their leaves, and those that tell something.

        The latter are erasures, the naming of keys, and events whose data is gone.
        """
        self._tree.add_all(leaves)
        for line in telling:
            self._hear(line)

    def _hear(self, line: Line) -> None:
        position = int(line.sequence)
        if not line.data:
            candidate = line.candidate.decode() if line.candidate else None
            try:
                self._erasures.forgotten(position, line.event_type.decode(), candidate)
            except Broken as broken:
                raise _damaged(f"position {position}: {broken.what}") from None
        elif line.event_type == _NAMING:
            self._keys.append(str(orjson.loads(line.data).get("verifier_key")))
        elif line.event_type == _ERASING:
            self._hear_erasure(position, line.data)

    def must_be_signed(self, note: bytes, workspace: str) -> None:
        """Raise `errors.Damaged` unless a key of this ledger signed these very events."""
        try:
            signed, told = checkpoint(note)
            if told.size:
                signed.signers([verifier_key(each) for each in self._keys])
        except Broken as broken:
            raise _damaged(f"the checkpoint: {broken.what}") from None
        if told.origin != f"rapport-ledger/{workspace}":
            raise _damaged(f"the checkpoint is of {told.origin}")
        if (told.size, told.root) != (self._tree.size, self._tree.root()):
            raise _damaged("the events are not those that the checkpoint was signed over")

    def must_be_covered(self) -> None:
        """Raise `errors.Damaged` if something is gone that nobody erased."""
        position = self._erasures.uncovered()
        if position is not None:
            what = f"position {position}: its data is missing, and no later erasure covers it"
            raise _damaged(what)

    def _hear_erasure(self, position: int, data: bytes) -> None:
        try:
            self._erasures.erased(position, orjson.loads(data))
        except Broken as broken:
            raise _damaged(f"position {position}: {broken.what}") from None


def _damaged(what: str) -> errors.Damaged:
    return errors.Damaged(f"{what[0].upper()}{what[1:]}.", what=what)
