"""What is wrong with an input, where, and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError

from ledger import errors

CURES_OF_STATUS: Mapping[int, str] = {
    400: "The request cannot be read: send well-formed HTTP/1.1, and JSON in UTF-8.",
    404: "There is nothing at this address; /docs shows every route.",
    405: "This address does not take this method; Allow names those it takes.",
    408: "The request came too slowly: send it again, all at once.",
    413: "The body is over the limit of this route: send it in parts.",
    414: "The address is over the limit: say less in it.",
    421: "This server answers on localhost, on the host it was started with and on public_url.",
    431: "The headers are over the limit: send fewer and shorter ones.",
    503: "So much is under way that one more would only wait: repeat the call in a second.",
}

BAD_KEY = (
    "The header Idempotency-Key is no key.",
    "Send one, of 1 to 255 visible ASCII characters, as a UUID; quoted where it has commas.",
)

_CURES: Mapping[str, str] = {
    "missing": "is needed: add it",
    "extra_forbidden": "is not known here: take it out",
    "string_unicode": "holds text that is no valid Unicode: send UTF-8 without lone surrogates",
    "string_pattern_mismatch": "holds a character that is not allowed here, such as NUL",
    "uuid_parsing": "is no id: an id looks like 0198c2f0-0000-7000-8000-000000000000",
    "timezone_aware": "needs a time zone: write 2026-06-01T09:00:00Z",
}
INVALID = errors.Invalid().sentence
# Enough to see what is wrong; a batch has its own report for each line.
_SHOWN_MAX = 50
_IN_ADDRESS = {"query", "path"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a request, as a problem names it."""

    status: int
    name: str
    title: str
    detail: str
    places: Sequence[Mapping[str, str]] = ()


def of_input(error: RequestValidationError, content_type: str) -> Fault:
    """Return what is wrong with a request, and where."""
    found: Sequence[Any] = error.errors()
    if found and found[0]["type"] == "json_invalid":
        where = [_malformed(found[0])]
        return Fault(400, "malformed", "The body is malformed.", CURES_OF_STATUS[400], where)
    is_whole_body = [fault["loc"] for fault in found] == [("body",)]
    if is_whole_body and found[0]["type"] != "missing" and "json" not in content_type:
        cure = "Send JSON with the header Content-Type: application/json."
        return Fault(415, "media-type", "The body is no JSON.", cure)
    return Fault(422, "invalid", INVALID, "Change what the errors name.", places(found))


def places(found: Sequence[Any]) -> list[dict[str, str]]:
    """Return where each fault is and what cures it; never what was given."""
    return [_place(fault) for fault in found[:_SHOWN_MAX]]


def _place(fault: Mapping[str, Any]) -> dict[str, str]:
    source, *path = fault["loc"] or ("body",)
    cure = _CURES.get(fault["type"]) or _plain(str(fault["msg"]))
    if source in _IN_ADDRESS:
        return {"parameter": ".".join(_text(part) for part in path), "detail": cure}
    if source == "header":
        return {"header": ".".join(_text(part) for part in path), "detail": cure}
    return {"pointer": pointer(path if source == "body" else [source, *path]), "detail": cure}


def pointer(path: Sequence[str | int]) -> str:
    """Return a JSON pointer (RFC 6901) as a URI fragment."""
    return "#" + "".join(
        "/" + _text(part).replace("~", "~0").replace("/", "~1") for part in path
    )


def _malformed(fault: Mapping[str, Any]) -> dict[str, str]:
    _, *path = fault["loc"]
    told = fault.get("ctx", {}).get("error", fault["msg"])
    place = f" at character {path[0]}" if path else ""
    return {"pointer": "#", "detail": f"{_plain(str(told))}{place}"}


def _plain(message: str) -> str:
    text = message.removeprefix("Value error, ").removeprefix("Input ")
    return _text(text[:300])


def _text(part: object) -> str:
    # A key may hold a lone surrogate, which no answer can carry.
    return str(part)[:200].encode("utf-8", "replace").decode()
