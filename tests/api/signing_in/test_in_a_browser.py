"""The pages in a real browser: forms under their policy, passkeys of a virtual device."""

from collections.abc import Generator
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from api.installation import Installation
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, link_of
from tests.talking import talking_to

_MAKES = """async (options) => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return (await navigator.credentials.create({ publicKey })).toJSON();
}"""


@pytest.fixture
def page(browser: Browser, chromium: Chromium) -> Generator[Page]:
    """Open a page of the server at localhost; what it complains of fails the test."""
    address = str(browser(host="localhost").base_url)
    with chromium.new_context(base_url=address) as context:
        opened = context.new_page()
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text))
        yield opened
    # A browser asks every site for its icon.
    assert [each for each in complaints if "404" not in each] == []


@pytest.mark.usefixtures("owner")
def test_the_form_and_the_buttons_work_under_the_policy(page: Page) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Olive Owner").wait_for()

    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("heading", name="Sign in").wait_for()
    width = page.locator("main").evaluate("found => getComputedStyle(found).maxWidth")
    assert width == "416px"


def test_a_link_signs_in_by_its_button(page: Page, workspace: Installation) -> None:
    seen: list[str] = []
    page.on("load", lambda shown: seen.append(urlsplit(shown.url).path))
    link = f"/sign-in/{link_of(workspace, workspace.owner)}"
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_text("Olive Owner").wait_for()
    page.wait_for_load_state()
    page.wait_for_function("document.querySelector('.jump kbd')?.textContent === 'Ctrl K'")
    assert seen == [link, "/first"], "The time zone is known by then: nothing is loaded twice."


def test_a_passkey_made_in_the_browser_signs_in_by_one_button(
    page: Page, browser: Browser, workspace: Installation, owner: UUID
) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # pyright: ignore[reportUnknownMemberType]
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send(  # pyright: ignore[reportUnknownMemberType]
        "WebAuthn.addVirtualAuthenticator", {"options": device}
    )
    page.goto(f"/sign-in/{link_of(workspace, owner)}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    asked = page.request.post("/v1/me/passkeys/options").json()["options"]
    credential = page.evaluate(_MAKES, asked)
    told = {"name": "Virtual", "credential": credential}
    assert page.request.post("/v1/me/passkeys", data=told).status == 201
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("Olive Owner").wait_for()
    cookies = {each.get("name", ""): each.get("value", "") for each in page.context.cookies()}
    with talking_to(str(browser().base_url), cookies=cookies) as same:
        assert same.get("/v1/session").json()["user_id"] == str(owner)
