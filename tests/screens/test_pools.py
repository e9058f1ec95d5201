"""Pools: opened, filled, and their members moved from stage to stage."""

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.screens.conftest import NewPage


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    told = {"first_name": "Ada", "last_name": "Lovelace", "title": "Analyst"}
    return client.post("/v1/candidates", json=told).json()["id"]


@pytest.fixture
def pool(client: httpx2.Client, ada: str) -> str:
    pool = client.post("/v1/pools", json={"name": "Platform"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{ada}")
    return pool


def stage_of(client: httpx2.Client, pool: str) -> str:
    (member,) = client.get(f"/v1/pools/{pool}/members").json()["items"]
    return member["stage"]


@pytest.mark.usefixtures("ada")
def test_a_pool_is_opened_and_somebody_found_is_put_in_and_taken_out(page: Page) -> None:
    page.goto("/pools")
    page.get_by_label("Name").fill("Berlin backend")
    page.get_by_role("button", name="Open the pool").click()
    page.get_by_role("heading", name="Berlin backend").wait_for()
    page.wait_for_load_state()

    page.keyboard.press("a")
    page.get_by_label("Whom to add").fill("lovel")
    page.get_by_role("button", name="Add Ada Lovelace").click()
    expect(page.locator(".toast")).to_contain_text("Ada Lovelace is in the pool.")
    card = page.locator("[data-stage='To contact'] .seat")
    expect(card).to_contain_text("Analyst")

    card.get_by_role("button", name="Take Ada Lovelace out of the pool").click()
    expect(page.locator(".seat")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("Ada Lovelace")

    page.goto("/pools")
    expect(page.locator(".coldest")).to_contain_text("Ada Lovelace")


def test_a_dragged_card_is_moved_and_an_undo_brings_it_back(
    page: Page, client: httpx2.Client, pool: str
) -> None:
    page.goto(f"/pools/{pool}")
    page.locator(".seat").drag_to(page.locator("[data-stage=Interviewing]"))

    expect(page.locator(".toast")).to_contain_text("Ada Lovelace: Interviewing.")
    expect(page.locator("[data-stage=Interviewing] .seat")).to_have_count(1)
    expect(page.locator("[data-stage=Interviewing] [data-count]")).to_have_text("1")
    assert stage_of(client, pool) == "Interviewing"

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-stage='To contact'] .seat")).to_have_count(1)
    assert stage_of(client, pool) == "To contact"


def test_a_card_that_the_server_does_not_take_lies_where_it_lay(
    page: Page, client: httpx2.Client, pool: str, ada: str
) -> None:
    # The browser complains of what is refused, here rightly.
    refused = page.context.new_page()
    refused.goto(f"/pools/{pool}")
    client.delete(f"/v1/pools/{pool}/members/{ada}")
    refused.get_by_label("Stage of Ada Lovelace").select_option("Replied")

    expect(refused.locator(".toast.fault")).to_contain_text("is not in this pool")
    expect(refused.locator("[data-stage='To contact'] .seat")).to_have_count(1)
    expect(refused.get_by_label("Stage of Ada Lovelace")).to_have_value("To contact")


def test_without_javascript_a_stage_is_chosen_and_the_stages_are_named(
    new_page: NewPage, client: httpx2.Client, pool: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"/pools/{pool}?view=table")
    page.get_by_label("Stage of Ada Lovelace").select_option("Placed")
    page.get_by_role("button", name="Move").click()
    expect(page.locator(".toast")).to_contain_text("Ada Lovelace: Placed.")
    assert stage_of(client, pool) == "Placed"

    page.locator("summary", has_text="Pool").click()
    page.get_by_label("Stages, one a line").fill("Neu\nGesprochen")
    page.get_by_role("button", name="Change the stages").click()
    expect(page.locator(".column h2")).to_contain_text(["Neu", "Gesprochen", "Placed"])

    page.goto("/pools")
    page.get_by_role("link", name="Show how it is looked after").click()
    expect(page.locator(".coldest")).to_contain_text("Ada Lovelace")


def test_an_archived_pool_is_only_read(page: Page, pool: str) -> None:
    page.goto(f"/pools/{pool}")
    page.locator("summary", has_text="Pool").click()
    page.get_by_role("button", name="Archive this pool").click()
    expect(page.locator(".toast")).to_contain_text("“Platform” is archived")

    page.goto(f"/pools/{pool}")
    expect(page.locator(".seat")).to_have_count(1)
    expect(page.locator(".stage-form, .seat [draggable=true]")).to_have_count(0)

    page.locator("summary", has_text="Pool").click()
    page.get_by_role("button", name="Open it again").click()
    expect(page.locator(".toast")).to_contain_text("“Platform” is open again.")
    expect(page.locator(".stage-form")).to_have_count(1)


def test_what_was_changed_about_a_pool_is_taken_back_by_undo(
    page: Page, client: httpx2.Client, pool: str
) -> None:
    def told() -> tuple[str, list[str], bool]:
        now = client.get(f"/v1/pools/{pool}").json()
        return now["name"], now["stages"], now["is_archived"]

    before = told()
    for field, text, button in (
        ("Name", "Engineers", "Rename"),
        ("Stages, one a line", "Neu\nDone", "Change the stages"),
        ("", "", "Archive this pool"),
    ):
        page.goto(f"/pools/{pool}")
        page.locator("summary", has_text="Pool").click()
        if field:
            page.get_by_label(field).fill(text)
        page.get_by_role("button", name=button).click()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".toast")).to_contain_text("Taken back.")
        assert told() == before
        assert page.url.endswith(f"/pools/{pool}")

    page.locator("summary", has_text="Pool").click()
    page.get_by_label("Stages, one a line").fill("Neu\nneu")
    page.get_by_role("button", name="Change the stages").click()
    expect(page.locator(".fault .toast")).to_contain_text("needs a name of its own")
    expect(page.get_by_label("Stages, one a line")).to_have_value("Neu\nneu")
