"""The leaves of the tree, as the server works them out: nothing but hashes leaves it.

Their form is that of `ledger.archive.envelopes`; a test holds the two together. Whoever writes
the lines of events comes by the same hashes on the way, and may keep them.
"""

import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from psycopg import Connection

from ledger.archive.origins import event_id
from ledger.words import WorkspaceId

LEAF_BYTES = 32
# Some hundred tiles: a statement of a tenth of a second, and less than a megabyte of answer.
_TOGETHER = 25_600
_KEPT_BYTES_IN_MEMORY = 1 << 20

_INSTANT = "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_KNOWN = "coalesce('\"{}\":\"' || {} || '\",', '')"
# As `origins.event_id` puts it together: 28 bits of the position and 34 of the digest make up
# the lower half below its two bits of variant, the twelve bits above them end the upper one.
_ID = """
    %(mark)s::text || '-8' || lpad(to_hex((e.position >> 28) & 4095), 3, '0')
    || '-' || left(low.half, 4) || '-' || right(low.half, 12)
"""
_LOW = """
    to_hex((-9223372036854775808)::bigint | ((e.position & 268435455) << 34)
        | ((('x' || encode(substr(e.digest, 1, 8), 'hex'))::bit(64)::bigint >> 30)
            & 17179869183))
"""
ENVELOPE = f"""
    '{{"actorid":"' || e.actor_id || '",' || {_KNOWN.format("candidateid", "e.candidate_id")}
    || '"digest":"' || encode(e.digest, 'hex') || '","id":"' || {_ID} || '",'
    || {_KNOWN.format("importid", "e.import_id")}
    || '"recordedtime":"' || {_INSTANT.format("e.recorded_at")} || '",'
    || {_KNOWN.format("requestid", "e.request_id")}
    || '"schemaversion":' || e.schema_version
    || ',"sequence":"' || lpad(e.position::text, 20, '0')
    || '","source":"urn:uuid:' || e.workspace_id
    || '","specversion":"1.0","streamversion":' || e.version
    || ',"subject":"' || e.stream_id
    || '","time":"' || {_INSTANT.format("e.occurred_at")}
    || '","type":"' || e.event_type || '"}}'
"""
"""SQL for the envelope of `e`, beside `low`, which is the lateral below."""
LOW = f"cross join lateral (select {_LOW} as half) low"
LEAF = f"sha256('\\x00'::bytea || convert_to({ENVELOPE}, 'UTF8'))"

_LEAVES = f"""
select string_agg(told.leaf, ''::bytea order by told.position) as leaves
from (
    select e.position, {LEAF} as leaf
    from ledger.events e {LOW}
    where e.workspace_id = %(workspace)s
      and e.position > %(after)s and e.position <= %(until)s
) told
"""


def leaf_hashes(
    connection: Connection[Any], workspace: WorkspaceId, *, after: int, until: int
) -> Iterator[bytes]:
    """Yield the hashes of the leaves after a position up to another, many in each piece.

    Where rows are missing, so are their hashes: a piece is shorter than it should be.
    """
    for start in range(after, until, _TOGETHER):
        given = {
            "workspace": workspace,
            "mark": mark_of(workspace),
            "after": start,
            "until": min(until, start + _TOGETHER),
        }
        (row,) = connection.execute(_LEAVES, given, binary=True).fetchall()
        yield row["leaves"] or b""


class KeptLeaves:
    """Hashes of the leaves that follow a position, in a temporary file."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.until = after
        """The position of the last leaf kept."""
        self._file = tempfile.SpooledTemporaryFile(_KEPT_BYTES_IN_MEMORY)  # noqa: SIM115 - closed in __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, hashes: bytes) -> None:
        """Keep the hashes of the next leaves."""
        self._file.write(hashes)
        self.until += len(hashes) // LEAF_BYTES

    def pieces(self, *, after: int, until: int) -> Iterator[bytes]:
        """Yield the hashes after a position up to another, as `leaf_hashes` does.

        Nothing is to be added any more.
        """
        self._file.seek((after - self.after) * LEAF_BYTES)
        for start in range(after, until, _TOGETHER):
            yield self._file.read((min(until, start + _TOGETHER) - start) * LEAF_BYTES)


def mark_of(workspace: WorkspaceId) -> str:
    """Return the digits that the ids of a workspace's events begin with."""
    return str(event_id(workspace, 0, bytes(8)))[: len("00000000-0000")]
