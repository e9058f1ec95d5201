"""The screens that there are, and what each address needs to be filled with."""

from collections.abc import Iterator
from typing import Any

import httpx2

SCREENS = (
    "/",
    "/people",
    "/people/{candidate}",
    "/people/{candidate}?as_of={before}",
    "/timeline",
    "/palette?q=a",
)
"""Every screen that is a page of its own."""


def addresses(client: httpx2.Client) -> Iterator[str]:
    """Yield the address of each screen, filled with what a ledger holds."""
    listed = client.get("/v1/candidates?sort=last_engaged&limit=1")
    found: dict[str, Any] = {
        "candidate": listed.json()["items"][0]["id"],
        "before": int(listed.headers["ledger-position"]) - 1,
    }
    for each in SCREENS:
        yield each.format_map(found)
