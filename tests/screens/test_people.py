"""People: found, filtered, kept as a search, and dealt with together."""

import re

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api.installation import Installation
from ledger.ids import new_id
from ledger.words import Role
from tests.api.access.people import people_of
from tests.screens.conftest import NewPage

PHONE = {"width": 390, "height": 844}


def rows(page: Page) -> int:
    return page.locator("#people-rows [data-row]").count()


@pytest.mark.usefixtures("people")
def test_the_list_is_narrowed_as_one_types_and_the_address_says_so(page: Page) -> None:
    page.goto("/people")
    name = page.locator("td.c-name a").nth(3).inner_text()

    page.keyboard.press("/")
    page.keyboard.type(name)

    expect(page.locator("#people-count")).to_have_text("1")
    expect(page.locator("td.c-name a")).to_have_text([name])
    expect(page).to_have_url(re.compile("q="))

    page.reload()
    expect(page.locator("td.c-name a")).to_have_text([name])


@pytest.mark.usefixtures("people")
def test_a_filter_is_a_chip_that_can_be_taken_away(page: Page) -> None:
    page.goto("/people")
    everybody = rows(page)

    page.get_by_role("combobox", name="Stage").select_option("cold")
    chip = page.get_by_role("link", name="Cold: take this filter away")
    chip.wait_for()

    assert 0 < rows(page) < everybody
    expect(page.locator(".stage")).to_have_text(["Cold"] * rows(page))

    chip.click()
    expect(page.locator("#people-rows [data-row]")).to_have_count(everybody)


@pytest.mark.usefixtures("people")
def test_a_search_is_saved_shown_on_every_screen_and_dropped_with_an_undo(page: Page) -> None:
    page.goto("/people?stage=cold&sort=name")
    page.locator("summary", has_text="Save").click()
    page.get_by_label("Save this search as").fill("Out of touch")
    page.get_by_role("button", name="Save search").click()

    tab = page.locator(".tabs").get_by_role("link", name="Out of touch")
    expect(tab).to_have_attribute("aria-current", "page")
    page.goto("/pools")
    page.locator(".side").get_by_role("link", name="Out of touch").click()
    page.get_by_role("button", name="Drop this search").click()
    expect(page.get_by_role("link", name="Out of touch")).to_have_count(0)

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".side").get_by_role("link", name="Out of touch")).to_be_visible()


@pytest.mark.usefixtures("people")
def test_a_range_is_selected_tagged_together_and_untagged_by_undo(
    page: Page, client: httpx2.Client
) -> None:
    page.goto("/people?sort=name")
    boxes = page.locator("[name=candidate_ids]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.locator("[data-selected]")).to_have_text("4 selected")

    page.locator("summary", has_text="Tag").click()
    page.get_by_role("button", name="Tag them").click()
    # Refused in place: nothing that was selected is lost.
    expect(page.locator(".bulk .fault .toast")).to_contain_text("Say which tag.")
    expect(page.locator("[data-selected]")).to_have_text("4 selected")
    page.get_by_label("Tag", exact=True).last.fill("Porto")
    page.get_by_role("button", name="Tag them").click()
    expect(page.locator(".toast")).to_contain_text("4 people tagged “Porto”.")
    tagged = client.get("/v1/candidates", params={"tag": "Porto"}).json()["items"]
    assert len(tagged) == 4

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Taken back.")
    assert client.get("/v1/candidates", params={"tag": "Porto"}).json()["items"] == []
    expect(page).to_have_url(re.compile("/people[?]sort=name$"))


@pytest.mark.usefixtures("people")
def test_whoever_was_selected_is_erased_only_where_their_number_is_typed(
    page: Page, client: httpx2.Client
) -> None:
    page.goto("/people?sort=name")
    boxes = page.locator("[name=candidate_ids]")
    whom = [boxes.nth(place).get_attribute("value") for place in range(2)]
    client.put(f"/v1/candidates/{whom[1]}/legal-hold", json={"reason": "A claim"})
    for place in range(2):
        boxes.nth(place).check()
    page.get_by_role("button", name="Erase…").click()
    expect(page.get_by_role("heading", name="Erase 2 people")).to_be_visible()

    page.get_by_label("Type").fill("erase 3 people")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.locator("form .fault > .toast")).to_contain_text("Nothing was erased")
    page.get_by_label("Type").fill("Erase 2 people")
    page.get_by_role("button", name="Erase for good").click()

    expect(page.locator(".toast")).to_contain_text("1 person erased for good.")
    expect(page.locator(".toast")).to_contain_text("A legal hold keeps 1 person.")
    expect(page).to_have_url(re.compile("/people[?]sort=name$"))
    answers = [client.get(f"/v1/candidates/{each}").status_code for each in whom]
    assert answers == [410, 200]


@pytest.mark.parametrize("count", [0, 26])
def test_no_more_are_erased_at_once_than_one_waits_for(
    client: httpx2.Client, count: int
) -> None:
    ids = "&".join(f"candidate_ids={new_id()}" for _ in range(count))
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    asked = client.post("/people/many", content=f"do=erase&{ids}", headers=form)
    done = client.post(
        "/people/erase", content=f"typed=erase+{count}+people&{ids}", headers=form
    )

    assert (asked.status_code, done.status_code) == (422, 422)


@pytest.mark.usefixtures("people")
def test_by_keyboard_a_row_is_walked_to_selected_and_everybody_shown_too(page: Page) -> None:
    page.goto("/people")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.locator("[name=candidate_ids]").nth(1)).to_be_checked()
    page.get_by_label("Select everybody shown").check()
    expect(page.locator("[data-selected]")).to_have_text(f"{rows(page)} selected")


@pytest.mark.usefixtures("people")
def test_without_javascript_the_list_is_filtered_and_all_who_match_are_promised(
    new_page: NewPage, client: httpx2.Client
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/people")
    page.get_by_role("combobox", name="Stage").select_option("warm")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".stage").first).to_have_text("Warm")
    page.get_by_role("link", name="Name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")

    page.locator("[name=candidate_ids]").first.check()
    page.locator("summary", has_text="Follow up").click()
    page.get_by_label("By", exact=True).fill("2031-05-04")
    page.get_by_label("About").fill("Porto")
    page.get_by_role("button", name="Promise it to each").click()

    expect(page.locator(".toast")).to_contain_text("1 person promised a follow-up.")
    promised = client.get("/v1/follow-ups").json()["items"]
    assert "Porto" in [each["about"] for each in promised]


@pytest.mark.usefixtures("people")
def test_columns_are_chosen_and_remembered(page: Page) -> None:
    page.goto("/people?sort=name")
    page.locator("summary", has_text="Columns").click()
    page.get_by_role("checkbox", name="Company").uncheck()
    page.get_by_role("checkbox", name="Tags").check()
    page.get_by_role("button", name="Show these").click()

    expect(page).to_have_url(re.compile("sort=name"))
    heads = page.locator("thead th")
    expect(heads.filter(has_text="Tags")).to_be_visible()
    expect(heads.filter(has_text="Company")).to_have_count(0)
    page.goto("/people")
    expect(heads.filter(has_text="Company")).to_have_count(0)


def test_an_empty_ledger_shows_three_ways_to_begin(page: Page) -> None:
    page.goto("/people")

    for path in ("/import", "/people/new", "/first"):
        expect(page.locator(f".ways-in a[href='{path}']")).to_be_visible()


@pytest.mark.usefixtures("people")
def test_on_paper_the_list_has_its_columns_and_nothing_to_press(page: Page) -> None:
    # As wide as A4 between its margins.
    page.set_viewport_size({"width": 718, "height": 1000})
    page.goto("/people")
    expect(page.locator("th.c-title")).to_be_hidden()

    page.emulate_media(media="print")

    for shown in ("th.c-title", "th.c-company", "th.c-next"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in (".side", ".tabs", ".ends", ".filters", ".head .acts"):
        expect(page.locator(hidden).first).to_be_hidden()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("path", ["/people", "/people?stage=cold", "/pools", "/insights"])
def test_on_a_phone_nothing_is_wider_than_it(new_page: NewPage, path: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(path)

    assert page.locator("main").evaluate("main => main.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("people")
def test_a_viewer_sees_the_list_and_nothing_that_writes(
    new_page: NewPage, workspace: Installation, client: httpx2.Client
) -> None:
    with people_of(client, workspace) as them:
        viewer = dict(them.join(Role.VIEWER).talk.cookies)
    page = new_page()
    page.context.clear_cookies()
    url = str(client.base_url)
    page.context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in viewer.items()]
    )

    page.goto("/people")

    assert rows(page) > 0
    expect(page.locator("[name=candidate_ids]")).to_have_count(0)
    expect(page.get_by_text("Add person")).to_have_count(0)
    answer = page.request.post("/people/many", form={"do": "tag", "tag": "x"})
    assert answer.status == 403


@pytest.mark.usefixtures("people")
def test_as_of_an_earlier_day_the_list_is_only_read(page: Page) -> None:
    page.goto("/people?as_of=2026-01-01")

    expect(page.get_by_role("status").first).to_contain_text("1 January 2026")
    expect(page.locator("[name=candidate_ids]")).to_have_count(0)


@pytest.mark.usefixtures("people")
def test_a_column_that_is_asked_again_turns_the_list_around(page: Page) -> None:
    page.goto("/people?sort=name")
    names = page.locator("#people-rows td:nth-child(2) a")
    first = names.first.inner_text()

    page.get_by_role("link", name="Name").click()
    expect(page).to_have_url(re.compile("sort=-name"))
    turned = page.locator("th[aria-sort=descending]")
    expect(turned).to_contain_text("↓")
    expect(names.last).to_have_text(first)
    page.get_by_role("link", name="Last touch").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Last touch ↓")
    page.get_by_role("link", name="Last touch").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Last touch ↑")
    page.get_by_role("link", name="Name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name ↑")
