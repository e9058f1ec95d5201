"""Reading lines of an archive back: they are what an archive would write, or damaged.

This says of a line what is wrong with it; `columns` reads those faster that are right.
"""

import hashlib
import re
from binascii import unhexlify
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import orjson

from ledger import errors
from ledger.archive.origins import known_by, mark_of
from ledger.canonical import canonical
from ledger.events import GLOSSARY
from ledger.stored import ERASED, Row

LINE_BYTES_MAX = 8 << 20
"""The largest event is a text of a million characters, written with escapes."""

_UUID = rb"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_INSTANT = rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"


def pattern(
    *, uuid: bytes, instant: bytes, sequence: bytes, digest: bytes, salt: bytes
) -> re.Pattern[bytes]:
    """Return the form of a line, from the forms of what stands in it; its groups are a `Line`.

    Sorted keys, no space, every value in its one form: what else there is to a line is `data`.
    """
    number = rb"([1-9]\d{0,9})"
    return re.compile(
        rb'^(\{"actorid":"%b",(?:"candidateid":"%b",)?)(?:"data":(\{.*\}),)?'
        rb'("digest":"%b","id":"%b",(?:"importid":"%b",)?"recordedtime":"%b",'
        rb'(?:"requestid":"%b",)?)(?:"salt":"%b",)?'
        rb'("schemaversion":%b,"sequence":"%b","source":"urn:uuid:%b",'
        rb'"specversion":"1\.0","streamversion":%b,"subject":"%b","time":"%b",'
        rb'"type":"([A-Za-z]{1,100})"\})\n'
        % (
            *(uuid, uuid, digest, uuid, uuid, instant, uuid, salt),
            *(number, sequence, uuid, number, uuid, instant),
        ),
        re.MULTILINE,
    )


_LINE = pattern(
    uuid=_UUID,
    instant=_INSTANT,
    sequence=rb"(\d{20})",
    digest=rb"([0-9a-f]{64})",
    salt=rb"([0-9a-f]{32})",
)


class BadLineError(ValueError):
    """What is wrong with a line, and which one of its block it is; the first is 1."""

    def __init__(self, what: str, number: int) -> None:
        super().__init__(what)
        self.number = number


class Line(NamedTuple):
    """What stands on a line, as it stands there; what is left out is empty.

    `before`, `between` and `after` are all of the line around its data and its salt.
    """

    before: bytes
    actor: bytes
    candidate: bytes
    data: bytes
    between: bytes
    digest: bytes
    known_by: bytes
    import_: bytes
    recorded_at: bytes
    request: bytes
    salt: bytes
    after: bytes
    schema_version: bytes
    sequence: bytes
    workspace: bytes
    version: bytes
    stream: bytes
    occurred_at: bytes
    event_type: bytes


def checked(block: bytes, *, workspace: UUID, after: int) -> list[Line]:
    """Return the lines of a block, each of them an event of the workspace, in its position.

    The first has the position that follows `after`. Lines that pass are what `envelopes.line`
    writes for their rows, byte for byte. Raise `BadLineError` for the first that does not.
    """
    lines = [Line._make(each) for each in _LINE.findall(block)]
    if len(lines) != block.count(b"\n") or not block.endswith(b"\n"):
        whole, bad, number = _malformed(block)
        if whole:
            # What is wrong further up is told first.
            checked(whole, workspace=workspace, after=after)
        raise BadLineError(_why_not(bad), number)
    told, mark = str(workspace).encode(), mark_of(workspace)
    for position, line in enumerate(lines, start=after + 1):
        objection = _misplaced(line, told, position) or _objection(line, mark, position)
        if objection:
            raise BadLineError(objection, position - after)
    return lines


def envelope_of(line: Line) -> bytes:
    """Return what the tree is over: the line without its data, its salt and its end."""
    return line.before + line.between + line.after


def row_of(line: Line) -> Row:
    """Return a checked line as a row of the ledger."""
    return Row(
        workspace_id=_uuid(line.workspace),
        position=int(line.sequence),
        stream_id=UUID(line.stream.decode()),
        version=int(line.version),
        event_type=line.event_type.decode(),
        schema_version=int(line.schema_version),
        candidate_id=_id(line.candidate),
        occurred_at=datetime.fromisoformat(line.occurred_at.decode()),
        recorded_at=_instant(line.recorded_at),
        actor_id=_uuid(line.actor),
        import_id=_id(line.import_),
        request_id=_id(line.request),
        payload=line.data or ERASED,
        salt=unhexlify(line.salt) if line.salt else ERASED,
        digest=unhexlify(line.digest),
    )


def _malformed(block: bytes) -> tuple[bytes, bytes, int]:
    """Return what is before the first line that has not the form of one; it; its number."""
    start, number = 0, 1
    while (end := block.find(b"\n", start) + 1) and _LINE.fullmatch(block, start, end):
        start, number = end, number + 1
    return block[:start], block[start : end or len(block)], number


def _why_not(raw: bytes) -> str:
    if not raw.endswith(b"\n"):
        return "it is cut off, or longer than any event"
    try:
        found: object = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "it is not JSON"
    if isinstance(found, dict) and "type" in found and "specversion" in found:
        return "it is an event, but not written as an archive writes one"
    return "it is not an event"


def _misplaced(line: Line, workspace: bytes, position: int) -> str:
    if int(line.sequence) != position:
        return f"position {int(line.sequence)} stands where {position} should"
    if line.workspace != workspace:
        return "it is of another ledger than the archive"
    return ""


def _objection(line: Line, mark: str, position: int) -> str:
    """Say why a line that has the form of one is no event of ours; nothing if it is."""
    if not is_known(line.event_type, line.schema_version):
        return (
            f"{line.event_type.decode()} (schema {line.schema_version.decode()}) is of a newer"
            " Rapport: read it with that one"
        )
    try:
        datetime.fromisoformat(line.occurred_at.decode())
        _instant(line.recorded_at)
    except ValueError:
        return "it names an instant that there is not"
    objection = _against_data(line)
    if objection:
        return objection
    if line.known_by != known_by(mark, position, int(line.digest[:16], 16)).encode():
        return "its id is not that of this event at this position"
    return ""


def _against_data(line: Line) -> str:
    data, salt = line.data, line.salt
    if not data or not salt:
        return "of its data and its salt one is there and one is not" if data or salt else ""
    try:
        if canonical(orjson.loads(data)) != data:
            return "its data is not canonical JSON (RFC 8785)"
    except (orjson.JSONDecodeError, errors.Invalid):
        return "its data is not JSON"
    if hashlib.sha256(unhexlify(salt) + data).digest() != unhexlify(line.digest):
        return "its data does not match its digest"
    return ""


# There are some fifty types, and of each a few schema versions at most.
@lru_cache(maxsize=1024)
def is_known(type_: bytes, schema: bytes) -> bool:
    """Tell whether we read events of a type in this schema version."""
    known = GLOSSARY.get(type_.decode())
    return known is not None and int(schema) <= known.schema_version


def _id(text: bytes) -> UUID | None:
    return _uuid(text) if text else None


# Workspaces, actors, imports, calls, candidates and instants of recording repeat for many.
@lru_cache(maxsize=4096)
def _uuid(text: bytes) -> UUID:
    return UUID(text.decode())


@lru_cache(maxsize=4096)
def _instant(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())
