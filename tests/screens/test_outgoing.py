"""What goes out, what changed between two moments, and views that are built anew."""

import re
import zipfile
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api.access_changes import AccessChanges
from api.installation import Installation
from ledger.ids import new_id
from ledger.words import Role
from tests.screens.conftest import NewPage
from tests.sessions import signed_in
from tests.talking import talking_to


def _added(client: httpx2.Client, name: str) -> str:
    body = {"name": name, "company": "Fjord"}
    return str(client.post("/v1/candidates", json=body).raise_for_status().json()["id"])


def _head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


@pytest.mark.usefixtures("people")
def test_everything_is_one_button_and_stands_among_what_was_taken_out(
    page: Page, tmp_path: Path
) -> None:
    page.goto("/export")
    page.get_by_text("Nothing was taken out").wait_for()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Everything (.zip)").click()
    begun.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        assert "data/verify.py" in packed.namelist()

    page.reload()

    past = page.locator("section", has_text="Taken out before")
    expect(past.get_by_role("listitem")).to_contain_text(["The whole history"])
    expect(past).to_contain_text("Signed, and still true of the ledger")
    signed = page.locator("section", has_text="Last signed")
    expect(signed).to_contain_text("rapport-ledger/")


@pytest.mark.usefixtures("people")
def test_a_pool_is_taken_out_as_contacts_without_scripts(
    new_page: NewPage, client: httpx2.Client
) -> None:
    # Whoever was in a pool may have left it.
    pools = client.get("/v1/pools").json()["items"]
    pool = next(each for each in pools if each["member_count"])
    page = new_page(java_script_enabled=False)
    page.goto("/export")
    page.get_by_label("Whom").select_option(pool["id"])
    with page.expect_download() as begun:
        page.get_by_role("button", name="Contacts, vCard 4").click()

    text = begun.value.path().read_text()
    assert 0 < text.count("BEGIN:VCARD") < 40


def test_a_recruiter_takes_copies_and_not_what_is_private(
    workspace: Installation, client: httpx2.Client
) -> None:
    member = new_id()
    cookies = signed_in(workspace, member)
    AccessChanges(workspace, workspace.owner).add(member, Role.RECRUITER, "Rosa")

    with talking_to(client.base_url, cookies=cookies) as recruiter:
        shown = recruiter.get("/export").text
        sent_to = recruiter.get("/export/copy?format=xlsx&pool=", follow_redirects=False)
        unknown = recruiter.get(f"/export/copy?format=csv&pool={new_id()}")
        no_form = recruiter.get("/export/copy?format=none")

    assert "Everything (.zip)" not in shown
    assert "an owner takes it out" in shown
    assert sent_to.headers["location"] == "/v1/export?format=xlsx"
    assert (unknown.status_code, no_form.status_code) == (404, 422)


def test_two_moments_are_compared_and_the_address_says_which(
    page: Page, client: httpx2.Client
) -> None:
    ada = _added(client, "Ada Lovelace")
    before = _head(client)
    told = {"company": "Analytical Engines"}
    client.patch(f"/v1/candidates/{ada}", json=told, headers={"If-Match": "*"})
    _added(client, "Grace Hopper")

    page.goto("/compare")
    page.get_by_text("What changed between two days?").wait_for()
    page.goto(f"/compare?from={before}")

    expect(page.locator(".figure").first).to_contain_text("1 → 2")
    row = page.get_by_role("row", name="Company Fjord Analytical Engines")
    row.wait_for()
    page.get_by_role("link", name="Grace Hopper").wait_for()
    address = page.get_by_label("The address of this comparison").input_value()
    assert address.endswith(f"/compare?from={before}")

    page.goto(f"/compare?from={before}&candidate={ada}")
    assert page.locator(".changed").count() == 1
    expect(page.locator(".changed h3")).to_contain_text("Ada Lovelace")


def test_what_is_no_moment_to_begin_with_is_told(client: httpx2.Client) -> None:
    told = client.get("/compare?from=yesterday")
    later = client.get("/compare?from=2100-01-01")

    assert (told.status_code, later.status_code) == (422, 422)
    assert "As of when?" in told.text
    assert "choose an earlier day" in later.text


def test_one_person_is_compared_by_any_of_their_ids(client: httpx2.Client) -> None:
    ada, other = _added(client, "Ada Lovelace"), _added(client, "A. Lovelace")
    grace, before = _added(client, "Grace Hopper"), _head(client)
    merge = {"duplicate_candidate_id": other}
    client.post(f"/v1/candidates/{ada}/merge", json=merge).raise_for_status()

    def compared(whom: str) -> list[tuple[str, str]]:
        asked = {"from": before, "candidate_id": whom}
        told = client.get("/v1/diff", params=asked).raise_for_status().json()
        assert told["sum"] is None
        return sorted((each["candidate_id"], each["how"]) for each in told["items"])

    assert compared(ada) == compared(other) == sorted([(ada, "changed"), (other, "merged")])
    assert compared(grace) == []


@pytest.mark.usefixtures("people")
def test_a_view_is_built_anew_in_its_row(page: Page) -> None:
    page.goto("/compare/views")
    page.locator("#view-pools").get_by_role("button").click()

    expect(page.locator("#view-pools")).to_contain_text("Built anew from")


def test_a_viewer_sees_the_views_and_builds_none(
    workspace: Installation, client: httpx2.Client
) -> None:
    member = new_id()
    cookies = signed_in(workspace, member)
    AccessChanges(workspace, workspace.owner).add(member, Role.VIEWER, "Vic")

    with talking_to(client.base_url, cookies=cookies) as viewer:
        assert "Build anew" not in viewer.get("/compare/views").text
        assert viewer.post("/compare/views/pools/rebuild").status_code == 403


def test_how_far_an_export_is_shows_by_itself_and_to_whoever_comes_back(
    new_page: NewPage, client: httpx2.Client
) -> None:
    _added(client, "Ada Lovelace")
    page = new_page()
    page.goto("/export")
    expect(page.get_by_role("heading", name="Being taken out")).to_have_count(0)
    with client.stream("GET", "/v1/export") as answer:
        first = page.get_by_role(
            "region", name=re.compile("Being taken out|Taken out just now")
        )
        expect(first).to_contain_text("The whole history")
        answer.read()
    expect(page.get_by_role("region", name="Taken out just now")).to_contain_text("Done: ")

    plain = new_page(java_script_enabled=False)
    plain.goto("/export")
    expect(plain.get_by_role("region", name="Taken out just now")).to_contain_text("Done: ")
