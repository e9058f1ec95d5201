"""What every screen has around it."""

import pytest
from playwright.sync_api import Page


@pytest.mark.usefixtures("people")
def test_a_person_is_found_in_the_list_and_something_is_logged(page: Page) -> None:
    page.goto("/people")
    link = page.locator("#people-rows a").first
    name = link.inner_text()
    link.click()
    page.get_by_role("heading", name=name).wait_for()
    page.keyboard.press("l")
    page.keyboard.type("Spoke about spring")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Spoke about spring").wait_for()
