"""Importing again: the same file says nothing new, a newer one only what is."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.installation import Installation
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.engagements import RetractEngagement
from ledger.commands.handles import RemoveHandle, handle_id_of
from ledger.imports.report import Report
from ledger.words import CandidateId, Handle, HandleType
from tests.ledger.imports.exports import (
    ANA,
    CONNECTIONS,
    CONTACTS,
    MESSAGES,
    OLGAS_PROFILE,
    message,
    table,
    zipped,
)
from tests.ledger.imports.networks import (
    ANA_ROW,
    FROM_ANA,
    OLGA_SENDS,
    Members,
    brought,
    contact,
    crowd,
    newer,
    of_2021,
    of_2025,
    said,
    unpacked,
)
from tests.ledger.stories import another_workspace, head, live, record, rows

OWN = {"import_id", "is_dry_run", "state", "filename", "sha256", "size_bytes"}


def ana(on: Installation) -> CandidateId:
    link = Handle(type=HandleType.LINKEDIN, value=ANA)
    handle_id = handle_id_of(on.knowledge(), link)
    return on.knowledge().holders([handle_id])[handle_id]


def facts(on: Installation, who: CandidateId) -> Mapping[str, Any]:
    [row] = on.knowledge().rows("profile", candidate_id=who)
    return {name: fact["value"] for name, fact in row["facts"].items()}


def correct(on: Installation, who: CandidateId, **told: str | None) -> None:
    asked = {"candidate_id": who, "profile": told}
    record(on, UpdateCandidate.model_validate(asked))


def counts(report: Report) -> dict[str, Any]:
    return {name: told for name, told in report.as_json().items() if name not in OWN}


@pytest.mark.parametrize("members", [of_2021(), of_2025(), newer()])
def test_the_same_file_again_writes_no_event(
    workspace: Installation, tmp_path: Path, members: Members
) -> None:
    path = zipped(tmp_path / "export.zip", members)
    first = brought(workspace, path)
    before = head(workspace), live(workspace)

    again = brought(workspace, path.rename(tmp_path / "renamed.bin"))

    assert (head(workspace), live(workspace)) == before
    assert (again.state, again.import_id) == ("known", first.import_id)
    assert (again.recorded_count, again.known_count) == (0, first.recorded_count)
    assert again.skipped == first.skipped


@pytest.mark.parametrize("first", ["zip", "folder", "files"])
def test_one_content_is_the_same_zipped_unpacked_and_as_files(
    workspace: Installation, tmp_path: Path, first: str
) -> None:
    folder = unpacked(tmp_path / "export", of_2025())
    nested = tmp_path / "Basic_LinkedInDataExport_08-15-2025"
    shutil.copytree(folder, nested / "inside")
    ways = {
        "zip": (zipped(tmp_path / "export.zip", of_2025()),),
        "folder": (folder,),
        "files": tuple(path for path in folder.iterdir() if path.stat().st_size),
        "nested": (nested,),
    }
    brought(workspace, *ways[first])
    before = head(workspace), live(workspace)

    for paths in ways.values():
        again = brought(workspace, *paths)
        assert (again.event_count, again.state) == (0, "known")

    assert (head(workspace), live(workspace)) == before


def test_each_file_of_an_export_says_nothing_new_after_the_whole(
    workspace: Installation, tmp_path: Path
) -> None:
    folder = unpacked(tmp_path / "export", of_2025())
    brought(workspace, folder)
    before = head(workspace)

    for name in ("Connections.csv", "messages.csv", "Invitations.csv", "Contacts.csv"):
        brought(workspace, folder / name, folder / "Profile.csv")

    assert head(workspace) == before


def test_a_newer_export_adds_what_is_new_and_nothing_else(
    workspace: Installation, tmp_path: Path
) -> None:
    brought(workspace, zipped(tmp_path / "old.zip", of_2025()))
    before = head(workspace)

    report = brought(workspace, zipped(tmp_path / "new.zip", newer()))

    new = rows(
        workspace,
        "select event_type, coalesce(payload ->> 'external_id', payload ->> 'key',"
        " payload ->> 'profile') from ledger.events"
        " where workspace_id = %(workspace)s and position > %(before)s order by 1, 2",
        before=before,
    )
    assert [(kind, told) for kind, told in new if not kind.startswith("Import")] == [
        ("CandidateAdded", new[0][1]),
        ("CandidateUpdated", '{"title": "Lead", "company": "Globex"}'),
        ("EngagementRecorded", "connection:dora eng|2025-07-01"),
        ("EngagementRecorded", "invitation:inbound:dora eng:2025-07-01T08:00Z"),
        ("EngagementRecorded", "message:2-dora=:2026-01-05T09:00:00Z:0"),
        ("HandleAdded", "dora eng|2025-07-01"),
        ("HandleAdded", "dora@example.com"),
        ("HandleAdded", "in/dora-eng"),
    ]
    assert report.people == {"new": 1, "changed": 1, "known": 3}
    assert facts(workspace, ana(workspace))["company"] == "Globex"


def test_old_and_new_in_turn_say_what_the_new_one_says(
    workspace: Installation, tmp_path: Path
) -> None:
    other = another_workspace(workspace)
    old, new = (
        zipped(tmp_path / name, members)
        for name, members in (("old.zip", of_2025()), ("new.zip", newer()))
    )
    brought(workspace, old)
    brought(workspace, new)
    brought(other, new)

    assert said(workspace) == said(other)


def test_the_old_file_again_after_a_newer_one_writes_no_event(
    workspace: Installation, tmp_path: Path
) -> None:
    old = zipped(tmp_path / "old.zip", of_2025())
    new = zipped(tmp_path / "new.zip", newer())
    brought(workspace, old)
    brought(workspace, new)
    before = head(workspace), live(workspace)

    for path in (old, new, old):
        again = brought(workspace, path)
        assert (again.event_count, again.state) == (0, "known")

    assert (head(workspace), live(workspace)) == before


@pytest.mark.parametrize("company", ["Initech", None])
def test_what_was_put_right_by_hand_stays(
    workspace: Installation, tmp_path: Path, company: str | None
) -> None:
    old = zipped(tmp_path / "old.zip", of_2025())
    brought(workspace, old)
    who = ana(workspace)
    correct(workspace, who, company=company)
    before = head(workspace)

    brought(workspace, old)
    assert head(workspace) == before
    assert facts(workspace, who)["company"] == company

    brought(workspace, zipped(tmp_path / "new.zip", newer()))
    assert facts(workspace, who)["company"] == company
    assert facts(workspace, who)["title"] == "Lead"


def test_what_was_taken_away_by_hand_does_not_come_back(
    workspace: Installation, tmp_path: Path
) -> None:
    old = zipped(tmp_path / "old.zip", of_2025())
    brought(workspace, old)
    who = ana(workspace)
    link = Handle(type=HandleType.LINKEDIN, value=ANA)
    handle_id = handle_id_of(workspace.knowledge(), link)
    record(workspace, RemoveHandle(candidate_id=who, handle_id=handle_id))
    [(engagement,)] = rows(
        workspace,
        "select stream_id from ledger.events where workspace_id = %(workspace)s"
        " and payload ->> 'body' = 'Hello, Olga'",
    )
    record(workspace, RetractEngagement(engagement_id=engagement))

    again = brought(workspace, old)
    after = brought(workspace, zipped(tmp_path / "new.zip", newer()))

    assert (again.event_count, after.people["new"]) == (0, 1)
    assert str(handle_id) not in "".join(live(workspace)["handles"])
    assert not any(
        str(engagement) in line and "EngagementRecorded" in line
        for line in live(workspace)["timeline"]
    )


def test_a_dry_run_says_what_the_run_then_does(workspace: Installation, tmp_path: Path) -> None:
    for number, members in enumerate((of_2021(), of_2025(), newer(), newer())):
        path = zipped(tmp_path / f"{number}.zip", members)
        before = head(workspace), live(workspace)

        looked_at = brought(workspace, path, is_dry_run=True)
        assert (head(workspace), live(workspace)) == before
        done = brought(workspace, path)

        assert looked_at.state == "previewed"
        assert counts(looked_at) == counts(done)
        assert bool(done.event_count) == (head(workspace) > before[0])


def test_a_dry_run_of_several_batches_says_what_the_run_then_does(
    workspace: Installation, tmp_path: Path
) -> None:
    for members in (crowd(40), of_2025(), crowd(60, first=20)):
        path = zipped(tmp_path / "export.zip", members)
        before = head(workspace)

        looked_at = brought(workspace, path, is_dry_run=True, together=7)
        assert head(workspace) == before

        assert counts(looked_at) == counts(brought(workspace, path, together=7))


def test_the_size_of_the_batches_makes_no_difference(
    workspace: Installation, tmp_path: Path
) -> None:
    other = another_workspace(workspace)
    path = zipped(tmp_path / "export.zip", of_2025())
    whole = brought(workspace, path)

    in_ones = brought(other, path, together=1)

    assert counts(in_ones) == counts(whole)
    assert said(other) == said(workspace)


def test_a_contact_that_cannot_be_recognised_again_is_left_out(
    workspace: Installation, tmp_path: Path
) -> None:
    contacts = table(CONTACTS, contact("Mail", "Box", phone="112"), contact("Gus", "Hale"))
    path = zipped(tmp_path / "export.zip", {"Contacts.csv": contacts})

    reports = [brought(workspace, path), brought(workspace, path)]

    assert [one.event_count for one in reports] == [0, 0]
    assert [one.skipped_count for one in reports] == [2, 2]


def test_messages_of_somebody_who_cannot_be_recognised_are_left_out_with_them(
    workspace: Installation, tmp_path: Path
) -> None:
    row = ["Ida", "Low", "", "ida@ home", "", "", ""]
    sent = message(("Ida Low", ""), OLGA_SENDS, conversation="2-ida=")
    members = {
        "Profile.csv": OLGAS_PROFILE,
        "Connections.csv": table(CONNECTIONS, row, ANA_ROW),
        "messages.csv": table(MESSAGES, sent, FROM_ANA),
    }
    path = zipped(tmp_path / "export.zip", members)

    first, again = brought(workspace, path), brought(workspace, path)

    assert [one.place.file for one in first.skipped] == ["Connections.csv", "messages.csv"]
    assert (first.people, first.engagements) == ({"new": 1}, {"new": 2})
    assert (again.event_count, again.skipped) == (0, first.skipped)
