"""The log as lines: every event with its envelope, one JSON object a line, in position order.

The server writes the lines itself, so that an export runs at the speed of a COPY and holds no
more of it in memory than one message. Keys are sorted, instants are UTC with microseconds,
bytes
are hexadecimal. An export ends with a closing line: how many events there are, and the SHA-256
of all bytes before it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

import orjson

from ledger.archive.formats import LOG
from ledger.database import Database
from ledger.words import Position, WorkspaceId

_INSTANT = "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_ID_OR_NULL = "coalesce('\"' || {} || '\"', 'null')"
_LINES = f"""
copy (
    select '{{"actor_id":"' || actor_id
        || '","candidate_id":' || {_ID_OR_NULL.format("candidate_id")}
        || ',"digest":"' || encode(digest, 'hex')
        || '","event_type":"' || event_type
        || '","import_id":' || {_ID_OR_NULL.format("import_id")}
        || ',"occurred_at":"' || {_INSTANT.format("occurred_at")}
        || '","payload":' || coalesce(payload::text, 'null')
        || ',"position":' || position
        || ',"recorded_at":"' || {_INSTANT.format("recorded_at")}
        || '","request_id":' || {_ID_OR_NULL.format("request_id")}
        || ',"salt":' || coalesce('"' || encode(salt, 'hex') || '"', 'null')
        || ',"schema_version":' || schema_version
        || ',"stream_id":"' || stream_id
        || '","version":' || version
        || ',"workspace_id":"' || workspace_id || '"}}'
    from ledger.events
    where workspace_id = %(workspace)s and position > %(after)s and position <= %(head)s
      and (%(own)s::uuid[] is null
           or event_type not in (
               'EngagementRecorded', 'EngagementCorrected', 'EngagementRetracted')
           or not ledger.is_closed_to(workspace_id, stream_id, %(own)s::uuid[]))
    order by position
    limit %(limit)s
) to stdout
"""
# COPY sends a row a message; together they make few, large writes.
_BYTES_TOGETHER = 1 << 16


def log_lines(
    database: Database,
    workspace: WorkspaceId,
    *,
    after: int,
    limit: int | None,
    own: Sequence[UUID] | None = None,
) -> Iterator[bytes]:
    """Yield whole lines, some at a time, of the events after a position, at most `limit`.

    To whoever records under some ids (`own`), the events of what others keep private are left
    out, and the lines go on behind them; without any, nothing is.
    """
    asked = {
        "workspace": workspace,
        "after": after,
        "head": head_of(database, workspace),
        "own": None if own is None else list(own),
        "limit": limit,
    }
    with database.of(workspace).connection() as connection, connection.cursor() as cursor:
        together = bytearray()
        with cursor.copy(_LINES, asked) as copying:
            for row in copying:
                together += row
                if len(together) >= _BYTES_TOGETHER:
                    yield _unescaped(together)
                    together.clear()
        if together:
            yield _unescaped(together)


def export_lines(database: Database, workspace: WorkspaceId) -> Iterator[bytes]:
    """Yield the whole history as lines, some at a time, and then the closing line.

    The history is that at the moment of the call; what is appended meanwhile is not in it. A
    stream that ends without its closing line was cut off.
    """
    hashed = hashlib.sha256()
    count = 0
    for lines in log_lines(database, workspace, after=0, limit=None):
        hashed.update(lines)
        count += lines.count(b"\n")
        yield lines
    yield closing_line(count, hashed.hexdigest())


def closing_line(count: int, digest: str) -> bytes:
    """Return the line that ends an export of so many events with this digest."""
    closing = {"count": count, "digest": f"sha256:{digest}", "format": LOG}
    return orjson.dumps(closing) + b"\n"


def head_of(database: Database, workspace: WorkspaceId) -> Position:
    """Return the position at which the workspace's history ends."""
    with database.of(workspace).connection() as connection:
        row = connection.execute(
            "select position from ledger.heads where workspace_id = %s", (workspace,)
        ).fetchone()
    return Position(row["position"] if row else 0)


def _unescaped(lines: bytearray) -> bytes:
    # COPY's text format doubles backslashes; JSON on one line has nothing else that it escapes.
    return bytes(lines.replace(b"\\\\", b"\\"))
