"""Reading an exported log back, line by line; what was not written so is named by its line."""

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

import orjson

from ledger import errors
from ledger.archive.formats import LOG
from ledger.canonical import canonical, digest
from ledger.events import GLOSSARY
from ledger.stored import ERASED, Row

_KEYS = {
    "actor_id",
    "candidate_id",
    "digest",
    "event_type",
    "import_id",
    "occurred_at",
    "payload",
    "position",
    "recorded_at",
    "request_id",
    "salt",
    "schema_version",
    "stream_id",
    "version",
    "workspace_id",
}
# The largest event is a text of a million characters, written with escapes.
_LINE_BYTES_MAX = 8 << 20


def read_log(path: Path) -> Iterator[Row]:
    """Yield every event of an exported file, checked as `checked_lines` does."""
    with path.open("rb") as opened:
        yield from checked_lines(opened)


def checked_lines(opened: BinaryIO) -> Iterator[Row]:
    """Yield every event of an export, checked; raise `errors.Damaged` naming the line.

    Positions must follow each other from 1, every payload must match its digest, and the
    closing line must count and hash all of it: a file cut off, altered or reordered is not read
    to its end without an error.
    """
    hashed = hashlib.sha256()
    count = 0
    workspace: UUID | None = None
    for number, raw in enumerate(_raw_lines(opened), start=1):
        found = _object(number, raw)
        if "format" in found:
            _check_closing(number, found, count, hashed.hexdigest())
            if opened.read(1):
                raise _damaged(number + 1, "something follows the closing line")
            return
        line = _line(number, found)
        if line.position != count + 1:
            raise _damaged(number, f"position {line.position} stands where {count + 1} should")
        if workspace not in {None, line.workspace_id}:
            raise _damaged(number, "it is of another workspace than the lines before it")
        workspace = line.workspace_id
        hashed.update(raw)
        count += 1
        yield line
    raise _damaged(count + 1, "the closing line is missing: the file was cut off")


def lines_of_types(opened: BinaryIO, types: Collection[str]) -> Iterator[Row]:
    """Yield the events of some types, the others unread and nothing said of what is wrong.

    For a look at what comes later, before `checked_lines` reads all of it.
    """
    named = b"|".join(re.escape(each.encode()) for each in sorted(types))
    is_one = re.compile(rb'"event_type":\s*"(?:%b)"' % named).search
    for number, raw in enumerate(_raw_lines(opened), start=1):
        # A text may say the same; what the line is shows once it is read.
        if is_one(raw) is None:
            continue
        with suppress(errors.Damaged):
            line = _line(number, _object(number, raw))
            if line.event_type in types:
                yield line


def _raw_lines(opened: BinaryIO) -> Iterator[bytes]:
    while raw := opened.readline(_LINE_BYTES_MAX):
        yield raw


def _object(number: int, raw: bytes) -> dict[str, Any]:
    if not raw.endswith(b"\n"):
        raise _damaged(number, "it is cut off, or longer than any event")
    try:
        found: object = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _damaged(number, "it is not JSON") from error
    if not isinstance(found, dict):
        raise _damaged(number, "it is not a JSON object")
    return cast("dict[str, Any]", found)


def _line(number: int, found: dict[str, Any]) -> Row:
    if set(found) != _KEYS:
        wrong = ", ".join(sorted(set(found) ^ _KEYS))
        raise _damaged(number, f"these fields are missing or unknown: {wrong}")
    known = GLOSSARY.get(str(found["event_type"]))
    if not isinstance(found["schema_version"], int):
        raise _damaged(number, "its schema_version is no number")
    if known is None or found["schema_version"] > known.schema_version:
        raise _damaged(
            number,
            f"{found['event_type']} (schema {found['schema_version']}) is of a newer Rapport:"
            " read it with that one",
        )
    try:
        line = _checked(found)
    except (ValueError, TypeError, AttributeError, OverflowError, errors.Invalid) as error:
        raise _damaged(number, "a field has a value that it cannot have") from error
    if not line.is_erased and digest(line.salt, line.payload) != line.digest:
        raise _damaged(number, "the payload does not match its digest")
    return line


def _checked(found: dict[str, Any]) -> Row:
    is_erased = _is_erased(found)
    return Row(
        workspace_id=_uuid(found["workspace_id"]),
        position=int(found["position"]),
        stream_id=UUID(found["stream_id"]),
        version=int(found["version"]),
        event_type=found["event_type"],
        schema_version=int(found["schema_version"]),
        candidate_id=_id(found["candidate_id"]),
        occurred_at=datetime.fromisoformat(found["occurred_at"]),
        recorded_at=datetime.fromisoformat(found["recorded_at"]),
        actor_id=_uuid(found["actor_id"]),
        import_id=_id(found["import_id"]),
        request_id=_id(found["request_id"]),
        payload=ERASED if is_erased else canonical(found["payload"]),
        salt=ERASED if is_erased else bytes.fromhex(found["salt"]),
        digest=bytes.fromhex(found["digest"]),
    )


def _is_erased(found: dict[str, Any]) -> bool:
    # An erasure takes both or neither.
    return found["payload"] is None and found["salt"] is None


def _id(text: str | None) -> UUID | None:
    return None if text is None else _uuid(text)


# Workspaces, actors, imports, calls and candidates repeat for many lines.
@lru_cache(maxsize=4096)
def _uuid(text: str) -> UUID:
    return UUID(text)


def _check_closing(number: int, found: dict[str, Any], count: int, hashed: str) -> None:
    if found.get("format") != LOG:
        raise _damaged(number, f"its format is {found.get('format')}, not {LOG}")
    if found.get("count") != count:
        raise _damaged(number, f"it counts {found.get('count')} events, the file holds {count}")
    if found.get("digest") != f"sha256:{hashed}":
        raise _damaged(
            number, "the digest of the lines before it is another: they were altered"
        )


def _damaged(number: int, what: str) -> errors.Damaged:
    return errors.Damaged(f"Line {number}: {what}.", line=number, what=what)
