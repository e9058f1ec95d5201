"""What every screen has around it: ways, keys, and who is signed in."""

import re

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.screens.conftest import NewPage


@pytest.mark.usefixtures("people")
def test_the_keyboard_alone_finds_a_person_and_logs_a_call(page: Page) -> None:
    page.goto("/timeline")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url(re.compile("/people$"))
    name = page.locator("#people-rows [data-row] a").first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.keyboard.press("l")
    page.keyboard.type("Spoke about spring")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#lines").get_by_text("Spoke about spring")).to_be_visible()


def test_the_keys_are_explained(page: Page) -> None:
    page.goto("/timeline")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()

    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


@pytest.mark.usefixtures("people")
def test_letters_typed_into_a_field_are_letters(page: Page) -> None:
    page.goto("/people")
    field = page.locator(".filters input[type=search]").first
    field.fill("")

    field.press_sequentially("gp?")

    expect(field).to_have_value("gp?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


@pytest.mark.usefixtures("people")
def test_a_session_that_was_ended_elsewhere_is_over_at_the_next_step(
    new_page: NewPage, client: httpx2.Client
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/timeline")
    assert client.delete("/v1/session").status_code < 300

    page.get_by_role("link", name="People", exact=True).click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_what_two_people_do_at_once_is_seen_by_both(
    new_page: NewPage, client: httpx2.Client
) -> None:
    who = client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    watching, writing = new_page(), new_page()
    watching.goto("/timeline")
    expect(watching.get_by_text("Added to the ledger")).to_be_visible()

    writing.goto(f"/people/{who}")
    writing.get_by_label("What did you talk about?").fill("A note for both")
    writing.keyboard.press("Control+Enter")

    expect(watching.get_by_text("A note for both")).to_be_visible()
    expect(writing.locator("#lines").get_by_text("A note for both")).to_be_visible()
