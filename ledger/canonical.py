"""Canonical JSON (RFC 8785) and the digest over it: the same bytes in every language.

Payloads hold no floats, so orjson with sorted keys writes RFC 8785 as it stands, except that it
sorts keys by code point where the RFC sorts by UTF-16 unit; the two differ only beyond U+FFFF.
"""

import hashlib
import re
from typing import Any

import orjson
from pydantic import BaseModel

from ledger import errors

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_STRICT_INTEGER
# UTF-8 writes what lies beyond U+FFFF in four bytes, the first of which is one of these.
_ASTRAL = re.compile(rb"[\xf0-\xf4]")


def canonical(payload: dict[str, Any]) -> bytes:
    """Return a payload as canonical JSON in UTF-8.

    Raise `errors.Invalid` for what has no canonical form: an integer beyond 2^53, a lone
    surrogate. (Event types refuse floats and NUL.)
    """
    try:
        written = orjson.dumps(payload, default=_plain, option=_OPTIONS)
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise errors.Invalid(f"{error}.") from error
    if written.isascii() or not _ASTRAL.search(written):
        return written
    return orjson.dumps(_sorted(orjson.loads(written)))


def digest(salt: bytes, canonical_payload: bytes) -> bytes:
    """Return what the ledger keeps of a payload for ever: sha256(salt ‖ canonical JSON)."""
    return hashlib.sha256(salt + canonical_payload).digest()


def _plain(value: Any) -> Any:
    # The JSON writer knows what our values are made of; pydantic's dump takes far longer.
    if isinstance(value, BaseModel):
        told, said = value.__dict__, value.__pydantic_fields_set__
        return told if len(said) == len(told) else {name: told[name] for name in said}
    raise TypeError


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        items: list[tuple[str, Any]] = list(value.items())  # pyright: ignore[reportUnknownArgumentType]
        items.sort(key=lambda item: item[0].encode("utf-16-be"))
        return {key: _sorted(inner) for key, inner in items}
    if isinstance(value, list):
        return [_sorted(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    return value
