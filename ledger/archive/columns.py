"""A block of lines read at once: each attribute of all its lines side by side.

What is done for each of millions of lines is done here by one call for some hundreds of them.
Only what is surely right passes; whatever else there is, `lines.checked` looks at line by line,
and says what is wrong and where.
"""

import hashlib
from binascii import unhexlify
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import repeat
from typing import NamedTuple
from uuid import UUID

import orjson

from ledger import errors
from ledger.archive.envelopes import LEAF
from ledger.archive.lines import Line, checked, is_known, pattern
from ledger.archive.origins import known_as, mark_of
from ledger.canonical import canonical

Column = Sequence[bytes]

_FIGURES = b"0123456789"
_HEXADECIMAL = b"0123456789abcdef"
_UUID_BYTES = 36
# Any characters, where there is a figure: whether they are figures is asked of all at once.
_LINE = pattern(
    uuid=rb"(.{8}-.{4}-.{4}-.{4}-.{12})",
    instant=rb"(.{4}-..-..T..:..:..\..{6}Z)",
    sequence=rb"(.{20})",
    digest=rb"(.{64})",
    salt=rb"(.{32})",
)


class Columns(NamedTuple):
    """The lines of a block, an attribute each; what is left out on a line is empty."""

    before: Column
    actor: Column
    candidate: Column
    data: Column
    between: Column
    digest: Column
    known_by: Column
    import_: Column
    recorded_at: Column
    request: Column
    salt: Column
    after: Column
    schema_version: Column
    sequence: Column
    workspace: Column
    version: Column
    stream: Column
    occurred_at: Column
    event_type: Column

    def lines(self) -> list[Line]:
        """Return the lines one after the other."""
        return list(map(Line._make, zip(*self, strict=True)))


def columns_of(lines: Sequence[Line]) -> Columns:
    """Return lines, at least one, as columns."""
    return Columns._make(zip(*lines, strict=True))


def checked_columns(block: bytes, *, workspace: UUID, after: int) -> Columns:
    """Return the lines of a block, each of them right: as `lines.checked`, in columns."""
    found = _LINE.findall(block)
    if found and len(found) == block.count(b"\n") and block.endswith(b"\n"):
        columns = Columns._make(zip(*found, strict=True))
        if _are_right(columns, workspace, after):
            return columns
    return columns_of(checked(block, workspace=workspace, after=after))


def leaf_hashes(columns: Columns) -> list[bytes]:
    """Return the leaves of the tree: what `envelopes.leaf_hash` makes of each line."""
    told = zip(repeat(LEAF), columns.before, columns.between, columns.after)
    return [hashlib.sha256(each).digest() for each in map(b"".join, told)]


def _are_right(columns: Columns, workspace: UUID, after: int) -> bool:
    count = len(columns.sequence)
    positions = range(after + 1, after + count + 1)
    return (
        list(columns.sequence) == [b"%020d" % position for position in positions]
        and columns.workspace.count(str(workspace).encode()) == count
        and _are_written_right(columns)
        and all(is_known(*each) for each in set(_kinds(columns)))
        and _there_are(columns)
        and list(columns.known_by) == known_as(mark_of(workspace), after, columns.digest)
        and _match_their_digests(columns)
        and _are_canonical(columns.data)
    )


def _kinds(columns: Columns) -> Iterator[tuple[bytes, bytes]]:
    return zip(columns.event_type, columns.schema_version, strict=True)


def _are_written_right(columns: Columns) -> bool:
    """Tell whether all ids, sums and instants are made of what they may be made of."""
    ids = b"".join(
        map(
            b"".join,
            (
                columns.actor,
                columns.candidate,
                columns.import_,
                columns.request,
                columns.stream,
            ),
        )
    )
    sums = b"".join(map(b"".join, (columns.digest, columns.salt)))
    instants = b"".join(map(b"".join, (columns.recorded_at, columns.occurred_at)))
    # Dashes, colons and the rest stand where the pattern has them: there are no others.
    return (
        ids.translate(None, _HEXADECIMAL) == b"----" * (len(ids) // _UUID_BYTES)
        and not sums.translate(None, _HEXADECIMAL)
        and instants.translate(None, _FIGURES) == b"--T::.Z" * 2 * len(columns.sequence)
    )


def _there_are(columns: Columns) -> bool:
    """Tell whether there are such instants."""
    told = {*columns.occurred_at, *columns.recorded_at}
    try:
        for each in told:
            datetime.fromisoformat(each.decode())
    except ValueError:
        return False
    return True


def _match_their_digests(columns: Columns) -> bool:
    if b"" in columns.data or b"" in columns.salt:
        # Something was erased, or is missing: that is looked at line by line.
        return False
    salted = zip(map(unhexlify, columns.salt), columns.data, strict=True)
    digests = [hashlib.sha256(each).digest() for each in map(b"".join, salted)]
    return b"".join(digests) == unhexlify(b"".join(columns.digest))


def _are_canonical(data: Column) -> bool:
    try:
        return list(map(canonical, map(orjson.loads, data))) == list(data)
    except (orjson.JSONDecodeError, errors.Invalid):
        return False
