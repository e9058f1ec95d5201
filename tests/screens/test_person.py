"""A person's page, as a recruiter lives on it: log, read, put right, look back."""

import re
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api.installation import Installation
from ledger.words import Role
from tests.api.access.people import People
from tests.screens.conftest import NewPage


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    """Enter Ada; return the path of her page."""
    given = {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "title": "Analyst",
        "handles": [{"type": "email", "value": "ada@example.com"}],
    }
    return f"/people/{client.post('/v1/candidates', json=given).json()['id']}"


def timeline(client: httpx2.Client, ada: str) -> list[dict[str, Any]]:
    """Return what the ledger says happened with Ada, newest first."""
    answer = client.get(f"/v1/candidates/{ada.removeprefix('/people/')}/timeline")
    return answer.json()["items"]


def test_a_talk_is_logged_by_keyboard_and_stands_there_at_once(page: Page, ada: str) -> None:
    page.goto(ada)
    page.keyboard.press("l")
    page.keyboard.type("Spoke about spring")
    page.locator("#when").fill("yesterday 15:00")
    expect(page.locator("#when-meant")).to_contain_text("15:00")
    page.locator("#follow-up").fill("in two weeks")
    page.keyboard.press("Control+Enter")

    line = page.locator("#lines .touch")
    expect(line).to_contain_text("Spoke about spring")
    expect(line).to_contain_text("you called")
    expect(line.locator("time")).to_contain_text("15:00")
    expect(page.locator(".tally")).to_contain_text("1 engagement")
    expect(page.locator("#known")).to_contain_text("Spoke about spring")
    expect(page.locator("#composer textarea")).to_have_value("")
    expect(page.locator("#composer textarea")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    expect(page.locator("#lines .touch")).to_have_count(0)
    expect(page.locator("#known")).to_contain_text("Nothing is promised.")

    # Who only wants to come back to them did not talk with them.
    page.locator("#follow-up").fill("Friday")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("Follow up")
    expect(page.locator("#known")).to_contain_text("Follow up")
    expect(page.locator("#lines .touch")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.get_by_label("Follow up when?")).to_be_focused()
    page.keyboard.type("in two weeks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Done: Follow up")).to_have_count(2)


def test_words_that_are_no_date_are_said_in_place_and_nothing_is_lost(
    new_page: NewPage, client: httpx2.Client, ada: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(ada)
    page.locator("#composer textarea").fill("Spoke about spring")
    page.locator("#when").fill("when pigs fly")
    page.get_by_role("button", name="Log it").click()

    expect(page.locator("#composer .fault")).to_contain_text("“when pigs fly”")
    expect(page.locator("#composer textarea")).to_have_value("Spoke about spring")
    assert all(each["event_type"] != "EngagementRecorded" for each in timeline(client, ada))

    page.locator("#when").fill("")
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("Call logged.").wait_for()
    assert timeline(client, ada)[0]["payload"]["body"] == "Spoke about spring"


def test_a_fact_is_put_right_where_it_stands_and_put_back(page: Page, ada: str) -> None:
    page.goto(ada)
    fact = page.locator("#fact-title")
    fact.locator("summary").click()
    expect(fact.locator("input[name=value]")).to_be_focused()
    page.keyboard.type("Countess")
    page.keyboard.press("Enter")

    expect(page.locator("#fact-title .value")).to_have_text("Countess")
    expect(page.locator("#fact-title .from")).to_contain_text("by you")
    expect(page.locator("#person-head")).to_contain_text("Countess")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Title is as it was.").wait_for()
    expect(page.locator("#fact-title .value")).to_have_text("Analyst")


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_lost(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    page.goto(ada)
    path = f"/v1/candidates/{ada.removeprefix('/people/')}"
    client.patch(path, json={"title": "Baroness"}, headers={"If-Match": "*"})
    # Another fact may change all the same.
    page.locator("#fact-company summary").click()
    expect(page.locator("#fact-company input[name=value]")).to_be_focused()
    page.keyboard.type("Engines")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-company .value")).to_have_text("Engines")

    page.goto(ada)
    client.patch(path, json={"title": "Duchess"}, headers={"If-Match": "*"})
    page.locator("#fact-title summary").click()
    expect(page.locator("#fact-title input[name=value]")).to_be_focused()
    page.keyboard.type("Countess")
    with page.expect_response(re.compile("/facts/title$")) as answered:
        page.keyboard.press("Enter")

    assert answered.value.status == 412
    expect(page.locator("#fact-title .fault")).to_contain_text("Duchess")
    expect(page.locator("#fact-title input[name=value]")).to_have_value("Countess")
    assert client.get(path).json()["title"] == "Duchess"


def test_changes_made_in_one_go_are_folded_and_a_long_mail_too(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    mail = "Dear Ada,\n" + "word " * 400 + "\n\nOn Monday Charles Babbage wrote:\n> the engine"
    told = {"candidate_id": ada.removeprefix("/people/"), "kind": "email", "body": mail}
    client.post("/v1/engagements", json=told)
    page.goto(ada)

    folded = page.locator(".folded")
    expect(folded).to_contain_text("Added to the ledger, 1 way to reach them")
    expect(folded.get_by_text("ada@example.com")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.get_by_text("ada@example.com")).to_be_visible()
    quoted = page.get_by_text("> the engine")
    expect(quoted).to_be_hidden()
    page.get_by_text("Quoted").click()
    expect(quoted).to_be_visible()


def test_an_engagement_is_put_right_in_place_and_its_edits_are_kept(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    told = {
        "candidate_id": ada.removeprefix("/people/"),
        "kind": "note",
        "body": "In Rme",
    }
    engagement = client.post("/v1/engagements", json=told).json()["id"]
    page.goto(ada)
    page.locator(".touch").hover()
    page.locator(".touch").get_by_role("link", name="Edit").click()
    page.locator(".editing textarea").fill("In Rome")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".touch")).to_contain_text("In Rome")
    page.goto(f"{ada}/engagements/{engagement}")
    expect(page.locator("main")).to_contain_text("Put right")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("button", name="Put it back").click()
    page.get_by_text("Put back.").wait_for()
    expect(page.locator(".touch")).to_contain_text("In Rome")
    bodies = [
        each["payload"].get("body")
        for each in timeline(client, ada)
        if each["event_type"] == "EngagementRecorded"
    ]
    assert bodies == ["In Rome"]


def test_a_kind_is_looked_at_alone_and_the_address_says_so(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    for kind in ("call", "note"):
        told = {"candidate_id": ada.removeprefix("/people/"), "kind": kind, "body": f"A {kind}"}
        client.post("/v1/engagements", json=told)
    page.goto(ada)
    page.get_by_role("link", name="Call: 1").click()

    expect(page.locator(".touch")).to_have_count(1)
    expect(page.locator(".touch")).to_contain_text("A call")
    expect(page).to_have_url(re.compile(r"\?kind=call$"))
    page.reload()
    expect(page.locator(".touch")).to_have_count(1)


def test_the_past_is_read_and_nothing_in_it_can_be_changed(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    position = client.get("/v1/tags").headers["Ledger-Position"]
    told = {"candidate_id": ada.removeprefix("/people/"), "kind": "note", "body": "Later"}
    client.post("/v1/engagements", json=told)
    page.goto(f"{ada}?as_of={position}")

    expect(page.get_by_role("status").first).to_contain_text("Nothing can be changed here")
    expect(page.locator("#composer")).to_have_count(0)
    expect(page.locator("main form[method=post]")).to_have_count(0)
    expect(page.locator("main").get_by_text("Later")).to_have_count(0)
    expect(page.get_by_role("link", name="Compare with now")).to_be_visible()


def test_the_slider_leads_to_the_day_it_is_put_on(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    told = {
        "candidate_id": ada.removeprefix("/people/"),
        "kind": "note",
        "body": "Long ago",
        "occurred_at": "2020-01-06T09:00:00Z",
    }
    client.post("/v1/engagements", json=told)
    page.goto(ada)
    slider = page.locator("#slider")
    expect(slider).to_be_visible()
    assert slider.get_attribute("data-first") == "2020-01-06"
    expect(page.locator(".strip rect")).to_have_count(1)
    slider.focus()
    page.keyboard.press("ArrowLeft")

    expect(page).to_have_url(re.compile(r"\?as_of=20\d\d-\d\d-\d\d$"))
    # She was entered today; what was told of 2020 was not known yesterday.
    page.get_by_text("The ledger did not know Ada Lovelace yet").wait_for()


def test_somebody_is_added_and_whoever_is_known_already_is_led_to(page: Page, ada: str) -> None:
    page.goto("/people")
    page.keyboard.press("c")
    page.wait_for_url("**/people/new")
    page.get_by_label("First name").fill("Charles")
    page.get_by_label("Email").fill("ADA@example.com")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("alert")).to_contain_text("Ada Lovelace")
    page.wait_for_load_state()
    expect(page.get_by_label("First name")).to_have_value("Charles")
    page.get_by_label("Email").fill("charles@example.com")
    page.get_by_label("Tags").fill("engines, maths")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Charles").wait_for()
    expect(page.locator("#known")).to_contain_text("charles@example.com")
    expect(page.locator(".pool-chips")).to_contain_text("engines")
    assert ada not in page.url


def test_pools_tags_follow_ups_and_handles_change_in_place(page: Page, ada: str) -> None:
    page.goto(ada)
    known = page.locator("#known")
    opened = known.locator("details.add", has=page.get_by_text("Follow-up", exact=True)).first
    opened.locator("> summary").click()
    opened.get_by_label("Follow up when?").fill("when pigs fly")
    opened.get_by_role("button", name="Promise").click()
    expect(opened.locator(".fault .toast")).to_contain_text("“when pigs fly”")
    expect(opened.get_by_label("Follow up when?")).to_have_value("when pigs fly")
    opened.locator("> summary").click()
    for summary, field, text, button in (
        ("Pool", "Name of a new pool", "Platform", "Add"),
        ("Tag", "Tag", "maths", "Add"),
        ("Follow-up", "Follow up when?", "Friday", "Promise"),
        ("Contact", "Address or number", "+49 30 901820", "Add"),
        ("Application", "For what", "Engineer, Berlin", "Put forward"),
    ):
        opened = known.locator("details.add", has=page.get_by_text(summary, exact=True)).first
        opened.locator("> summary").click()
        opened.get_by_label(field, exact=True).fill(text)
        opened.get_by_role("button", name=button).click()
        expect(opened.get_by_label(field, exact=True)).to_be_hidden()
    expect(known.locator(".pool-chips")).to_contain_text("Platform")
    expect(known.locator(".pool-chips")).to_contain_text("maths")
    expect(known).to_contain_text("+49 30 901820")
    expect(known).to_contain_text("Engineer, Berlin")
    expect(page.locator("#lines")).to_contain_text("Joined the pool Platform")
    known.get_by_role("button", name="Done: Follow up").click()
    expect(known).to_contain_text("Nothing is promised.")


def test_somebody_is_erased_only_where_their_name_is_typed(
    new_page: NewPage, client: httpx2.Client, ada: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{ada}/erase")
    page.get_by_label("Type").fill("Ada")
    page.get_by_role("button", name="Erase for good").click()
    page.get_by_text("Nothing was erased").wait_for()

    page.get_by_label("Type").fill("ada lovelace")
    page.get_by_role("button", name="Erase for good").click()
    page.get_by_text("Erased for good.").wait_for()
    assert client.get(f"/v1/candidates/{ada.removeprefix('/people/')}").status_code == 410


def test_who_may_only_read_sees_no_form_and_changes_nothing(
    client: httpx2.Client, workspace: Installation, ada: str
) -> None:
    with ExitStack() as clients:
        viewer = People(client, workspace, clients).join(Role.VIEWER).talk
        shown = viewer.get(ada)
        assert shown.status_code == 200
        assert 'method="post" action="/people/' not in shown.text
        before = client.get("/v1/tags").headers["Ledger-Position"]
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for path in ("log", "facts/title", "handles", "tags", "pools", "follow-ups", "erase"):
            answer = viewer.post(f"{ada}/{path}", content="kind=note&body=x", headers=form)
            assert answer.status_code == 403, path
        assert client.get("/v1/tags").headers["Ledger-Position"] == before


def test_a_phone_shows_a_person_without_sideways_scrolling(
    new_page: NewPage, client: httpx2.Client, ada: str
) -> None:
    told = {"candidate_id": ada.removeprefix("/people/"), "kind": "note", "body": "x" * 300}
    client.post("/v1/engagements", json=told)
    page = new_page(viewport={"width": 390, "height": 844})
    for path in ("", "/privacy", "/facts", "/erase", "/access"):
        page.goto(ada + path)
        assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth"), path


def test_of_a_colleague_it_is_said_by_name_who_turned_to_whom(
    client: httpx2.Client, workspace: Installation, ada: str
) -> None:
    with ExitStack() as clients:
        colleague = People(client, workspace, clients).join(Role.RECRUITER).talk
        told = {"candidate_id": ada.removeprefix("/people/"), "kind": "call"}
        colleague.post("/v1/engagements", json=told | {"direction": "outbound"})

        assert "Olive Owner called" in client.get(ada).text
        assert "you called" in colleague.get(ada).text


def test_a_page_says_how_things_stand_and_how_they_are_reached(
    client: httpx2.Client, ada: str
) -> None:
    who = ada.removeprefix("/people/")
    for kind, value in (
        ("phone", "+49 30 901820"),
        ("linkedin", "https://www.linkedin.com/in/ada?a=1&b=2"),
        ("website", "javascript:alert(1)"),
    ):
        handle = {"type": kind, "value": value}
        assert client.post(f"/v1/candidates/{who}/handles", json=handle).is_success, value
    called = {"candidate_id": who, "kind": "call", "direction": "outbound"}
    for told in (
        {"body": "Would move to Porto", "occurred_at": "2026-01-05T09:00:00Z"},
        {"outcome": "missed", "body": "No answer"},
        {"kind": "meeting", "is_cancelled": True, "body": "Called off"},
        {"kind": "meeting", "body": "To come", "occurred_at": "2190-01-05T09:00:00Z"},
    ):
        client.post("/v1/engagements", json=called | told)

    shown = client.get(ada).text
    known = shown.partition("<h2>Brief</h2>")[2].partition("</section>")[0]

    assert '<span class="stage warm" title="Stage">Warm</span>' in shown
    assert "Would move to Porto" in known
    assert "where they live" in known
    assert "phone number" not in known
    assert 'href="mailto:ada@example.com"' in shown
    assert 'href="tel:+4930901820"' in shown
    assert 'rel="noreferrer noopener"><bdi>https://www.linkedin.com/in/ada' in shown
    assert "<bdi>javascript:alert(1)</bdi>" in shown
    assert 'href="javascript' not in shown


def test_a_key_writes_by_no_page_and_is_shown_nobody(
    client: httpx2.Client, workspace: Installation, ada: str
) -> None:
    issued = client.post("/v1/keys", json={"label": "dialler", "scopes": ["write"]}).json()
    with ExitStack() as clients:
        dialler = People(client, workspace, clients).with_key(issued["id"], issued["key"]).talk
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        asked = (
            ("/people/new", "first_name=Eve&email=ada@example.com"),
            (f"{ada}/log", "kind=call&body=Hello"),
            (f"{ada}/log", "kind=call&body=Hello&when=never+ever"),
            (f"{ada}/facts/title", "value=Countess&was=Baroness"),
            (f"{ada}/tags", "tag=maths"),
        )
        for path, content in asked:
            for script in ({}, {"HX-Request": "true"}):
                answer = dialler.post(path, content=content, headers=form | script)
                told = answer.text + str(answer.headers)
                assert answer.status_code == 403, (path, script)
                assert "Lovelace" not in told, (path, script)
                assert "Analyst" not in told, (path, script)
    assert [each for each in timeline(client, ada) if each["event_type"].startswith("E")] == []


def test_whoever_looks_like_somebody_else_is_pointed_out(
    page: Page, client: httpx2.Client, ada: str
) -> None:
    twin = {"first_name": "Ada", "last_name": "Lovelace", "title": "Analyst"}
    other = client.post("/v1/candidates", json=twin).json()["id"]
    page.goto(ada)

    hint = page.locator("#alike")
    expect(hint.get_by_role("link", name="Ada Lovelace")).to_have_attribute(
        "href", f"/people/{other}"
    )
    expect(hint.get_by_role("link", name="Decide")).to_be_visible()


def test_through_whom_somebody_is_known_is_told_where_it_is_known(
    new_page: NewPage, client: httpx2.Client, ada: str
) -> None:
    page = new_page()
    with page.expect_response(lambda answer: "known-through" in answer.url):
        page.goto(ada)
    expect(page.get_by_role("heading", name="Known through")).to_have_count(0)

    grace = client.post("/v1/candidates", json={"first_name": "Grace"}).json()["id"]
    told = {"kind": "meeting", "conversation_id": "m", "occurred_at": "2026-01-05T09:00:00Z"}
    for who in (ada.removeprefix("/people/"), grace):
        client.post("/v1/engagements", json=told | {"candidate_id": who})
    page.reload()
    section = page.get_by_role("region", name="Known through")
    expect(section).to_contain_text("a meeting")
    section.get_by_role("link", name="Grace").click()
    expect(page).to_have_url(re.compile(f"/people/{grace}$"))

    plain = new_page(java_script_enabled=False)
    plain.goto(ada)
    plain.get_by_role("link", name="Known through whom").click()
    expect(plain.get_by_role("main")).to_contain_text("a meeting")
