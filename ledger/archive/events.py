"""The events of a ledger as lines of an archive, as fast as a COPY hands them over.

The server writes the envelope (`told_in_sql`); what is left to us is the payload, whose keys
jsonb keeps in an order of its own and RFC 8785 in another.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson
from psycopg import Connection

from ledger.archive.envelopes import leaf_hash
from ledger.archive.origins import mark_of
from ledger.archive.told_in_sql import AFTER, BEFORE, BETWEEN, LOW
from ledger.canonical import canonical
from ledger.words import WorkspaceId

_LINES = f"""
copy (
    select {BEFORE},
           e.payload,
           {BETWEEN},
           '"salt":"' || encode(e.salt, 'hex') || '",',
           {AFTER}
    from ledger.events e {LOW}
    where e.workspace_id = %(workspace)s
      and e.position > %(after)s and e.position <= %(until)s
      and (%(people)s::uuid[] is null or e.candidate_id = any(%(people)s::uuid[]))
    order by e.position
) to stdout
"""
_ERASED = b"\\N"
# COPY sends a row a message; together they make few, large writes.
_BYTES_TOGETHER = 1 << 17


def _unheard(_hashes: bytes) -> None:
    pass


def event_lines(
    connection: Connection[Any],
    workspace: WorkspaceId,
    *,
    after: int,
    until: int,
    people: Sequence[UUID] | None = None,
    hear: Callable[[bytes], None] = _unheard,
) -> Iterator[bytes]:
    """Yield whole lines, many at a time, of the events after a position up to another.

    With `people`, only of the events about them. `hear` is told the hashes of the lines' leaves
    before they are yielded.
    """
    values = {
        "workspace": workspace,
        "mark": mark_of(workspace),
        "after": after,
        "until": until,
        "people": None if people is None else list(people),
    }
    with connection.cursor() as cursor, cursor.copy(_LINES, values) as copying:
        together: list[bytes] = []
        leaves: list[bytes] = []
        byte_count = 0
        for row in copying:
            told, leaf = _line(bytes(row))
            together.append(told)
            leaves.append(leaf)
            byte_count += len(told)
            if byte_count >= _BYTES_TOGETHER:
                hear(b"".join(leaves))
                yield b"".join(together)
                together.clear()
                leaves.clear()
                byte_count = 0
        hear(b"".join(leaves))
        yield b"".join(together)


def _line(row: bytes) -> tuple[bytes, bytes]:
    """Return a line, and the hash of its leaf."""
    # Neither JSON on one line nor what stands around it holds a tab.
    before, payload, between, salt, after = row.split(b"\t")
    # COPY ends its rows as lines end; an envelope has no end of its own.
    leaf = leaf_hash(before + between + after[:-1])
    if payload == _ERASED:
        return before + between + after, leaf
    # COPY's text format doubles backslashes; JSON on one line has nothing else that it escapes.
    data = canonical(orjson.loads(payload.replace(b"\\\\", b"\\")))
    return b'%b"data":%b,%b%b%b' % (before, data, between, salt, after), leaf
