"""What a copy is: views of one moment as files that other programs read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from ledger.words import CandidateId
from projections.moment import Moment

File = tuple[str, Iterable[bytes]]
"""A path, with slashes, and the pieces of what it holds, to be taken before the next file."""

Whom = tuple[UUID, ...] | None
"""The candidates that a copy is limited to; None is everybody."""

_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Copy:
    """One form of the views, as it lies in the archive.

    The same history gives the same bytes, wherever and whenever the copy is made: everything
    in it has an order of its own, and no date is of today.
    """

    name: str
    written: Callable[[Moment, Whom], Iterator[File]]

    def files(self, moment: Moment, person: CandidateId | None) -> Iterator[File]:
        """Yield the files of everybody, or of one person, in the order of their making.

        `moment` is of a snapshot: a file is read from the database while it is taken.
        """
        yield from self.written(moment, whom(moment, person))


def whom(moment: Moment, person: CandidateId | None) -> Whom:
    """Return every id of the one candidate a copy is limited to, the one in use first."""
    if person is None:
        return None
    root = moment.root(person)
    return (root, *moment.merged_into(root))


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces that are worth passing on."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            yield b"".join(waiting)
            waiting.clear()
            size = 0
    yield b"".join(waiting)
