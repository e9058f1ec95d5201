"""Reading a line of an archive back: it is exactly as the archive would write it, or damaged."""

import re
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import orjson

from ledger import errors
from ledger.archive.origins import event_id
from ledger.canonical import canonical, digest
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


class BadLineError(ValueError):
    """What is wrong with a line; who reads it knows where it stands."""


def read_line(raw: bytes) -> Row:
    """Return the event on a line, checked; raise `BadLineError` that says what is wrong.

    A line that passes is what `envelopes.line` writes for its row, byte for byte.
    """
    found = _LINE.fullmatch(raw)
    if found is None:
        raise BadLineError(_why_not(raw))
    (
        actor, candidate, data, digested, known_by, import_, recorded, request, salt, schema,
        sequence, workspace, version, stream, occurred, type_,
    ) = found.groups()  # fmt: skip
    _must_be_known(type_, schema)
    if (data is None) != (salt is None):
        raise BadLineError("of its data and its salt one is there and one is not")
    try:
        row = Row(
            workspace_id=_uuid(workspace),
            position=int(sequence),
            stream_id=UUID(stream.decode()),
            version=int(version),
            event_type=type_.decode(),
            schema_version=int(schema),
            candidate_id=_id(candidate),
            occurred_at=_instant(occurred),
            recorded_at=_instant(recorded),
            actor_id=_uuid(actor),
            import_id=_id(import_),
            request_id=_id(request),
            payload=ERASED if data is None else _canonical(data),
            salt=ERASED if salt is None else bytes.fromhex(salt.decode()),
            digest=bytes.fromhex(digested.decode()),
        )
    except ValueError as error:
        raise BadLineError("a field has a value that it cannot have") from error
    if not row.is_erased and digest(row.salt, row.payload) != row.digest:
        raise BadLineError("its data does not match its digest")
    if str(event_id(row.workspace_id, row.position, row.digest)).encode() != known_by:
        raise BadLineError("its id is not that of this event at this position")
    return row


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


def _canonical(data: bytes) -> bytes:
    try:
        # A number with a fraction is written back as it stood, but the ledger holds none.
        written = canonical(orjson.loads(data))
    except (orjson.JSONDecodeError, errors.Invalid) as error:
        raise BadLineError("its data is not JSON") from error
    if written != data:
        raise BadLineError("its data is not canonical JSON (RFC 8785)")
    return written


def _id(text: bytes | None) -> UUID | None:
    return None if text is None else _uuid(text)


# Workspaces, actors, imports, calls and candidates repeat for many lines.
@lru_cache(maxsize=4096)
def _uuid(text: bytes) -> UUID:
    return UUID(text.decode())


@lru_cache(maxsize=4096)
def _instant(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())
