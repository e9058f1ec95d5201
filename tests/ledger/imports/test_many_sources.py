"""One archive of everything somebody took along: each file is read as what it is."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from api.installation import Installation
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.sources import SOURCES, shares
from tests.ledger.imports.cards import card
from tests.ledger.imports.harmless import ended
from tests.ledger.imports.mails import mail, mbox
from tests.ledger.imports.networks import brought, of_2025
from tests.ledger.imports.small_files import (
    CALENDAR,
    CARDS,
    GOOGLE,
    GREENHOUSE,
    packed,
    small_files,
    written,
)
from tests.ledger.imports.transfers import everything, reinstate, revert
from tests.ledger.stories import head, rows

LINKEDIN = "LinkedIn/Basic_LinkedInDataExport_08-15-2025"
SAID: dict[str, Any] = {
    "me": ("olga@agency.example", "olga@firm.example"),
    "adds_correspondents": True,
}


def taken_out() -> dict[str, bytes]:
    """Return what lies in one archive: mail, contacts, calendar, a table and a network."""
    mails = mbox(mail("One"), mail("Two", number=2), mail("Three", number=3))
    return {
        "Takeout/Mail/All mail Including Spam and Trash.mbox": mails,
        "Takeout/Contacts/All Contacts/All Contacts.vcf": CARDS.encode(),
        "Takeout/Contacts/My Contacts/My Contacts.csv": GOOGLE.encode(),
        "Takeout/Calendar/Work.ics": CALENDAR.encode(),
        "Takeout/archive_browser.html": b"<html><body>Your archive</body></html>",
        **{f"{LINKEDIN}/{name}": text.encode() for name, text in of_2025().items()},
    }


@pytest.fixture(params=["zip", "folder"])
def taken_along(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the archive as it was downloaded, and as it is unpacked."""
    path = tmp_path / "takeout-20261125T120000Z-001.zip"
    path.write_bytes(packed(taken_out()))
    if request.param == "zip":
        return path
    folder = tmp_path / "takeout"
    shutil.unpack_archive(path, folder)
    return folder


def test_each_file_of_an_archive_is_read_by_its_own_source(taken_along: Path) -> None:
    with open_files(taken_along) as files:
        found, unused = shares(files, Options())
    read = {share.reader.source: share.files.names() for share in found}

    assert {source: len(names) for source, names in read.items()} == {
        "linkedin": len(of_2025()),
        "calendar": 1,
        "vcard": 1,
        "mail": 1,
        "google-contacts": 1,
    }
    assert [one.file for one in unused] == ["Takeout/archive_browser.html"]
    assert ended(taken_along) == "told"


def test_an_archive_is_one_import_undone_and_redone_whole(
    workspace: Installation, taken_along: Path
) -> None:
    nothing = everything(workspace)

    report = brought(workspace, taken_along, **SAID)
    whole, before = everything(workspace), head(workspace)
    again = brought(workspace, taken_along, **SAID)

    assert set(report.source.split(", ")) == {
        "linkedin", "calendar", "vcard", "mail", "google-contacts",
    }  # fmt: skip
    assert report.engagements["new"] > 10
    assert {one.file for one in report.unused} >= {"Takeout/archive_browser.html"}
    assert (again.event_count, again.state) == (0, "known")
    assert head(workspace) == before

    revert(workspace, report)
    assert everything(workspace) == nothing
    reinstate(workspace, report)
    assert everything(workspace) == whole


def test_a_person_met_in_several_sources_is_one(
    workspace: Installation, taken_along: Path
) -> None:
    brought(workspace, taken_along, **SAID)

    # Zoë's card and her row of contacts share an address.
    [(count,)] = rows(
        workspace,
        "select count(*) from views.profile where workspace_id = %(workspace)s"
        " and facts -> 'first_name' ->> 'value' = 'Zoë'",
    )
    assert count == 1


def test_a_source_asked_for_by_name_is_read_in_each_of_its_shapes(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "candidates.json").write_text(json.dumps(GREENHOUSE))
    (folder / "other.ics").write_text(CALENDAR)

    with open_files(folder) as files:
        found, unused = shares(files, Options(source="greenhouse"))

    assert [share.files.names() for share in found] == [["candidates.json"]]
    assert [one.file for one in unused] == ["other.ics"]
    assert [each.source for each in SOURCES].count("greenhouse") == 2


def test_a_preview_of_any_source_says_what_the_run_then_does(
    workspace: Installation, tmp_path: Path
) -> None:
    for small in small_files():
        path = written(tmp_path, small.name, small.content)
        before = head(workspace)

        looked_at = brought(workspace, path, is_dry_run=True, **SAID)
        assert (looked_at.state, head(workspace)) == ("previewed", before), small.name
        done = brought(workspace, path, **SAID)

        assert looked_at.people == done.people, small.name
        assert looked_at.engagements == done.engagements, small.name


def test_a_preview_compares_a_newcomer_by_earlier_employers(
    workspace: Installation, tmp_path: Path
) -> None:
    cards = written(tmp_path, "ana.vcf", card("FN:Ana Berg", "ORG:Acme").encode())
    resume = {
        "basics": {"name": "Ana Berg", "email": "a@b.example"},
        "work": [{"name": "Lumen"}, {"name": "Acme", "endDate": "2020"}],
    }
    brought(workspace, cards)

    report = brought(
        workspace,
        written(tmp_path, "resume.json", json.dumps(resume).encode()),
        is_dry_run=True,
    )

    [found] = report.look_alikes
    assert "Both work or worked at Acme." in found.alike.evidence
