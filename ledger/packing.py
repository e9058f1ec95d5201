"""Rows on their way into the ledger, in PostgreSQL's binary COPY format.

psycopg would write them, too, at five times the cost: it looks up a dumper for each column of
each row. The format is that of the PostgreSQL manual, COPY, "Binary Format".
"""

from datetime import UTC, datetime
from functools import lru_cache
from struct import Struct
from typing import NamedTuple
from uuid import UUID

COLUMNS = (
    "number, stream_id, version, event_type, schema_version, candidate_id, occurred_at,"
    " actor_id, import_id, request_id, payload, salt, digest"
)
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_COLUMN_COUNT = 13
_NULL = b"\xff\xff\xff\xff"
_HEAD = Struct(">hiii16sii")
_INSTANT = Struct(">iq")
_SIZE = Struct(">i")
_PAYLOAD = Struct(">iB")
_JSONB_VERSION = 1
# PostgreSQL counts microseconds from here.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Incoming(NamedTuple):
    """An event before it has a place: it lacks its position and when it was recorded."""

    number: int
    """Its place among those that come with it, from 1."""
    stream_id: UUID
    version: int
    event_type: str
    schema_version: int
    candidate_id: UUID | None
    occurred_at: datetime | None
    """Left out for when it is recorded."""
    actor_id: UUID
    import_id: UUID | None
    request_id: UUID | None
    payload: bytes
    salt: bytes
    digest: bytes


def pack(row: Incoming) -> bytes:
    """Return one row in the binary format."""
    (
        number,
        stream_id,
        version,
        event_type,
        schema_version,
        candidate_id,
        occurred_at,
        actor_id,
        import_id,
        request_id,
        payload,
        salt,
        digest,
    ) = row
    return b"".join(
        (
            _HEAD.pack(_COLUMN_COUNT, 4, number, 16, stream_id.int.to_bytes(16), 4, version),
            _type(event_type, schema_version),
            _id(_number(candidate_id)),
            _instant(occurred_at),
            _origin(actor_id.int, _number(import_id), _number(request_id)),
            _PAYLOAD.pack(len(payload) + 1, _JSONB_VERSION),
            payload,
            _SIZE.pack(len(salt)),
            salt,
            _DIGEST_SIZE,
            digest,
        )
    )


_DIGEST_SIZE = _SIZE.pack(32)
_UUID_SIZE = _SIZE.pack(16)


def _id(number: int | None) -> bytes:
    return _NULL if number is None else _UUID_SIZE + number.to_bytes(16)


# By what a row comes repeats for thousands of rows. Ids are looked up by their numbers, since a
# UUID takes longer to hash than to write.
@lru_cache(maxsize=1024)
def _origin(*ids: int | None) -> bytes:
    return b"".join(map(_id, ids))


def _number(value: UUID | None) -> int | None:
    return None if value is None else value.int


@lru_cache(maxsize=4096)
def _instant(value: datetime | None) -> bytes:
    if value is None:
        return _NULL
    since = value - _EPOCH
    microseconds = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return _INSTANT.pack(8, microseconds)


@lru_cache(maxsize=256)
def _type(event_type: str, schema_version: int) -> bytes:
    name = event_type.encode()
    return b"".join((_SIZE.pack(len(name)), name, _SIZE.pack(4), _SIZE.pack(schema_version)))
