"""A file on its way into the ledger: chosen, checked, brought in, undone; its look-alikes."""

import os
import re
import time
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from api import waiting
from api.access_changes import AccessChanges
from api.demo.linkedin import write_export
from api.installation import Installation
from ledger.ids import new_id
from ledger.words import ActorId, Role
from tests.screens.conftest import NewPage
from tests.sessions import signed_in

TABLE = (
    "Vorname,Nachname,Firma,Position,E-Mail,Geburtsdatum,Bewertung\n"
    "Ana,Berg,Lumen,Data Engineer,ana@lumen.example,1990-01-01,A\n"
    "Ben,Costa,Ostwind,Designer,ben@lumen.example,,B\n"
    "Emil,,,,,,\n"
)
IN_CYRILLIC = "\u0414\u0436\u043e\u0439 \u0411\u0443\u043b\u044c"
CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nORG:{company}\nTEL:{number}\nEND:VCARD\n"
    for name, company, number in (
        ("Ana Berg", "Lumen", "+49 160 9988776"),
        ("Ben Costa", "Ostwind", "+49 160 9988777"),
    )
)


def choose(page: Page, name: str, content: str | bytes, at: str = "/import") -> None:
    page.goto(at)
    told = content.encode() if isinstance(content, str) else content
    sent = {"name": name, "mimeType": "application/octet-stream", "buffer": told}
    page.locator("#file").set_input_files(sent)  # pyright: ignore[reportArgumentType]


def names(client: httpx2.Client) -> list[str]:
    return [item["name"] for item in client.get("/v1/candidates").json()["items"]]


def bring(client: httpx2.Client, name: str, content: str) -> str:
    answer = client.post(f"/v1/imports?filename={name}", content=content.encode())
    assert answer.is_success, answer.text
    return answer.json()["import_id"]


def test_a_newcomer_brings_in_an_export_and_undoes_and_redoes_it(
    page: Page, client: httpx2.Client, tmp_path: Path
) -> None:
    export = tmp_path / "export.zip"
    write_export(export, connections=12, messages=20)

    choose(page, "export.zip", export.read_bytes(), at="/first")
    button = page.get_by_role("button", name=re.compile("^Import .* people"))
    button.wait_for()
    assert names(client) == []
    button.click()
    page.get_by_role("link", name="See the people").click()
    expect(page.locator("#people-rows a").first).to_be_visible()
    there = names(client)

    page.goto("/import")
    expect(page.locator(".steps [aria-current=step]")).to_contain_text("File")
    page.get_by_role("button", name="Undo export.zip").click()
    page.get_by_role("button", name="Redo the import").wait_for()
    undone = names(client)
    page.get_by_role("button", name="Redo the import").click()
    page.get_by_role("button", name="Undo the import").wait_for()

    assert len(there) > 5
    assert undone == []
    assert names(client) == there


def test_a_column_is_given_another_meaning_and_what_is_protected_stays_out(
    page: Page, client: httpx2.Client
) -> None:
    choose(page, "people.csv", TABLE)
    protected = page.get_by_role("row", name=re.compile("Geburtsdatum"))
    expect(protected).to_contain_text("the law protects it most")
    page.get_by_label("Bewertung").select_option("tags")
    expect(page.get_by_role("row", name=re.compile("Bewertung"))).to_contain_text("you said so")
    page.get_by_role("button", name="Import 2 people").click()
    page.get_by_role("link", name="See the people").wait_for()

    expect(page.get_by_text("people.csv, line 4")).to_be_visible()
    with page.expect_download() as told:
        page.get_by_text("Download what was left out").click()
    left_out = told.value.path().read_text("utf-8-sig").splitlines()
    tags = {each["tag"] for each in client.get("/v1/tags").json()["items"]}
    assert left_out[0] == "file,line,reason"
    assert left_out[1].startswith("people.csv,4,")
    assert tags == {"A", "B"}


@pytest.mark.parametrize("is_scripted", [True, False])
def test_a_table_whose_letters_were_guessed_wrong_is_read_in_others(
    new_page: NewPage, client: httpx2.Client, *, is_scripted: bool
) -> None:
    page = new_page(java_script_enabled=is_scripted)
    table = f"Name,Stadt\n{IN_CYRILLIC},Brno\n".encode("cp1251")
    choose(page, "people.csv", table)
    if not is_scripted:
        page.get_by_role("button", name="Check it").click()
    row = page.get_by_role("row", name=re.compile("^Name"))
    # A table is read in a process of its own, which a busy machine takes its time to begin.
    row.wait_for()
    expect(row).not_to_contain_text(IN_CYRILLIC)

    page.locator("summary", has_text="Say more about the file").click()
    page.get_by_label("The letters of a table").select_option("Cyrillic, Windows")
    if not is_scripted:
        page.get_by_role("button", name="Check again").click()
    row.filter(has_text=IN_CYRILLIC).wait_for()
    page.get_by_role("button", name="Import 1 person").click()
    page.get_by_role("link", name="See the people").wait_for()

    (known,) = client.get("/v1/candidates").json()["items"]
    assert known["name"] == IN_CYRILLIC


def test_a_file_that_is_none_of_ours_says_so_and_is_dropped(
    page: Page, workspace: Installation
) -> None:
    choose(page, "nonsense.zip", "nonsense")
    expect(page.get_by_role("alert")).to_contain_text("nonsense.zip")
    page.get_by_role("button", name="Drop the file").click()
    page.get_by_text("nothing was written").wait_for()

    left = (workspace.settings.data / "uploads").glob(f"waiting/{workspace.workspace}/*/*")
    assert list(left) == []


def test_without_a_script_a_file_is_checked_brought_in_and_two_are_merged(
    new_page: NewPage, client: httpx2.Client
) -> None:
    bring(client, "people.csv", TABLE)
    page = new_page(java_script_enabled=False)
    choose(page, "more.vcf", CARDS)
    page.get_by_role("button", name="Check it").click()
    for _ in range(10):
        if page.get_by_role("button", name="Import 2 people").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("look like somebody you know").first).to_be_visible()
    steps = page.get_by_role("list", name="Steps").get_by_role("listitem")
    expect(steps).to_contain_text(["File", "Check", "Done", "Duplicates"])
    page.get_by_role("button", name="Import 2 people").click()
    expect(steps.and_(page.locator("[aria-current=step]"))).to_contain_text("Duplicates")
    page.get_by_role("link", name="See who looks alike").click()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="As one person")).to_be_visible()
    page.get_by_role("button", name="Merge").click()
    expect(page.locator("#toasts")).to_contain_text("read as one person")

    assert len(names(client)) == 3


def test_the_queue_is_decided_by_keys_and_a_merge_is_undone(
    page: Page, client: httpx2.Client
) -> None:
    bring(client, "people.csv", TABLE)
    bring(client, "more.vcf", CARDS)
    page.goto("/duplicates")
    pair = page.locator("#pair-title")
    expect(pair).to_have_text(re.compile(r"\d+ % alike"))

    page.keyboard.press("m")
    page.get_by_text("read as one person").wait_for()
    page.wait_for_load_state()
    assert len(names(client)) == 3
    page.keyboard.press("x")
    page.get_by_text("Two people: not shown again.").wait_for()
    page.get_by_role("button", name="Not sure").click()
    page.get_by_text("Left for later.").wait_for()
    expect(pair).to_be_visible()

    page.get_by_role("link", name="Past merges").click()
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("Two again")).to_be_visible()
    assert len(names(client)) == 4


def test_a_viewer_sees_imports_and_pairs_and_changes_none(
    new_page: NewPage, client: httpx2.Client, workspace: Installation
) -> None:
    import_id = bring(client, "people.csv", TABLE)
    bring(client, "more.vcf", CARDS)
    viewer = new_id()
    AccessChanges(workspace, workspace.owner).add(viewer, Role.VIEWER, "Vera Viewer")
    owners = dict(client.cookies)
    client.cookies.update(signed_in(workspace, viewer))
    page = new_page()
    for path in ("/first", "/import", f"/import/{import_id}", "/duplicates"):
        page.goto(path)
        expect(page.locator("main form")).to_have_count(1 if path == "/duplicates" else 0)
        expect(page.locator("main button")).to_have_count(0)
    refused = [
        client.post(path).status_code
        for path in (f"/import/{import_id}/undo", "/first/people", "/import/files")
    ]
    client.cookies.update(owners)

    assert refused == [403, 403, 403]
    assert client.get(f"/v1/imports/{import_id}").json()["state"] == "completed"


def test_on_a_telephone_nothing_is_wider_than_the_screen(
    new_page: NewPage, client: httpx2.Client
) -> None:
    bring(client, "people.csv", TABLE)
    import_id = bring(client, "more.vcf", CARDS)
    page = new_page(viewport={"width": 390, "height": 844})
    width = "document.querySelector('main').scrollWidth"
    choose(page, "again.csv", TABLE.replace("Berg", "Bergmann"))
    page.get_by_role("heading", name="Columns").wait_for()
    widths = [page.evaluate(width)]
    for path in ("/first", "/import", f"/import/{import_id}", "/duplicates"):
        page.goto(path)
        widths.append(page.evaluate(width))

    assert max(widths) <= 390, widths


def test_made_up_people_come_at_a_click_and_go_as_one(
    page: Page, client: httpx2.Client
) -> None:
    page.goto("/first")
    page.get_by_role("button", name="Look around").click()
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_role("button", name="Redo the import").wait_for()
    gone = names(client)
    page.goto("/first")
    page.get_by_role("button", name="Look around").click()
    page.get_by_text("The made-up people are here.").wait_for()

    assert gone == []
    assert len(names(client)) == 50


@pytest.mark.parametrize(("seconds", "is_left"), [(-60.0, True), (60.0, False)])
def test_a_file_waits_half_a_day_and_is_its_members_alone(
    client: httpx2.Client, workspace: Installation, seconds: float, *, is_left: bool
) -> None:
    data = workspace.settings.data
    sent = client.post("/import/files", files={"file": ("people.csv", TABLE.encode())})
    shelf = waiting.Shelf(data, workspace.workspace, workspace.owner)
    (found,) = shelf.all()
    modes = {found.upload.path.stat().st_mode & 0o777, found.folder.stat().st_mode & 0o777}
    others = waiting.Shelf(data, workspace.workspace, ActorId(new_id()))
    touched_at = time.time() - waiting.KEPT_SECONDS - seconds
    os.utime(found.folder, (touched_at, touched_at))
    waiting.sweep(data)

    assert sent.headers["location"] == f"/import/check/{found.id}"
    assert modes == {0o600, 0o700}
    assert others.all() == []
    assert bool(shelf.all()) == is_left
    assert found.upload.path.exists() == is_left
