"""Batches put by between reading and writing: packed small, in memory only.

They are full of personal data, so they never touch a disk of ours. Packed, a message takes some
hundred bytes: a network of 100,000 messages comes to about 20 MB.
"""

from collections.abc import Iterator

from ledger.imports.collector import held_back
from ledger.imports.packets import unpacked
from ledger.imports.reading import Batch


class Shelf:
    """Takes batches as they are read, and gives them back in order as often as asked."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def put(self, packet: bytes) -> None:
        """Put a packed batch by."""
        self._packed.append(packet)

    def batches(self) -> Iterator[tuple[float, Batch]]:
        """Yield the batches in order, each with the share that is done after it (up to 1.0)."""
        for number, packet in enumerate(self._packed, start=1):
            yield number / len(self._packed), batch_in(packet)


def batch_in(packet: bytes) -> Batch:
    """Return the batch that a packet holds."""
    with held_back():
        batch = unpacked(packet)
    assert isinstance(batch, Batch)
    return batch
