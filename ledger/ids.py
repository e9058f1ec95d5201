"""Ids: new ones in the order of time, and ones that follow from what they name.

All are UUIDs of version 7 or 8 (RFC 9562 §5.7, §5.8). An id that follows from its subject makes
uniqueness one mechanism: two callers who claim the same handle, or record the same message,
write to the same stream and only one of them is first.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

_EIGHT = (8 << 76) | (2 << 62)
_SEVEN = (7 << 76) | (2 << 62)
_KEPT = ~((0xF << 76) | (3 << 62)) & ((1 << 128) - 1)
_RANDOM_BITS = 80


def new_id() -> UUID:
    """Return a UUIDv7: the milliseconds since 1970, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << _RANDOM_BITS) | int.from_bytes(os.urandom(10))
    return UUID(int=(number & _KEPT) | _SEVEN)


def id_of(*names: object) -> UUID:
    """Return the UUIDv8 of what these names, in this order, stand for."""
    return UUID(int=(int.from_bytes(_hash(names)[:16]) & _KEPT) | _EIGHT)


def id_of_moment(at: datetime, *names: object) -> UUID:
    """Return the UUIDv8 of something that happened at an instant which belongs to its name.

    Such ids sort by that instant, so a bulk of them fills an index from left to right. Instants
    before 1970 all count as 1970.
    """
    milliseconds = max(0, int(at.timestamp() * 1000)) & ((1 << 48) - 1)
    number = (milliseconds << _RANDOM_BITS) | int.from_bytes(_hash(names)[:10])
    return UUID(int=(number & _KEPT) | _EIGHT)


# More than the lines of the largest batch.
CALL_PARTS_MAX = 1 << 24
_CALL_NAME = ((1 << 64) - 1) << 64
_FINGERPRINT_BITS = 62 - 24


def call_ids(name: UUID, fingerprint: int) -> tuple[UUID, UUID, UUID]:
    """Return the UUIDv8 of a call's first part, between the least and the greatest of its name.

    The upper half is of the name alone, so that a call of the same name and another fingerprint
    is found by one range. The lower half has 38 bits of the fingerprint, and then room for
    `CALL_PARTS_MAX` parts. Two names of a million in one workspace share an upper half in one
    of two million workspaces.
    """
    upper = (name.int & _KEPT | _EIGHT) & _CALL_NAME
    least, greatest = upper | 2 << 62, upper | 3 << 62
    told = fingerprint % (1 << _FINGERPRINT_BITS) * CALL_PARTS_MAX
    return UUID(int=least), UUID(int=least | told), UUID(int=greatest - 1)


def as_array(ids: Iterable[UUID]) -> str:
    """Return ids as PostgreSQL reads an array of them.

    Ids need no quoting; psycopg would look up how to write each of thousands.
    """
    return "{" + b"".join([each.int.to_bytes(16) for each in ids]).hex(",", 16) + "}"


def _hash(names: tuple[object, ...]) -> bytes:
    # Each name is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    told: list[bytes] = []
    for name in names:
        text = _written(name.int) if type(name) is UUID else str(name).encode()
        told.append(len(text).to_bytes(8))
        told.append(text)
    return hashlib.sha256(b"".join(told)).digest()


# A workspace and a candidate are in many names, and writing an id out is slow. An id is looked
# up by its number, which takes less to hash.
@lru_cache(maxsize=1 << 12)
def _written(number: int) -> bytes:
    return str(UUID(int=number)).encode()
