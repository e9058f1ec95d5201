"""Today: what the day asks for, and what is recorded meanwhile."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api.installation import Installation
from api.screens.times import Times, locale_of, zone_of
from ledger.words import Role
from tests.api.access.people import people_of
from tests.screens.conftest import NewPage

NOW = datetime.now(UTC)


def _add(client: httpx2.Client, name: str) -> str:
    first, _, last = name.partition(" ")
    answer = client.post("/v1/candidates", json={"first_name": first, "last_name": last})
    return answer.json()["id"]


def _engage(client: httpx2.Client, who: str, ago: timedelta, **told: Any) -> None:
    given = {"candidate_id": who, "occurred_at": (datetime.now(UTC) - ago).isoformat()}
    answer = client.post("/v1/engagements", json={"kind": "email"} | given | told)
    assert answer.status_code == 201, answer.text


def _promise(client: httpx2.Client, who: str, about: str, day: date | None = None) -> None:
    due_on = (day or NOW.date()).isoformat()
    given = {"candidate_id": who, "due_on": due_on, "about": about}
    assert client.post("/v1/follow-ups", json=given).status_code == 201


def test_the_day_shows_who_waits_and_what_is_due(page: Page, client: httpx2.Client) -> None:
    ada, grace, mary = (_add(client, name) for name in ("Ada Byron", "Grace Hop", "Mary Some"))
    _engage(client, ada, timedelta(days=2), direction="inbound")
    for days in (70, 80, 90):
        _engage(client, grace, timedelta(days=days), direction="outbound")
    _engage(client, mary, timedelta(days=1), direction="outbound")
    _promise(client, mary, "Send terms")
    later = NOW.date() + timedelta(days=9)
    for number in range(8):
        _promise(client, mary, f"Call {number}", later)

    page.goto("/")

    figures = page.locator(".figures")
    for text in ("1follow-ups due", "1replies you owe", "1going cold", "2touches this week"):
        # Early in a week the mails of the days before were in the one before.
        if "touches" not in text:
            expect(figures).to_contain_text(text)
    expect(figures).to_contain_text("touches this week")
    expect(page.locator("#owed + ul")).to_contain_text("Ada Byron")
    expect(page.locator("#cold + ul")).to_contain_text("Grace Hop")
    due = page.locator("#due [data-row]")
    expect(due).to_have_count(8)
    page.get_by_role("button", name="Done: Send terms").click()
    expect(page.get_by_role("button", name="Done: Send terms")).to_have_count(0)
    # The next one moves up, the card counts anew, and only the last word is said.
    expect(due).to_have_count(8)
    expect(page.locator("#due-count")).to_have_text("0")
    due.first.get_by_role("button").click()
    expect(due).to_have_count(7)
    expect(page.locator("#toasts .toast")).to_have_count(1)
    assert len(client.get("/v1/follow-ups").json()["items"]) == 7
    page.keyboard.press("u")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")
    expect(due).to_have_count(8)

    page.goto("/today/follow-ups")
    page.get_by_role("button", name="Done: Call 3").click()
    expect(page.locator("[data-row]")).to_have_count(7)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-row]")).to_have_count(8)
    expect(page).to_have_url(re.compile("/today/follow-ups$"))


def test_what_is_recorded_meanwhile_comes_by_itself(page: Page, client: httpx2.Client) -> None:
    ada = _add(client, "Ada Byron")
    page.goto("/")
    expect(page.get_by_role("heading", name="Follow up")).to_be_visible()

    _engage(client, ada, timedelta(0), body="Just came in")

    expect(page.get_by_text("Just came in")).to_be_visible()
    expect(page.get_by_text("Just came in")).to_have_count(1)

    # Of what is too much to be shown at once, it is said that there is more.
    after = client.get("/v1/tags").headers["Ledger-Position"]
    for number in range(20):
        _engage(client, ada, timedelta(0), body=f"Note {number}")
    asked = f"/timeline/live?after={after}&seconds=0&kind=email"
    assert "More was recorded" not in client.get(asked).text
    _engage(client, ada, timedelta(0), body="One more")
    told = client.get(asked).text
    assert "More was recorded" in told
    assert "/timeline?kind=email" in told
    assert told.count("just now") == 20
    assert "One more" in told
    assert "Note 0" not in told


def test_follow_ups_are_listed_by_day_and_no_day_is_named_twice(client: httpx2.Client) -> None:
    ada = _add(client, "Ada Byron")
    for number in range(55):
        _promise(client, ada, f"Call {number}", date(2026, 1, 1))
    _promise(client, ada, "Send terms", NOW.date() + timedelta(days=400))

    assert "All follow-ups" in client.get("/").text
    first = client.get("/today/follow-ups").text
    more = re.search(r'hx-get="([^"]+)"', first)
    assert more is not None
    address = more[1].replace("&amp;", "&")
    rest = client.get(address, headers={"HX-Request": "true", "HX-Target": "p#more"}).text

    assert (first.count("Call "), first.count("<h2>Overdue</h2>")) == (100, 1)
    assert (rest.count("Call "), rest.count("<h2>Overdue</h2>")) == (10, 0)
    assert "Send terms" in rest
    assert 'id="more"' not in rest


def test_lines_say_who_wrote_into_which_pool_and_when(
    client: httpx2.Client, workspace: Installation
) -> None:
    ada = _add(client, "Ada Byron")
    nameless = client.post("/v1/candidates", json={"headline": "Analyst"}).json()["id"]
    with people_of(client, workspace) as people:
        other = people.join(Role.RECRUITER).talk
        _engage(other, ada, timedelta(hours=1), direction="outbound")
        pool = client.post("/v1/pools", json={"name": "Analysts"}).json()["id"]
        client.put(f"/v1/pools/{pool}/members/{ada}")
        _promise(client, nameless, "Porto", date(2027, 1, 4))
        for path in ("/", "/timeline", "/timeline/live?after=0&seconds=0"):
            told = client.get(path).text
            assert "Olive Owner wrote" in told, path
            assert "you wrote" not in told, path
            assert '<span class="unseen">Email</span>' in told, path
            assert "Joined the pool Analysts" in told, path
            assert "Follow-up promised for 4 Jan 2027: Porto" in told, path
            assert f'<a href="/people/{nameless}"><span class="faint">No name' in told, path
        assert "you wrote" in other.get("/timeline").text


def test_without_a_script_the_week_is_counted_when_that_is_asked_for(
    client: httpx2.Client,
) -> None:
    ada = _add(client, "Ada Byron")
    _engage(client, ada, timedelta(0))

    assert '<noscript><a class="card figure" href="/?whole=1">' in client.get("/").text
    assert "<b>1</b><span>touches this week</span>" in client.get("/?whole=1").text


@pytest.mark.parametrize(
    ("ahead", "told"), [(0, "just now"), (59, "just now"), (60, "tomorrow"), (-60, "1 min ago")]
)
def test_what_was_recorded_while_the_page_was_made_is_told_as_just_now(
    ahead: int, told: str
) -> None:
    now = datetime(2026, 11, 26, 23, 59, 30, tzinfo=UTC)
    times = Times(zone_of("UTC"), locale_of("en-GB"), now)

    assert times.ago(now + timedelta(seconds=ahead)) == told


def test_without_a_script_a_follow_up_is_done_all_the_same(
    new_page: NewPage, client: httpx2.Client
) -> None:
    mary = _add(client, "Mary Some")
    _promise(client, mary, "Send terms", date(2026, 1, 1))
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
