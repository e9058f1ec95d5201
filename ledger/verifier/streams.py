"""How far did each stream come? Millions of them in a few dozen bytes each.

A dictionary of as many would need several hundred megabytes. This is open addressing with
linear probing: two arrays of halves of ids, one of versions, never more than two thirds full.
"""

from array import array

from .broken import Broken

_SLOTS_FIRST = 1 << 12


class Streams:
    """The last version of every stream seen; each must go on by one."""

    def __init__(self, *, from_the_beginning: bool) -> None:
        self._from_the_beginning = from_the_beginning
        self._count = 0
        self._make(_SLOTS_FIRST)

    def see(self, stream: bytes, version: int) -> None:
        """Take the next event of a stream, named by its UUID; raise `Broken` if one is missing.

        Where history is looked at from its middle, a stream may begin with any version.
        """
        number = int(stream.replace(b"-", b""), 16)
        high, low = number >> 64, number & 0xFFFFFFFFFFFFFFFF
        slot = self._slot(high, low)
        before = self._versions[slot]
        if version != before + 1 and (before or self._from_the_beginning):
            raise Broken(f"version {version} of its stream stands where {before + 1} should")
        self._versions[slot] = version
        if before == 0:
            self._highs[slot], self._lows[slot] = high, low
            self._count += 1
            if self._count * 3 > self._slot_count * 2:
                self._grow()

    def _slot(self, high: int, low: int) -> int:
        highs, lows, versions = self._highs, self._lows, self._versions
        mask = self._slot_count - 1
        # Some ids begin with a time: only both halves, well mixed, spread over the table.
        slot = hash((high, low)) & mask
        while versions[slot] and (highs[slot] != high or lows[slot] != low):
            slot = (slot + 1) & mask
        return slot

    def _make(self, slot_count: int) -> None:
        self._slot_count = slot_count
        self._highs = array("Q", bytes(8 * slot_count))
        self._lows = array("Q", bytes(8 * slot_count))
        self._versions = array("Q", bytes(8 * slot_count))

    def _grow(self) -> None:
        highs, lows, versions = self._highs, self._lows, self._versions
        self._make(self._slot_count * 2)
        for high, low, version in zip(highs, lows, versions, strict=True):
            if version:
                slot = self._slot(high, low)
                self._highs[slot], self._lows[slot] = high, low
                self._versions[slot] = version
