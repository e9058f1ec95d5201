"""Insights: pictures that say where they come from."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.screens.conftest import NewPage


@pytest.fixture
def talk(client: httpx2.Client) -> str:
    """Have a mail of ours answered after five hours, and a call; return whom with."""
    who = client.post("/v1/candidates", json={"first_name": "Ada", "source": "fair"}).json()
    begun = datetime.now(UTC) - timedelta(days=2)
    for hours, kind, direction in ((0, "email", "outbound"), (5, "email", "inbound")):
        at = (begun + timedelta(hours=hours)).isoformat()
        told = {"kind": kind, "direction": direction, "occurred_at": at}
        client.post("/v1/engagements", json=told | {"candidate_id": who["id"]})
    client.post("/v1/engagements", json={"kind": "call", "candidate_id": who["id"]})
    return who["id"]


def test_the_pictures_come_with_their_numbers(
    page: Page, client: httpx2.Client, talk: str
) -> None:
    pool = client.post("/v1/pools", json={"name": "Platform"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{talk}")
    page.goto("/insights")

    touches = page.locator("#insight-touches")
    expect(touches.locator(".sum")).to_contain_text("3 in 26 weeks")
    expect(touches.locator(".legend")).to_contain_text("Email 2")
    touches.get_by_text("As a table").click()
    expect(touches.locator("tbody tr")).to_have_count(26)
    expect(page.locator("#insight-replies")).to_contain_text("5 h")
    expect(page.locator("#insight-coverage")).to_contain_text("100 % of 1")
    expect(page.locator("#insight-busiest")).to_contain_text("3 touches with 1 person")
    page.locator("#insight-sources").get_by_role("link", name="fair").click()
    expect(page.locator("td.c-name a")).to_have_text(["Ada"])


@pytest.mark.usefixtures("talk")
def test_without_javascript_every_picture_is_one_link_away(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/insights?weeks=52")
    page.get_by_role("link", name="Show the pictures").first.click()

    expect(page.locator("#insight-touches .sum")).to_contain_text("3 in 52 weeks")
    expect(page.locator("#insight-replies")).to_contain_text("5 h")


def test_nothing_recorded_is_said_in_words(page: Page) -> None:
    page.goto("/insights")

    expect(page.locator("#insight-touches")).to_contain_text("Nothing was recorded")
    expect(page.locator("#insight-coverage")).to_contain_text("Nobody is in a pool yet")


@pytest.mark.usefixtures("talk")
def test_as_of_a_day_before_it_happened_there_is_nothing(page: Page) -> None:
    page.goto("/insights?as_of=2026-01-01")

    expect(page.locator("#insight-sources")).to_contain_text("Nobody is in the ledger yet")
