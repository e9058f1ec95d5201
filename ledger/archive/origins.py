"""By which id is an event known wherever it is brought, and which of those are a ledger's own?

Such an id is a UUIDv8 (RFC 9562 §5.8): 48 bits stand for the workspace, 40 are the position,
34 are of the digest. The events of one ledger follow each other in an index, a ledger knows its
own without having stored them, and two ledgers restored from one file that went on apart tell
their events apart at the same position.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

_EIGHT = (8 << 76) | (2 << 62)
_WORKSPACE_BITS = 48
_POSITION_BITS = 40
_DIGEST_BITS = 34
# The version stands below these, the variant below the next ones.
_AFTER_VARIANT_BITS = 62
_BETWEEN_BITS = 12


def event_id(workspace: UUID, position: int, digest: bytes) -> UUID:
    """Return the id by which the event at a position is known in other ledgers."""
    told = int.from_bytes(digest[:8]) >> (64 - _DIGEST_BITS)
    low = (position % (1 << _POSITION_BITS)) << _DIGEST_BITS | told
    between = low >> _AFTER_VARIANT_BITS
    after = low % (1 << _AFTER_VARIANT_BITS)
    return UUID(int=_mark(workspace) << 80 | between << 64 | after | _EIGHT)


def place_in(workspace: UUID, known_by: UUID) -> int | None:
    """Return the position that an event's id names in this workspace, if it is of it."""
    number = known_by.int
    if number >> 80 != _mark(workspace):
        return None
    between = (number >> 64) % (1 << _BETWEEN_BITS)
    low = between << _AFTER_VARIANT_BITS | number % (1 << _AFTER_VARIANT_BITS)
    return low >> _DIGEST_BITS


def known_by(mark: str, position: int, told: int) -> str:
    """Return an event's id as it is written, from mark and the digest's first 64 bits."""
    # In figures rather than names: an archive is read back at millions of these.
    between = position >> 28 & 0xFFF
    low = (position & 0xFFFFFFF) << 34 | told >> 30
    return f"{mark}-8{between:03x}-{low >> 48 | 0x8000:04x}-{low & 0xFFFFFFFFFFFF:012x}"


def known_as(mark: str, after: int, digests: Sequence[bytes]) -> list[bytes]:
    """Return the ids of events that follow a position, from their digests as they are written.

    As `known_by`: nine figures are 36 bits, two more than an id has room for.
    """
    form = mark.encode() + b"-8%03x-%04x-%012x"
    lows = [
        (position & 0xFFFFFFF) << 34 | int(digest[:9], 16) >> 2
        for position, digest in enumerate(digests, start=after + 1)
    ]
    return [
        form % (position >> 28 & 0xFFF, low >> 48 | 0x8000, low & 0xFFFFFFFFFFFF)
        for position, low in enumerate(lows, start=after + 1)
    ]


def mark_of(workspace: UUID) -> str:
    """Return how every id of the workspace's events begins, as it is written in one."""
    told = f"{_mark(workspace):012x}"
    return f"{told[:8]}-{told[8:]}"


@lru_cache(maxsize=64)
def _mark(workspace: UUID) -> int:
    return int.from_bytes(hashlib.sha256(workspace.bytes).digest()) >> (256 - _WORKSPACE_BITS)
