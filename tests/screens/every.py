"""The screens that there are, and what each address needs to be filled with."""

from collections.abc import Iterator
from typing import Any

import httpx2

SCREENS = (
    "/",
    "/today/follow-ups",
    "/first",
    "/people",
    "/people?stage=cold",
    "/people/new",
    "/people/{candidate}",
    "/people/{candidate}?as_of={before}",
    "/people/{candidate}/facts",
    "/people/{candidate}/privacy",
    "/people/{candidate}/access",
    "/people/{candidate}/erase",
    "/timeline",
    "/pools",
    "/pools/{pool}",
    "/pools/{pool}?view=table",
    "/insights?whole=1",
    "/import",
    "/import/{import}",
    "/duplicates",
    "/duplicates/merges",
    "/export",
    "/compare",
    "/compare?from=1&to={before}",
    "/compare/views",
    "/settings/account",
    "/settings/members",
    "/settings/keys",
    "/settings/workspace",
    "/settings/privacy",
    "/settings/looks",
    "/settings/about",
    "/palette?q=a",
)
"""Every screen that is a page of its own."""


def addresses(client: httpx2.Client) -> Iterator[str]:
    """Yield the address of each screen, filled with what a ledger holds."""
    listed = client.get("/v1/candidates?sort=last_engaged&limit=1")
    found: dict[str, Any] = {
        "candidate": listed.json()["items"][0]["id"],
        "pool": client.get("/v1/pools").json()["items"][0]["id"],
        "import": client.get("/v1/imports").json()["items"][0]["id"],
        "before": int(listed.headers["ledger-position"]) - 1,
    }
    for each in SCREENS:
        yield each.format_map(found)
