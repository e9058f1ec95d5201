"""A line of an archive: one event, in the only form that it can be written in.

The line is the canonical JSON (RFC 8785) of a CloudEvents 1.0 envelope around a payload,
`data`. Its keys and the form of its values are known, so a pattern reads it; the payload is
read as JSON, written again, and must come out byte for byte. Whatever bit is turned, the line
is another one, or none.
"""

import hashlib
import json
import re
from json.encoder import JSONEncoder
from typing import Any, NamedTuple, NoReturn

from .broken import Broken

# The largest event is a text of a million characters, written with escapes.
LINE_BYTES_MAX = 8 << 20
_SAFE = 2**53
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_INSTANT = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_BEFORE = re.compile(
    rb'(\{"actorid":"' + _UUID + rb'",(?:"candidateid":"(' + _UUID + rb')",)?)("data":)?'
)
_AFTER = re.compile(
    rb'("digest":"([0-9a-f]{64})","id":"' + _UUID + rb'",'
    rb'(?:"importid":"' + _UUID + rb'",)?'
    rb'"recordedtime":"' + _INSTANT + rb'",'
    rb'(?:"requestid":"' + _UUID + rb'",)?)'
    rb'(?:"salt":"([0-9a-f]{32})",)?'
    rb'("schemaversion":([1-9][0-9]{0,8}),"sequence":"([0-9]{20})",'
    rb'"source":"urn:uuid:(' + _UUID + rb')","specversion":"1\.0",'
    rb'"streamversion":([1-9][0-9]{0,9}),"subject":"(' + _UUID + rb')",'
    rb'"time":"' + _INSTANT + rb'","type":"([A-Za-z][A-Za-z0-9]{0,99})"\})\n'
)
# UTF-8 writes what lies beyond U+FFFF in four bytes, the first of which is one of these.
_ASTRAL = re.compile(rb"[\xf0-\xf4]")
_DIGEST_KEY = b',"digest":"'
# How long what stands after a payload can be: every attribute at its longest.
_AFTER_BYTES_MAX = 1 << 10


class Line(NamedTuple):
    """An event as its line tells of it."""

    position: int
    workspace: str
    stream: bytes
    version: int
    event_type: str
    candidate: str | None
    data: bytes
    """The canonical payload; empty where it was forgotten."""
    envelope: bytes
    """What the tree is over: the line without payload and salt."""


def line(raw: bytes) -> Line:
    """Return the event that a line, with its end, tells of; raise `Broken` if it is none."""
    before = _BEFORE.match(raw)
    if before is None:
        _refuse(raw)
    data, start = b"", before.end()
    if before[3] is not None:
        # The last one: a payload may hold such a key as well.
        end = raw.rfind(_DIGEST_KEY, max(start, len(raw) - _AFTER_BYTES_MAX))
        if end < 0:
            _refuse(raw)
        data, start = raw[start:end], end + 1
    after = _AFTER.fullmatch(raw, start)
    if after is None:
        _refuse(raw)
    head, digest, salt, tail, _, sequence, workspace, version, stream, event_type = (
        after.groups()
    )
    if (salt is None) != (before[3] is None):
        raise Broken("payload and salt are not both there or both gone")
    if salt is not None:
        if hashlib.sha256(bytes.fromhex(salt.decode()) + data).hexdigest() != digest.decode():
            raise Broken("the payload does not match its digest")
        check_canonical(data)
    candidate = before[2]
    return Line(
        int(sequence),
        workspace.decode(),
        stream,
        int(version),
        event_type.decode(),
        None if candidate is None else candidate.decode(),
        data,
        before[1] + head + tail,
    )


def check_canonical(data: bytes) -> None:
    """Raise `Broken` unless these bytes are an object in its one canonical form (RFC 8785)."""
    try:
        read = _READER.decode(data.decode())
        written = _WRITER.encode(read)
        if _ASTRAL.search(data):
            written = _WRITER_AS_GIVEN.encode(_sorted(read))
        is_same = isinstance(read, dict) and written.encode() == data
    except (ValueError, RecursionError):
        is_same = False
    if not is_same:
        raise Broken("the payload is not canonical JSON")


def payload(told: Line) -> dict[str, Any]:
    """Return the payload of an event that has one."""
    read: dict[str, Any] = _READER.decode(told.data.decode())
    return read


def _refuse(raw: bytes) -> NoReturn:
    if not raw.endswith(b"\n"):
        raise Broken("the line is cut off, or longer than any event")
    raise Broken("the line is not an event in canonical form, or of a newer format")


def _integer(told: str) -> int:
    number = int(told) if len(told) <= len(str(_SAFE)) + 1 else _SAFE
    if not -_SAFE < number < _SAFE:
        raise ValueError
    return number


def _no_number(_: str) -> NoReturn:
    # A payload holds no floats: how one is written is what programs disagree about.
    raise ValueError


_READER = json.JSONDecoder(
    parse_float=_no_number, parse_int=_integer, parse_constant=_no_number
)
_WRITER = JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False
)
_WRITER_AS_GIVEN = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def _sorted(value: Any) -> Any:
    """Return a value with its keys in the order of UTF-16 units, as RFC 8785 §3.2.3 has them.

    By code points, as Python sorts, what lies beyond U+FFFF would come too late.
    """
    if isinstance(value, dict):
        items: list[tuple[str, Any]] = list(value.items())  # pyright: ignore[reportUnknownArgumentType]
        items.sort(key=lambda item: item[0].encode("utf-16-be", "surrogatepass"))
        return {key: _sorted(inner) for key, inner in items}
    if isinstance(value, list):
        return [_sorted(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    return value
