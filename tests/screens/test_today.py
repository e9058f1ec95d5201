"""Today: what the day asks for, and what is recorded meanwhile."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api.installation import Installation
from ledger.words import Role
from tests.api.access.people import people_of
from tests.screens.conftest import NewPage

NOW = datetime.now(UTC)


def _add(client: httpx2.Client, name: str) -> str:
    first, _, last = name.partition(" ")
    answer = client.post("/v1/candidates", json={"first_name": first, "last_name": last})
    return answer.json()["id"]


def _engage(client: httpx2.Client, who: str, ago: timedelta, **told: Any) -> None:
    given = {"candidate_id": who, "occurred_at": (NOW - ago).isoformat()}
    answer = client.post("/v1/engagements", json={"kind": "email"} | given | told)
    assert answer.status_code == 201, answer.text


def test_the_day_shows_who_waits_and_what_is_due(page: Page, client: httpx2.Client) -> None:
    ada, grace, mary = (_add(client, name) for name in ("Ada Byron", "Grace Hop", "Mary Some"))
    _engage(client, ada, timedelta(days=2), direction="inbound")
    for days in (70, 80, 90):
        _engage(client, grace, timedelta(days=days), direction="outbound")
    _engage(client, mary, timedelta(days=1), direction="outbound")
    promised = {"candidate_id": mary, "due_on": NOW.date().isoformat(), "about": "Send terms"}
    assert client.post("/v1/follow-ups", json=promised).status_code == 201

    page.goto("/")

    figures = page.locator(".figures")
    for text in ("1follow-ups due", "1replies you owe", "1going cold", "2touches this week"):
        # Early in a week the mails of the days before were in the one before.
        if "touches" not in text:
            expect(figures).to_contain_text(text)
    expect(figures).to_contain_text("touches this week")
    expect(page.locator("#owed + ul")).to_contain_text("Ada Byron")
    expect(page.locator("#cold + ul")).to_contain_text("Grace Hop")
    page.get_by_role("button", name="Done: Send terms").click()
    expect(page.get_by_role("button", name="Done: Send terms")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("Done.")
    assert client.get("/v1/follow-ups").json()["items"] == []


def test_what_is_recorded_meanwhile_comes_by_itself(page: Page, client: httpx2.Client) -> None:
    ada = _add(client, "Ada Byron")
    page.goto("/")
    expect(page.get_by_role("heading", name="Follow up")).to_be_visible()

    _engage(client, ada, timedelta(0), body="Just came in")

    expect(page.get_by_text("Just came in")).to_be_visible()
    expect(page.get_by_text("Just came in")).to_have_count(1)


def test_without_a_script_a_follow_up_is_done_all_the_same(
    new_page: NewPage, client: httpx2.Client
) -> None:
    mary = _add(client, "Mary Some")
    promised = {"candidate_id": mary, "due_on": "2026-01-01", "about": "Send terms"}
    assert client.post("/v1/follow-ups", json=promised).status_code == 201
    page = new_page(java_script_enabled=False)
    page.goto("/")

    page.get_by_role("button", name="Done: Send terms").click()

    expect(page.locator("#toasts")).to_contain_text("Done.")
    expect(page.get_by_role("button", name="Done: Send terms")).to_have_count(0)
    page.reload()
    expect(page.locator("#toasts")).not_to_contain_text("Done.")


@pytest.mark.parametrize(
    ("typed", "goes_to"),
    [("time", "/timeline"), ("ada byr", "/people/")],
)
def test_the_palette_finds_people_and_screens(
    page: Page, client: httpx2.Client, typed: str, goes_to: str
) -> None:
    _add(client, "Ada Byron")
    page.goto("/people")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_be_visible()

    page.keyboard.type(typed)

    expect(page.locator("#palette a[aria-selected=true]")).to_have_attribute(
        "href", re.compile(f"^{goes_to}")
    )
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(goes_to))


def test_the_timeline_is_narrowed_by_kind_and_day(page: Page, client: httpx2.Client) -> None:
    ada = _add(client, "Ada Byron")
    _engage(client, ada, timedelta(days=40), kind="call", body="An old call")
    _engage(client, ada, timedelta(days=1), kind="call", body="A call of late")
    _engage(client, ada, timedelta(days=1), body="A mail of late")
    page.goto("/timeline")
    expect(page.get_by_text("A mail of late")).to_be_visible()

    page.get_by_role("navigation", name="Kinds").get_by_text("Call").click()
    page.get_by_label("From").fill((NOW - timedelta(days=10)).date().isoformat())
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_text("A call of late")).to_be_visible()
    expect(page.get_by_text("A mail of late")).to_have_count(0)
    expect(page.get_by_text("An old call")).to_have_count(0)
    assert "kind=call" in page.url


def test_the_timeline_is_narrowed_to_a_pool_and_a_member_and_so_is_what_comes_live(
    page: Page, client: httpx2.Client, workspace: Installation
) -> None:
    ada, grace = _add(client, "Ada Byron"), _add(client, "Grace Hopper")
    pool = client.post("/v1/pools", json={"name": "Analysts"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{ada}")
    with people_of(client, workspace) as people:
        other = people.join(Role.RECRUITER).talk
        note = {"candidate_id": ada, "kind": "note"}
        other.post("/v1/engagements", json=note | {"body": "A colleague's word"})
        _engage(client, ada, timedelta(days=1), body="A word of mine")
        _engage(client, grace, timedelta(days=1), body="Of somebody else")
        page.goto("/timeline")
        page.get_by_label("Pool").select_option("Analysts")
        page.get_by_role("combobox", name="By").select_option("you")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_text("A word of mine")).to_be_visible()
        expect(page.get_by_text("A colleague's word")).to_have_count(0)
        expect(page.get_by_text("Of somebody else")).to_have_count(0)
        page.get_by_role("navigation", name="Kinds").get_by_text("Email").click()
        expect(page.get_by_text("A word of mine")).to_be_visible()
        assert f"pool={pool}" in page.url

        other.post("/v1/engagements", json=note | {"kind": "email", "body": "Theirs, live"})
        _engage(client, grace, timedelta(0), body="Somebody else, live")
        _engage(client, ada, timedelta(0), body="Mine, live")
        expect(page.locator("#news").get_by_text("Mine, live")).to_be_visible()
        expect(page.locator("#news li")).to_have_count(1)
