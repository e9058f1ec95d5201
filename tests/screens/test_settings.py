"""Settings in a browser: each page by whoever may, and what is shown once."""

import re
from collections.abc import Callable, Generator
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api.access_changes import AccessChanges
from api.installation import Installation
from ledger.ids import new_id
from ledger.words import Role
from projections.members import everyone
from projections.moment import Moment
from tests.screens.conftest import NewPage
from tests.sessions import signed_in
from tests.talking import talking_to

PAGES = ("account", "members", "keys", "workspace", "privacy", "looks", "about")
As = Callable[[Role], httpx2.Client]


@pytest.fixture
def signed_in_as(workspace: Installation, client: httpx2.Client) -> Generator[As]:
    """Return what talks as a new member with a role."""
    opened: list[httpx2.Client] = []

    def talk(role: Role) -> httpx2.Client:
        member = new_id()
        cookies = signed_in(workspace, member)
        AccessChanges(workspace, workspace.owner).add(member, role, role.value)
        opened.append(talking_to(client.base_url, cookies=cookies))
        return opened[-1]

    yield talk
    for each in opened:
        each.close()


def test_an_invitation_is_shown_once_lets_in_and_can_be_withdrawn(
    page: Page, new_page: NewPage
) -> None:
    page.goto("/settings/members")
    page.get_by_label("Their name").fill("Rosa Recruiter")
    page.locator("main").get_by_label(re.compile("^As")).select_option("viewer")
    page.get_by_role("button", name="Make the link").click()
    link = urlsplit(page.get_by_label("The link of the invitation").input_value()).path
    guest = new_page(java_script_enabled=False)
    guest.context.clear_cookies()
    guest.goto(link)
    guest.get_by_text("as viewer").wait_for()
    page.goto("/settings/members")
    assert link not in page.content()

    page.get_by_role("button", name="Withdraw the invitation of Rosa Recruiter").click()
    page.get_by_text("The invitation opens nothing any more.").wait_for()

    # A page that says no is a fault to the console.
    assert guest.request.get(link).status == 401


def test_a_key_opens_what_was_ticked_until_it_is_revoked(
    new_page: NewPage, client: httpx2.Client
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/settings/keys")
    page.get_by_label("What it is for").fill("Calendar sync")
    page.get_by_role("button", name="Issue the key").click()
    key = page.get_by_label("The key", exact=True).input_value()
    with talking_to(client.base_url, headers={"Authorization": f"Bearer {key}"}) as program:
        assert program.get("/v1/candidates").status_code == 200
        assert program.get("/v1/access").status_code == 403
        page.get_by_text("Change Calendar sync").click()
        page.get_by_role("button", name="Revoke the key Calendar sync").click()
        page.get_by_text("The key opens nothing any more.").wait_for()
        assert program.get("/v1/candidates").status_code == 401


def test_a_role_is_changed_and_a_member_removed(
    page: Page, workspace: Installation, signed_in_as: As
) -> None:
    viewer = signed_in_as(Role.VIEWER)
    page.goto("/settings/members")
    page.get_by_text("Change viewer").click()
    page.get_by_label("Role of viewer").select_option("recruiter")
    page.get_by_role("button", name="Give this role").click()
    page.get_by_text("viewer is recruiter from now on.").wait_for()
    page.get_by_text("Change viewer").click()
    page.get_by_role("button", name="Let in no longer").click()
    page.get_by_text("They are let in no longer").wait_for()

    assert viewer.get("/people", follow_redirects=False).status_code == 303
    with workspace.database.connection() as connection:
        assert len(everyone(Moment(connection, workspace.workspace))) == 1


def test_a_workspace_is_renamed_and_goes_only_by_its_name_and_is_kept_again(
    page: Page,
) -> None:
    page.goto("/settings/workspace")
    page.get_by_label("Name of the workspace").fill("Northern Search")
    page.get_by_role("button", name="Rename").click()
    page.get_by_text("The workspace is called Northern Search.").wait_for()
    page.get_by_text("Delete the workspace").click()
    field = page.get_by_label("Type its name, Northern Search")
    field.fill("Northern")
    page.get_by_role("button", name="Delete in two weeks").click()
    expect(page.locator(".told .fault")).to_contain_text("Type the workspace's name")
    field.fill("Northern Search")
    page.get_by_role("button", name="Delete in two weeks").click()
    page.get_by_role("heading", name="It goes for good").wait_for()

    page.get_by_role("button", name="Keep the workspace").click()
    page.get_by_text("The workspace stays.").wait_for()
    assert page.get_by_role("heading", name="It goes for good").count() == 0


def test_another_workspace_is_begun_and_left_again(page: Page) -> None:
    page.goto("/settings/workspace")
    page.get_by_text("Begin another").click()
    page.get_by_label("Name of the new workspace").fill("South")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_text("South is yours, and empty.").wait_for()
    page.goto("/settings/workspace")

    page.get_by_role("button", name=re.compile("^Open ")).first.click()

    page.get_by_text("This is the other workspace.").wait_for()


@pytest.mark.usefixtures("people")
def test_a_rule_of_retention_proposes_people_and_is_undone(page: Page) -> None:
    page.goto("/settings/privacy")
    page.get_by_text("Add a rule").click()
    page.get_by_label("What to call it").fill("A month without a word")
    page.get_by_label("After how many months").fill("1")
    page.get_by_role("button", name="Set the rule").click()
    page.get_by_text("Nobody is erased by it.").wait_for()
    assert page.get_by_text("A month without a word").count() > 1
    page.get_by_role("link", name="All of them").first.click()
    page.get_by_role("heading", name="Due for erasure").wait_for()
    page.go_back()

    page.get_by_role("button", name="Remove the rule A month without a word").click()

    page.get_by_text("The rule holds no more.").wait_for()
    page.get_by_text("Nobody's time has run out by a rule.").wait_for()


@pytest.mark.usefixtures("people")
def test_who_looked_is_found_by_what_was_looked_at(page: Page) -> None:
    for path in ("/people", "/people?q=a"):
        page.goto(path)
    page.goto("/settings/looks")
    page.get_by_label("What").select_option("search")
    rows = page.locator("#looks [data-row]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("a search")
    assert "kind=search" in page.url


@pytest.mark.usefixtures("people")
def test_looks_of_more_than_a_month_ago_are_shown_to_who_empties_the_day(
    client: httpx2.Client, workspace: Installation
) -> None:
    client.get("/people").raise_for_status()
    with workspace.database.owner() as connection:
        connection.execute(
            "update access.looks set looked_at = looked_at - interval '31 days'"
            " where workspace_id = %s",
            (workspace.workspace,),
        )

    of_a_month = client.get("/settings/looks").text
    of_all = client.get("/settings/looks?from=").text

    assert "Nobody looked" in of_a_month
    assert "<td>a list of people" in of_all


def test_who_may_not_sees_no_button_and_is_refused(signed_in_as: As) -> None:
    viewer = signed_in_as(Role.VIEWER)

    for path in ("members", "privacy", "workspace"):
        shown = viewer.get(f"/settings/{path}").text
        assert "Make the link" not in shown
        assert "Add a rule" not in shown
        assert "Delete the workspace" not in shown
    assert viewer.get("/settings/looks").status_code == 403
    assert viewer.get("/export").status_code == 403
    for path, said in (
        ("members/invite", {"name": "x", "role": "viewer"}),
        ("privacy/rules", {"name": "x", "months": "1"}),
        ("workspace/delete", {"name": "My ledger"}),
    ):
        assert viewer.post(f"/settings/{path}", data=said).status_code == 403


def test_an_auditor_lands_where_it_is_shown_who_looked(signed_in_as: As) -> None:
    auditor = signed_in_as(Role.AUDITOR)

    landed = auditor.get("/", follow_redirects=True)

    assert (landed.status_code, landed.url.path) == (200, "/settings/looks")
    assert 'role="search"' not in landed.text
    for path in ("account", "members", "keys", "workspace", "about"):
        assert auditor.get(f"/settings/{path}").status_code == 200
    assert auditor.get("/settings/privacy").status_code == 403


@pytest.mark.usefixtures("people")
def test_every_page_fits_a_telephone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    for path in (*(f"/settings/{each}" for each in PAGES), "/export", "/compare?from=1"):
        page.goto(path)
        # What stands around it has a test of its own.
        width = page.locator("main").evaluate("found => found.scrollWidth")
        assert (path, width <= 390) == (path, True)
