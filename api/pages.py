"""Pages of ours for people who are not signed in yet: plain, without a script they need."""

from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from api.screens.files import edition_of_now

_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {"Cache-Control": "no-store"}
# After a form was sent, the browser asks for a page anew.
_SEE_OTHER = 303


def page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; all that is put into it is escaped."""
    text = templates().get_template(template).render(values)
    return HTMLResponse(text, status, headers=_HEADERS)


def on_to(path: str) -> RedirectResponse:
    """Send the browser to a page of ours."""
    return RedirectResponse(path, _SEE_OTHER, headers={"Cache-Control": "no-store"})


@cache
def templates() -> Environment:
    """Return the templates of all pages; whatever is put into one is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    told = cast("dict[str, object]", environment.globals)
    told["static"] = f"/static/{edition_of_now()}"
    return environment
