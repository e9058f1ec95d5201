"""What has no id of its own is told once, whichever handles of its person a file gives."""

from pathlib import Path
from uuid import UUID

import pytest

from api.installation import Installation
from ledger.commands.imports import RevertImport
from ledger.commands.merges import MergeCandidates
from ledger.imports.report import Report
from tests.ledger.imports.cards import card
from tests.ledger.imports.networks import brought
from tests.ledger.stories import record, rows

LINK = "https://www.linkedin.com/in/ana"
BY_MAIL = "Name,Email,Notes\nAna Berg,ana@x.example,Met in Porto\n"
BY_BOTH = f"Name,Email,LinkedIn,Notes\nAna Berg,ana@x.example,{LINK},Met in Porto\n"
BY_PHONE = "Name,Email,Phone,Notes\nAna Berg,ana@x.example,+49 30 1234567,Met in Porto\n"
BY_OTHERS = f"Name,LinkedIn,Phone,Notes\nAna Berg,{LINK},+49 30 1234567,Met in Porto\n"
CARD = ("FN:Ana Berg", "EMAIL:ana@x.example", "NOTE:Met in Porto")


def table(on: Installation, folder: Path, content: str, name: str) -> Report:
    path = folder / f"{name}.csv"
    path.write_text(content)
    return brought(on, path)


def count(on: Installation, view: str) -> int:
    query = f"select count(*) from views.{view} where workspace_id = %(workspace)s"
    return int(rows(on, query)[0][0])


def ids(on: Installation) -> list[UUID]:
    query = "select candidate_id from views.profile where workspace_id = %(workspace)s"
    return [row[0] for row in rows(on, query)]


def notes(on: Installation) -> int:
    query = (
        "select count(*) from views.timeline where workspace_id = %(workspace)s"
        " and event_type = 'EngagementRecorded'"
    )
    return int(rows(on, query)[0][0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BY_MAIL, BY_BOTH),
        (BY_BOTH, BY_MAIL),
        # The address is gone, and the number tells who it is.
        (BY_PHONE, BY_OTHERS),
        (BY_OTHERS, BY_PHONE),
    ],
)
def test_a_note_is_recorded_once(
    workspace: Installation, tmp_path: Path, before: str, after: str
) -> None:
    table(workspace, tmp_path, before, "before")

    report = table(workspace, tmp_path, after, "after")
    again = table(workspace, tmp_path, after + "\n", "again")

    assert report.engagements == again.engagements == {"known": 1}
    assert (count(workspace, "profile"), notes(workspace)) == (1, 1)
    assert again.event_count == 0


@pytest.mark.parametrize(
    "later", [(*CARD, f"URL:{LINK}"), (*CARD, "UID:1-2"), (*CARD, f"URL:{LINK}", "UID:1-2")]
)
def test_a_note_on_a_card_is_recorded_once(
    workspace: Installation, tmp_path: Path, later: tuple[str, ...]
) -> None:
    for name, lines in (("before", CARD), ("after", later)):
        (tmp_path / f"{name}.vcf").write_text(card(*lines))
        report = brought(workspace, tmp_path / f"{name}.vcf")

    assert report.engagements == {"known": 1}
    assert notes(workspace) == 1


def test_an_application_moves_on_instead_of_being_opened_twice(
    workspace: Installation, tmp_path: Path
) -> None:
    by_mail = "Name,Email,Job,Stage\nAna Berg,ana@x.example,Dev,Screen\n"
    by_both = f"Name,Email,LinkedIn,Job,Stage\nAna Berg,ana@x.example,{LINK},Dev,Offer\n"
    table(workspace, tmp_path, by_mail, "before")

    report = table(workspace, tmp_path, by_both, "after")

    assert report.applications == {"changed": 1}
    query = "select stage from views.applications where workspace_id = %(workspace)s"
    assert rows(workspace, query) == [("Offer",)]


def test_the_same_note_on_somebody_else_and_another_note_are_news(
    workspace: Installation, tmp_path: Path
) -> None:
    table(workspace, tmp_path, BY_MAIL, "before")

    more = "Ben Costa,ben@x.example,,Met in Porto\nAna Berg,ana@x.example,,Met in Lisbon\n"
    report = table(workspace, tmp_path, BY_BOTH + more, "after")

    assert report.engagements == {"known": 1, "new": 2}


def test_a_note_that_stands_on_somebody_merged_since_is_known(
    workspace: Installation, tmp_path: Path
) -> None:
    by_link = f"Name,LinkedIn\nA. Berg,{LINK}\n"
    table(workspace, tmp_path, BY_MAIL, "mail")
    table(workspace, tmp_path, by_link, "link")
    primary, duplicate = ids(workspace)
    merge = MergeCandidates(primary_candidate_id=primary, duplicate_candidate_id=duplicate)
    record(workspace, merge)

    report = table(workspace, tmp_path, BY_BOTH, "both")

    assert report.engagements == {"known": 1}
    assert notes(workspace) == 1


def test_the_same_note_on_whoever_else_has_the_handle_is_no_note_on_them(
    workspace: Installation, tmp_path: Path
) -> None:
    table(workspace, tmp_path, BY_MAIL, "mail")
    table(workspace, tmp_path, f"Name,LinkedIn\nAna Bergson,{LINK}\n", "link")

    # The row leads to the stronger handle's holder, who claims the address from now on, too.
    report = table(workspace, tmp_path, BY_BOTH, "both")

    assert report.engagements == {"new": 1}
    assert notes(workspace) == 2


def test_a_note_of_an_import_that_was_taken_back_is_recorded_under_the_stronger_handle(
    workspace: Installation, tmp_path: Path
) -> None:
    first = table(workspace, tmp_path, BY_MAIL, "before")
    assert first.import_id is not None
    table(
        workspace, tmp_path, BY_MAIL.replace(",Notes", "").replace(",Met in Porto", ""), "bare"
    )
    record(workspace, RevertImport(import_id=first.import_id))

    report = table(workspace, tmp_path, BY_BOTH, "after")

    assert report.engagements == {"new": 1}
    assert notes(workspace) == 1


def test_a_connection_of_somebody_who_has_another_name_by_now_is_recorded_once(
    workspace: Installation, tmp_path: Path
) -> None:
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    for name, last in (("before", "Berg"), ("after", "Weber")):
        (tmp_path / name).mkdir()
        row = f"Ana,{last},{LINK},,Lumen,Engineer,10 Jan 2021"
        (tmp_path / name / "Connections.csv").write_text(f"{head}\n{row}\n")
    brought(workspace, tmp_path / "before")

    report = brought(workspace, tmp_path / "after")
    (tmp_path / "after" / "Connections.csv").write_text(f"{head}\n\n{row}\n")
    again = brought(workspace, tmp_path / "after")

    assert report.engagements == again.engagements == {"known": 1}
    assert (count(workspace, "profile"), notes(workspace)) == (1, 1)
    assert again.event_count == 0
