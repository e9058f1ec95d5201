"""What holds of every screen: for everybody, on every device, with and without a script."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page

from api.installation import Installation
from tests.screens.conftest import NewPage
from tests.screens.every import addresses

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_RUN = "async () => (await axe.run({ resultTypes: ['violations'] })).violations"


def _violations(page: Page, rules: str) -> list[str]:
    page.evaluate(rules)
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_breaks_a_rule_of_accessibility(
    new_page: NewPage, people: Installation, client: httpx2.Client, scheme: str
) -> None:
    if not _AXE.exists():
        pytest.skip("the rules are not there: npm ci --prefix tests/screens")
    rules = _AXE.read_text(encoding="utf-8")
    page = new_page(color_scheme=scheme)
    broken: dict[str, list[str]] = {}
    for address in addresses(client):
        page.goto(address)
        page.wait_for_load_state()
        if found := _violations(page, rules):
            broken[address] = found
    assert people.workspace is not None
    assert broken == {}


@pytest.mark.usefixtures("people")
def test_no_screen_is_wider_than_a_telephone(new_page: NewPage, client: httpx2.Client) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    wide: dict[str, int] = {}
    for address in addresses(client):
        page.goto(address)
        width: int = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[address] = width
    assert wide == {}


@pytest.mark.usefixtures("people")
def test_every_screen_reads_without_a_script(new_page: NewPage, client: httpx2.Client) -> None:
    page = new_page(java_script_enabled=False)
    for address in addresses(client):
        answer = page.goto(address)
        assert answer is not None
        assert (address, answer.status) == (address, 200)
        assert page.locator("h1").count() == 1, address
        assert page.locator("main").inner_text().strip(), address


@pytest.mark.usefixtures("people")
def test_nothing_on_any_screen_comes_from_elsewhere_or_is_written_into_it(
    client: httpx2.Client,
) -> None:
    for address in addresses(client):
        answer = client.get(address)
        text = answer.text
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "no-store"
        assert "unsafe" not in answer.headers["content-security-policy"]
        for forbidden in (
            "<style",
            " style=",
            "<script>",
            "onclick=",
            "hx-on",
            "js:",
            "http://",
        ):
            assert forbidden not in text.partition("<main")[0] or forbidden == "http://", (
                address
            )
        assert 'src="http' not in text
        assert 'href="//' not in text
