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
    page.wait_for_load_state()
    page.keyboard.press("l")
    page.keyboard.type("Spoke about spring")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#lines").get_by_text("Spoke about spring")).to_be_visible()


@pytest.mark.usefixtures("people")
def test_an_enter_that_comes_before_its_answer_waits_for_it(
    page: Page, client: httpx2.Client
) -> None:
    told = {"first_name": "Zoe", "last_name": "Novak"}
    zoe = client.post("/v1/candidates", json=told).json()["id"]
    page.goto("/timeline")
    expect(page.locator(".jump kbd")).to_have_text("Ctrl K")
    page.keyboard.press("Control+k")
    page.keyboard.type("Zoe Novak")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Zoe Novak")).to_be_visible()
    expect(page.locator(".jump kbd")).to_have_text("Ctrl K")

    # Of whoever is open, the palette offers what one does most.
    page.keyboard.press("Control+k")
    offered = page.locator("#palette [role=option]")
    expect(offered.first).to_contain_text("Log with this person")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What did you talk about?")).to_be_focused()
    pool = client.post("/v1/pools", json={"name": "Platform"}).json()["id"]
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").fill("platf")
    page.get_by_role("option", name="Put this person into Platform").click()
    expect(page.locator("#toasts")).to_contain_text("Added to the pool.")
    (member,) = client.get(f"/v1/pools/{pool}/members").json()["items"]
    assert member["candidate_id"] == zoe
    expect(page.locator(".jump kbd")).to_have_text("Ctrl K")

    page.keyboard.press("Control+k")
    page.keyboard.type("Ana Maria Berg")
    page.keyboard.press("Enter")
    expect(page.get_by_label("First name")).to_have_value("Ana Maria")
    expect(page.get_by_label("Last name")).to_have_value("Berg")


@pytest.mark.usefixtures("people")
def test_the_letters_do_the_same_on_every_screen(page: Page) -> None:
    page.goto("/timeline")
    expect(page.locator(".live")).to_have_text("live")
    page.locator("#news").dispatch_event("htmx:sse:error")
    expect(page.locator(".live")).to_have_text("not live, trying again")
    for _ in range(2):
        page.keyboard.press("j")
    expect(page.locator("[data-row]:has(a)").nth(1).locator("a").first).to_be_focused()
    for path in ("/pools", "/insights"):
        page.goto(path)
        page.keyboard.press("l")
        expect(page.get_by_role("combobox", name="Log with whom?")).to_be_focused()
        page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_url("**/people/new")


@pytest.mark.usefixtures("people")
def test_a_day_is_chosen_on_any_screen_and_what_was_asked_stays(page: Page) -> None:
    page.goto("/people?sort=name")
    # Before the day is chosen, somebody filters as they type.
    page.get_by_label("Filter by name, company or title").fill("e")
    expect(page).to_have_url(re.compile("q=e"))
    page.get_by_role("heading", name="People").click()
    page.keyboard.press("h")
    day = page.get_by_label("As of")
    expect(day).to_be_focused()
    day.fill("2026-01-01")
    expect(page).to_have_url(re.compile("q=e&.*as_of=2026-01-01"))
    expect(page.get_by_role("status").first).to_contain_text("1 January 2026")

    page.get_by_role("link", name="Back to now").click()
    expect(page).to_have_url(re.compile("/people[?](q=e&sort=name|sort=name&q=e)$"))


def test_what_is_read_as_of_a_day_is_said_by_the_page_itself(client: httpx2.Client) -> None:
    client.post("/v1/candidates", json={"first_name": "Ada"})
    then = client.get("/insights?weeks=52&as_of=2026-01-01").text
    elsewhere = client.get("/settings/account?x=1").text

    assert '<a href="/insights?weeks=52" data-now>Back to now</a>' in then
    assert '<input type="hidden" name="weeks" value="52">' in then
    assert "data-may-write" not in then
    # What is read as of now alone leads to the first screen.
    assert '<form class="as-of" action="/" data-as-of>' in elsewhere
    assert 'name="x"' not in elsewhere
    # Whether it is live, only a script that follows it knows.
    assert '<span class="live" hidden></span>' in client.get("/timeline").text


def test_the_keys_are_explained(page: Page) -> None:
    page.goto("/timeline")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()

    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Ctrl Enter")
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
