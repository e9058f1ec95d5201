"""Records put by between reading and writing: packed small, in memory only.

They are full of personal data, so they never touch a disk of ours. Packed, a message takes some
hundred bytes: a network of 100,000 messages comes to about 20 MB.
"""

import itertools
import pickle
import zlib
from collections.abc import Iterator, Sequence

from ledger.imports.records import Record

# One transaction each: some hundred milliseconds in which others wait, and enough rows that the
# questions asked before it cost little.
_RECORDS_TOGETHER = 5_000
# The fastest level; higher ones cost more time than the memory is worth.
_LEVEL = 1


class Shelf:
    """Takes records from a reader, and gives them back in batches as often as asked."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self._packed: list[bytes] = []

    def filling(self) -> Iterator[None]:
        """Read everything there is, pausing after each batch."""
        while batch := list(itertools.islice(self._records, _RECORDS_TOGETHER)):
            self._packed.append(zlib.compress(pickle.dumps(batch, protocol=5), _LEVEL))
            yield

    def batches(self) -> Iterator[tuple[float, Sequence[Record]]]:
        """Yield the batches in order, each with the share that is done after it (up to 1.0)."""
        for number, packed in enumerate(self._packed, start=1):
            batch: Sequence[Record] = pickle.loads(zlib.decompress(packed))  # noqa: S301 - we packed it ourselves, above
            yield number / len(self._packed), batch
