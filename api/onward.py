"""Where somebody goes on to after signing in: a page of ours, never another site."""

from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import Form, Query

LENGTH_MAX = 2_000
# Whoever signs in there is led around in a circle, or is shown no page.
_NO_PAGES = ("/sign-in", "/sign-out", "/v1/", "/static/")

Asked = Annotated[str, Query(alias="next")]
"""The page that a stranger asked for, as an address says it."""
Carried = Annotated[str, Form(alias="next")]
"""The same, as a form hands it on."""


def local(asked: str) -> str:
    r"""Return the path of a page of ours that was asked for, else that of the first one.

    Browsers read `//`, `/\\` and paths with line ends in them as addresses of other sites.
    """
    is_ours = (
        asked.startswith("/")
        and not asked.startswith(("//", *_NO_PAGES))
        and len(asked) <= LENGTH_MAX
        and "\\" not in asked
        and all(" " < each <= "~" for each in asked)
    )
    return asked if is_ours else "/"


def of_address(address: str) -> str:
    """Return the page that a whole address names, for whoever is there already."""
    try:
        told = urlsplit(address)
    except ValueError:
        return "/"
    return local(told.path + (f"?{told.query}" if told.query else ""))


def to_sign_in(page: str) -> str:
    """Return where a stranger signs in who asked for a page."""
    wanted = local(page)
    return "/sign-in" if wanted == "/" else f"/sign-in?{urlencode({'next': wanted})}"
