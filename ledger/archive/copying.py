"""A history into the ledger's table, in PostgreSQL's text format of COPY.

An archive's line holds every value as text already: as a row of text it needs no parsing here,
where a row in the binary format would have to be taken apart and put together again.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from ledger.archive.columns import Column, Columns
from ledger.stored import Row

COPY_TEXT_IN = (
    "copy ledger.events (workspace_id, position, stream_id, version, event_type,"
    " schema_version, candidate_id, occurred_at, recorded_at, actor_id, import_id,"
    " request_id, payload, salt, digest) from stdin (freeze)"
)
_NULL = b"\\N"
_BYTES = b"\\\\x"
"""How bytes begin in hexadecimal, its backslash doubled as COPY wants it."""


def text_of_columns(lines: Columns) -> bytes:
    """Return checked lines as rows of text."""
    rows = zip(
        lines.workspace,
        lines.sequence,
        lines.stream,
        lines.version,
        lines.event_type,
        lines.schema_version,
        _or_null(lines.candidate),
        lines.occurred_at,
        lines.recorded_at,
        lines.actor,
        _or_null(lines.import_),
        _or_null(lines.request),
        [_escaped(each) if each else _NULL for each in lines.data],
        [_BYTES + each if each else _NULL for each in lines.salt],
        [_BYTES + each for each in lines.digest],
        strict=True,
    )
    return b"\n".join(map(b"\t".join, rows)) + b"\n"


def _or_null(column: Column) -> Iterator[bytes]:
    return (each or _NULL for each in column)


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
