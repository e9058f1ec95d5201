"""Stylesheet, scripts, font and icons: our own files, kept by the browser until they change."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Header
from starlette.responses import Response

from ledger import errors

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parents[1] / "static" / "screens"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PACKED_ALREADY = {".woff2"}
_FOR_A_YEAR = "public, max-age=31536000, immutable"


class _File(NamedTuple):
    media_type: str
    content: bytes
    packed: bytes
    """The content by gzip; empty where that makes it no smaller."""


@router.get("/static/{edition}/{name}")
async def show_file(
    edition: str, name: str, accept_encoding: Annotated[str, Header()] = ""
) -> Response:
    """Send a file; an address of this edition never changes what it says."""
    files = _files()
    if name not in files:
        raise errors.Unknown("The screens have no such file.")
    file = files[name]
    headers = {"Vary": "Accept-Encoding"}
    headers["Cache-Control"] = _FOR_A_YEAR if edition == edition_of_now() else "no-cache"
    content = file.content
    if file.packed and "gzip" in accept_encoding:
        content = file.packed
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=file.media_type, headers=headers)


@cache
def edition_of_now() -> str:
    """Return what the addresses of the files hold, which changes when any of them does."""
    whole = hashlib.sha256()
    for name, file in sorted(_files().items()):
        whole.update(name.encode() + hashlib.sha256(file.content).digest())
    return whole.hexdigest()[:12]


@cache
def _files() -> Mapping[str, _File]:
    return {
        path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES
    }


def _read(path: Path) -> _File:
    content = path.read_bytes()
    packed = b"" if path.suffix in _PACKED_ALREADY else gzip.compress(content, 9, mtime=0)
    return _File(_TYPES[path.suffix], content, packed)
