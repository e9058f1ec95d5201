"""The documentation's page, from our own files: it works without a network."""

from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse

from ledger import errors

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parents[1] / "static" / "swagger"
_FILES = {"swagger-ui.css", "swagger-ui-bundle.js", "init.js"}


@router.get("/docs")
def show_documentation() -> FileResponse:
    """Show every route, with its examples."""
    return FileResponse(_FOLDER / "index.html")


@router.get("/docs/{name}")
def show_part(name: str) -> FileResponse:
    """Send a part of the page."""
    if name not in _FILES:
        raise errors.Unknown("The documentation has no such part.")
    return FileResponse(_FOLDER / name)
