"""Signing in: one is led to the page that was asked for, and never to another site."""

from collections.abc import Callable

import httpx2
import pytest
from playwright.sync_api import Page

from api import onward
from api.installation import Installation
from ledger.access import passwords, users
from tests.screens.conftest import NewPage

PASSWORD = "quarry plum nine lantern"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def email(workspace: Installation) -> str:
    """Return the address with which the owner signs in."""
    address = f"olive.{workspace.owner.hex}@example.org"
    with workspace.database.connection() as connection:
        users.add(connection, workspace.owner, "Olive Owner")
        users.describe(connection, workspace.owner, name="Olive Owner", email=address)
        kept = passwords.encoded(workspace.settings.pepper, workspace.owner, PASSWORD)
        passwords.keep(connection, workspace.owner, kept)
    return address


@pytest.fixture
def stranger(new_page: NewPage) -> Callable[..., Page]:
    """Return what opens a page as somebody who is not signed in."""

    def open_page(**told: object) -> Page:
        page = new_page(**told)
        page.context.clear_cookies()
        return page

    return open_page


def _sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_one_is_led_to_the_page_that_was_asked_for(
    stranger: Callable[..., Page], email: str
) -> None:
    page = stranger(viewport=PHONE)
    page.goto("/people?q=ada&sort=name")
    page.get_by_role("button", name="Show Password").click()
    page.get_by_label("E-mail").fill(email)
    field = page.locator("#password")
    field.fill(PASSWORD)
    assert field.get_attribute("type") == "text"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("heading", name="People").wait_for()

    assert page.url.endswith("/people?q=ada&sort=name")


def test_without_scripts_one_is_led_there_as_well(
    stranger: Callable[..., Page], email: str
) -> None:
    page = stranger(java_script_enabled=False)
    page.goto("/people?sort=name")
    assert not page.get_by_role("button", name="Show Password").is_visible()
    _sign_in(page, email)

    page.get_by_role("heading", name="People").wait_for()

    assert page.url.endswith("/people?sort=name")


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "/sign-out",
        "/v1/export",
        "evil.example",
        "/" + "x" * onward.LENGTH_MAX,
    ],
)
def test_what_is_no_page_of_ours_leads_to_the_first_page(
    client: httpx2.Client, email: str, asked: str
) -> None:
    said = {"email": email, "password": PASSWORD, "next": asked}

    answer = client.post("/sign-in", data=said, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("asked", ["/people", "/compare?from=2026-01-01&to=", "/people/a#b"])
def test_a_page_of_ours_is_one(asked: str) -> None:
    assert onward.local(asked) == asked


def test_a_page_of_the_longest_length_is_ours_and_a_longer_one_is_not() -> None:
    longest = "/" + "x" * (onward.LENGTH_MAX - 1)

    assert onward.local(longest) == longest
    assert onward.local(longest + "x") == "/"


def test_too_many_wrong_passwords_say_when_to_try_again(
    client: httpx2.Client, email: str
) -> None:
    said = {"email": email, "password": "wrong wrong wrong"}

    answers = [client.post("/sign-in", data=said) for _ in range(6)]

    assert [each.status_code for each in answers] == [401] * 5 + [429]
    assert "Try again in" in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0


def test_an_unknown_address_is_a_page_for_a_browser_and_a_problem_for_a_program(
    client: httpx2.Client,
) -> None:
    for_browser = client.get("/nowhere", headers={"Accept": "text/html"})
    for_program = client.get("/nowhere", headers={"Accept": "application/json"})
    in_api = client.get("/v1/nowhere", headers={"Accept": "text/html"})

    assert (for_browser.status_code, "Nothing is here" in for_browser.text) == (404, True)
    assert for_browser.headers["content-type"].startswith("text/html")
    for told in (for_program, in_api):
        assert told.status_code == 404
        assert told.headers["content-type"] == "application/problem+json"
