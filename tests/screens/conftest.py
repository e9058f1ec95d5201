"""Screens in a real browser: a page may complain of nothing."""

from collections.abc import Callable, Generator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from api.demo.fill import fill
from api.installation import Installation
from api.screens.seen import ZONE_COOKIE

_PEOPLE = 40
# A moment suffices; a machine with much else to do may take many. Keys that a page's script
# hears are pressed when the page has loaded, since scripts run before that and not sooner.
_PATIENCE_MS = 30_000
expect.set_options(timeout=_PATIENCE_MS)

NewPage = Callable[..., Page]
"""Opens a page as somebody who is signed in; keywords are those of a browser's context."""


@pytest.fixture
def new_page(chromium: Browser, client: httpx2.Client) -> Generator[NewPage]:
    """Return what opens pages of an empty workspace; complaints fail the test at its end."""
    complaints: list[str] = []
    opened: list[BrowserContext] = []

    def open_page(**told: Any) -> Page:
        told = {"base_url": str(client.base_url), "timezone_id": "Europe/Berlin"} | told
        told.setdefault("locale", "en-GB")
        told.setdefault("viewport", {"width": 1440, "height": 900})
        context = chromium.new_context(**told)
        shown = dict(client.cookies) | {ZONE_COOKIE: "Europe/Berlin"}
        url = str(client.base_url)
        context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in shown.items()]
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _note(complaints, said))
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Open a page of an empty workspace as its owner."""
    return new_page()


@pytest.fixture
def people(workspace: Installation) -> Installation:
    """Have made-up people in the workspace, the same ones every time."""
    fill(workspace, _PEOPLE, lambda _done, _all: None)
    return workspace


def _note(complaints: list[str], said: ConsoleMessage) -> None:
    # A refusal is an answer: a browser notes that, too, and the test says which it expects.
    is_refusal = "the server responded with a status of 4" in said.text
    if said.type in {"error", "warning"} and not is_refusal:
        complaints.append(f"{said.text} ({said.location.get('url')})")
