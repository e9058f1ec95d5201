"""Rows of the ledger in PostgreSQL's binary COPY format.

psycopg would write them, too, at five times the cost: it looks up a dumper for each of fifteen
columns of each row. The format is that of the PostgreSQL manual, COPY, "Binary Format".
"""

from datetime import UTC, datetime
from functools import cache
from struct import Struct
from uuid import UUID

from ledger.canonical import digest
from ledger.entries import Entry
from ledger.events import Event

COPY_IN = (
    "copy ledger.events (workspace_id, position, stream_id, version, event_type,"
    " schema_version, candidate_id, occurred_at, recorded_at, actor_id, import_id,"
    " request_id, payload, salt, digest) from stdin (format binary)"
)
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_COLUMN_COUNT = 15
_NULL = b"\xff\xff\xff\xff"
_HEAD = Struct(">hi16siqi16sii")
_INSTANT = Struct(">iq")
_SIZE = Struct(">i")
_PAYLOAD = Struct(">iB")
_JSONB_VERSION = 1
# PostgreSQL counts microseconds from here.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Packer:
    """Packs the rows that one append stores at one instant."""

    def __init__(self, workspace: UUID, recorded_at: datetime) -> None:
        self._workspace = workspace.bytes
        self._recorded_at = _instant(recorded_at)

    def row(  # noqa: PLR0913, PLR0917 - a row has that many parts
        self,
        position: int,
        entry: Entry,
        actor_id: UUID,
        request_id: UUID | None,
        payload: bytes,
        salt: bytes,
    ) -> bytes:
        """Return one row; the digest is worked out here, once."""
        told = entry.occurred_at
        return b"".join(
            (
                _HEAD.pack(
                    _COLUMN_COUNT,
                    16,
                    self._workspace,
                    8,
                    position,
                    16,
                    entry.stream_id.bytes,
                    4,
                    entry.version,
                ),
                _type(type(entry.event)),
                _uuid(entry.candidate_id),
                self._recorded_at if told is None else _instant(told),
                self._recorded_at,
                _uuid(actor_id),
                _uuid(entry.import_id),
                _uuid(request_id),
                _PAYLOAD.pack(len(payload) + 1, _JSONB_VERSION),
                payload,
                _SIZE.pack(len(salt)),
                salt,
                _DIGEST_SIZE,
                digest(salt, payload),
            )
        )


_DIGEST_SIZE = _SIZE.pack(32)
_UUID_SIZE = _SIZE.pack(16)


def _uuid(value: UUID | None) -> bytes:
    return _NULL if value is None else _UUID_SIZE + value.bytes


def _instant(value: datetime) -> bytes:
    since = value - _EPOCH
    microseconds = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return _INSTANT.pack(8, microseconds)


@cache
def _type(event: type[Event]) -> bytes:
    name = event.__name__.encode()
    return b"".join(
        (_SIZE.pack(len(name)), name, _SIZE.pack(4), _SIZE.pack(event.schema_version))
    )
