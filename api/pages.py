"""Pages of ours for people who are not signed in yet: plain, without a script they need."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
# After a form was sent, the browser asks for a page anew.
_SEE_OTHER = 303


def page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; all that is put into it is escaped."""
    text = _templates().get_template(template).render(values)
    return HTMLResponse(text, status, headers=_HEADERS)


def on_to(path: str) -> RedirectResponse:
    """Send the browser to a page of ours."""
    return RedirectResponse(path, _SEE_OTHER, headers={"Cache-Control": "no-store"})


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
