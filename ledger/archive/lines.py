"""Reading a line of an archive back: it is what an archive would write, or it is damaged."""

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
from ledger.packing import ERASED, Row

LINE_BYTES_MAX = 8 << 20
"""The largest event is a text of a million characters, written with escapes."""

_UUID = rb"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_INSTANT = rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"
_NUMBER = rb"([1-9]\d{0,9})"
# Sorted keys, no space, every value in its one form: what else there is to a line is `data`.
_LINE = re.compile(
    rb'\{"actorid":"%b",(?:"candidateid":"%b",)?(?:"data":(\{.*\}),)?"digest":"([0-9a-f]{64})",'
    rb'"id":"%b",(?:"importid":"%b",)?"recordedtime":"%b",(?:"requestid":"%b",)?'
    rb'(?:"salt":"([0-9a-f]{32})",)?"schemaversion":%b,"sequence":"(\d{20})",'
    rb'"source":"urn:uuid:%b","specversion":"1\.0","streamversion":%b,"subject":"%b",'
    rb'"time":"%b","type":"([A-Za-z]{1,100})"\}\n'
    % (_UUID, _UUID, _UUID, _UUID, _INSTANT, _UUID, _NUMBER, _UUID, _NUMBER, _UUID, _INSTANT)
)

_BEFORE_DATA = len(b'{"actorid":"",') + 36
_BEFORE_DATA_OF_SOMEBODY = _BEFORE_DATA + len(b'"candidateid":"",') + 36


class BadLineError(ValueError):
    """What is wrong with a line; who reads it knows where it stands."""


class Line(NamedTuple):
    """What stands on a line, as it stands there; what is left out is None."""

    actor: bytes
    candidate: bytes | None
    data: bytes | None
    digest: bytes
    known_by: bytes
    import_: bytes | None
    recorded_at: bytes
    request: bytes | None
    salt: bytes | None
    schema_version: bytes
    sequence: bytes
    workspace: bytes
    version: bytes
    stream: bytes
    occurred_at: bytes
    event_type: bytes


def parsed(raw: bytes) -> Line:
    """Return what stands on a line that has the form of one, otherwise unchecked."""
    found = _LINE.fullmatch(raw)
    if found is None:
        raise BadLineError(_why_not(raw))
    return Line(*found.groups())


def checked(raw: bytes) -> Line:
    """Return what stands on a line that is an event; raise `BadLineError` that says why not.

    A line that passes is what `envelopes.line` writes for its row, byte for byte.
    """
    line = parsed(raw)
    _must_be_known(line.event_type, line.schema_version)
    _must_be_instants(line)
    if (line.data is None) != (line.salt is None):
        raise BadLineError("of its data and its salt one is there and one is not")
    if line.data is not None and line.salt is not None:
        _must_be_canonical(line.data)
        hashed = hashlib.sha256(unhexlify(line.salt) + line.data).hexdigest()
        if hashed.encode() != line.digest:
            raise BadLineError("its data does not match its digest")
    if line.known_by != _known_by(line.workspace, int(line.sequence), line.digest):
        raise BadLineError("its id is not that of this event at this position")
    return line


def envelope_of(raw: bytes, line: Line) -> bytes:
    """Return what the tree is over: the line without its data, its salt and its end."""
    if line.data is None:
        return raw[:-1]
    start = _BEFORE_DATA_OF_SOMEBODY if line.candidate else _BEFORE_DATA
    rest = raw[start + len(b'"data":,') + len(line.data) : -1]
    return raw[:start] + rest.replace(b'"salt":"%b",' % line.salt, b"", 1)


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
        occurred_at=_instant(line.occurred_at),
        recorded_at=_instant(line.recorded_at),
        actor_id=_uuid(line.actor),
        import_id=_id(line.import_),
        request_id=_id(line.request),
        payload=line.data or ERASED,
        salt=unhexlify(line.salt) if line.salt else ERASED,
        digest=unhexlify(line.digest),
    )


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


# There are some fifty types, and of each a few schema versions at most.
@lru_cache(maxsize=1024)
def _must_be_known(type_: bytes, schema: bytes) -> None:
    known = GLOSSARY.get(type_.decode())
    if known is None or int(schema) > known.schema_version:
        raise BadLineError(
            f"{type_.decode()} (schema {schema.decode()}) is of a newer Rapport:"
            " read it with that one"
        )


def _must_be_instants(line: Line) -> None:
    try:
        _instant(line.occurred_at)
        _instant(line.recorded_at)
    except ValueError as error:
        raise BadLineError("it names an instant that there is not") from error


def _must_be_canonical(data: bytes) -> None:
    try:
        written = canonical(orjson.loads(data))
    except (orjson.JSONDecodeError, errors.Invalid) as error:
        raise BadLineError("its data is not JSON") from error
    if written != data:
        raise BadLineError("its data is not canonical JSON (RFC 8785)")


def _known_by(workspace: bytes, position: int, digest: bytes) -> bytes:
    return known_by(_marked(workspace), position, int(digest[:16], 16)).encode()


@lru_cache(maxsize=64)
def _marked(workspace: bytes) -> str:
    return mark_of(UUID(workspace.decode()))


def _id(text: bytes | None) -> UUID | None:
    return None if text is None else _uuid(text)


# Workspaces, actors, imports, calls and candidates repeat for many lines.
@lru_cache(maxsize=4096)
def _uuid(text: bytes) -> UUID:
    return UUID(text.decode())


@lru_cache(maxsize=4096)
def _instant(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())
