"""A history into the ledger's table, in PostgreSQL's text format of COPY.

An archive's line holds every value as text already: as a row of text it needs no parsing here,
where a row in the binary format would have to be taken apart and put together again.
"""

from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from ledger.archive.lines import Line
from ledger.packing import Row

COPY_TEXT_IN = (
    "copy ledger.events (workspace_id, position, stream_id, version, event_type,"
    " schema_version, candidate_id, occurred_at, recorded_at, actor_id, import_id,"
    " request_id, payload, salt, digest) from stdin"
)
_NULL = b"\\N"
_BYTES = b"\\\\x"
"""How bytes begin in hexadecimal, its backslash doubled as COPY wants it."""


def text_of_line(line: Line) -> bytes:
    """Return a checked line as a row of text."""
    return b"\t".join(
        (
            line.workspace,
            line.sequence,
            line.stream,
            line.version,
            line.event_type,
            line.schema_version,
            line.candidate or _NULL,
            line.occurred_at,
            line.recorded_at,
            line.actor,
            line.import_ or _NULL,
            line.request or _NULL,
            _escaped(line.data) if line.data else _NULL,
            _BYTES + line.salt if line.salt else _NULL,
            _BYTES + line.digest + b"\n",
        )
    )


def text_of_row(row: Row) -> bytes:
    """Return a row of the ledger as a row of text."""
    return b"\t".join(
        (
            _text(row.workspace_id),
            b"%d" % row.position,
            str(row.stream_id).encode(),
            b"%d" % row.version,
            row.event_type.encode(),
            b"%d" % row.schema_version,
            _text(row.candidate_id),
            _instant(row.occurred_at),
            _instant(row.recorded_at),
            _text(row.actor_id),
            _text(row.import_id),
            _text(row.request_id),
            _NULL if row.is_erased else _escaped(row.payload),
            _NULL if row.is_erased else _BYTES + row.salt.hex().encode(),
            _BYTES + row.digest.hex().encode() + b"\n",
        )
    )


def _escaped(payload: bytes) -> bytes:
    # Canonical JSON holds no tab and no line end as they are, only backslashes to double.
    return payload.replace(b"\\", b"\\\\")


# Candidates, imports and calls repeat for many rows, instants of recording for more.
@lru_cache(maxsize=4096)
def _text(value: UUID | None) -> bytes:
    return _NULL if value is None else str(value).encode()


@lru_cache(maxsize=4096)
def _instant(value: datetime) -> bytes:
    return value.astimezone(UTC).isoformat().encode()
