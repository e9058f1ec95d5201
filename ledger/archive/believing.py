"""May what a file says be believed: is it what was signed, and is only gone what was erased?

The tree over all events that were read is compared with each signed checkpoint that came along;
whoever changes an event and every sum of the bag still lacks the key.
"""

from typing import Any

import orjson

from ledger import errors
from ledger.archive.columns import Columns, columns_of, leaf_hashes
from ledger.archive.lines import Line
from ledger.verifier.broken import Broken
from ledger.verifier.checkpoints import checkpoint
from ledger.verifier.erasures import ERASING, NAMING, Erasures
from ledger.verifier.notes import verifier_key
from ledger.verifier.tree import Tree

_ERASING, _NAMING = ERASING.encode(), NAMING.encode()
_TELLING = {_ERASING, _NAMING}


class Believed:
    """What the events read so far come to, over an archive and its increments."""

    def __init__(self) -> None:
        self._tree = Tree()
        self._keys: list[str] = []
        self._erasures = Erasures()
        self._erased_at: dict[bytes, int] = {}
        self._emptied_at: dict[int, int] = {}

    def expect(self, erasure: Line) -> None:
        """Know what an event will erase before its turn comes."""
        self._remember(int(erasure.sequence), orjson.loads(erasure.data))

    def hear(self, lines: Columns) -> None:
        """Take the next events into account."""
        self._tree.add_all(leaf_hashes(lines))
        if b"" not in lines.data and _TELLING.isdisjoint(lines.event_type):
            return
        for line in lines.lines():
            if not line.data or line.event_type in _TELLING:
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

    def kept(self, lines: Columns) -> Columns:
        """Return the lines without what a later event erased that an earlier file still tells.

        An archive and an increment of it were written at two times, and what was erased between
        them must not come back.
        """
        if not self._erased_at and not self._emptied_at:
            return lines
        return columns_of(
            [
                each._replace(data=b"", salt=b"") if self._forgets(each) else each
                for each in lines.lines()
            ]
        )

    def _forgets(self, line: Line) -> bool:
        position = int(line.sequence)
        if line.event_type in _TELLING:
            return False
        by_person = self._erased_at.get(line.candidate, 0) if line.candidate else 0
        return position < max(by_person, self._emptied_at.get(position, 0))

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
        told = orjson.loads(data)
        try:
            self._erasures.erased(position, told)
        except Broken as broken:
            raise _damaged(f"position {position}: {broken.what}") from None
        self._remember(position, told)

    def _remember(self, position: int, told: dict[str, Any]) -> None:
        for candidate in told.get("candidate_ids", ()):
            self._erased_at[str(candidate).encode()] = position
        for place in told.get("emptied_elsewhere", ()):
            self._emptied_at[place] = position


def _damaged(what: str) -> errors.Damaged:
    return errors.Damaged(f"{what[0].upper()}{what[1:]}.", what=what)
