"""No file brings somebody back who was erased, and none brings their name."""

from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.suppression import LiftSuppression
from ledger.imports.report import Report
from ledger.parcels import Parcel
from ledger.rows import Place
from tests.ledger.erasure.people import (
    ADDRESS,
    BODY,
    CANARIES,
    COMPANY,
    NAME,
    NUMBER,
    cast,
    found_in,
    tables,
)
from tests.ledger.imports.calendars import ANA, calendar, event
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import exported, revert, transferred
from tests.ledger.stories import (
    another_workspace,
    email,
    head,
    known_candidate,
    record,
    rows,
)

PEOPLE = f"""name,email,phone,company,notes
{NAME},{ADDRESS},{NUMBER},{COMPANY},{BODY}
Otto Bleibt,otto@x.example,,Elsewhere,
"""
THERE = f"ATTENDEE;CN={NAME};PARTSTAT=ACCEPTED:mailto:{ADDRESS}"


def people(folder: Path, text: str = PEOPLE) -> Path:
    """Write a table of people."""
    path = folder / "people.csv"
    path.write_text(text)
    return path


def whom(on: Installation) -> Any:
    """Return who was said to be named so."""
    (row,) = rows(
        on,
        "select candidate_id from views.search where workspace_id = %(workspace)s"
        " and document like '%%zwetschgenbaum%%'",
    )
    return row[0]


def erased_reasons(report: Report) -> int:
    """Return how many rows were left out since somebody was erased."""
    return sum(
        count for why, count in report.skipped_by_reason.items() if why.startswith("erased on ")
    )


def test_the_same_file_again_records_nothing(workspace: Installation, tmp_path: Path) -> None:
    path = people(tmp_path)
    brought(workspace, path)
    assert found_in(tables(workspace)) == list(CANARIES)
    workspace.erase(whom(workspace))
    end = head(workspace)

    again = brought(workspace, path)

    assert (erased_reasons(again), again.event_count) == (1, 0)
    assert head(workspace) == end
    assert found_in(tables(workspace)) == []


def test_a_newer_file_brings_everybody_but_them(
    workspace: Installation, tmp_path: Path
) -> None:
    brought(workspace, people(tmp_path))
    workspace.erase(whom(workspace))

    newer = brought(workspace, people(tmp_path, PEOPLE + "Nina Neu,nina@x.example,,,\n"))

    assert (erased_reasons(newer), newer.people["new"]) == (1, 1)
    assert found_in(tables(workspace)) == []


def test_the_number_alone_is_recognised(workspace: Installation, tmp_path: Path) -> None:
    workspace.erase(cast(workspace).person)

    report = brought(workspace, people(tmp_path, f"name,phone\n{NAME},{NUMBER}\n"))

    assert (erased_reasons(report), report.people["new"]) == (1, 0)


def test_a_preview_says_whom_it_would_leave_out(
    workspace: Installation, tmp_path: Path
) -> None:
    workspace.erase(cast(workspace).person)

    assert erased_reasons(brought(workspace, people(tmp_path), is_dry_run=True)) == 1


def test_a_row_of_somebody_known_comes_in_without_their_address(
    workspace: Installation, tmp_path: Path
) -> None:
    them = cast(workspace)
    workspace.erase(them.person)
    text = f"name,email,phone,title\nOtto Bleibt,otto@x.example,{NUMBER},Chair\n"

    report = brought(workspace, people(tmp_path, text))

    assert report.people["changed"] == 1
    assert found_in(tables(workspace)) == []


def test_lifted_they_come_in_as_somebody_new(workspace: Installation, tmp_path: Path) -> None:
    path = people(tmp_path)
    brought(workspace, path)
    before = whom(workspace)
    workspace.erase(before)
    for handle in (email(ADDRESS), {"type": "phone", "value": NUMBER}):
        record(workspace, LiftSuppression.model_validate({"handle": handle}))

    report = brought(workspace, path)

    assert report.people["new"] == 1
    assert whom(workspace) != before
    with pytest.raises(errors.Unknown):
        record(workspace, LiftSuppression(handle=email(ADDRESS)))


def test_a_reinstated_import_does_not_bring_them_back(
    workspace: Installation, tmp_path: Path
) -> None:
    path = people(tmp_path)
    report = brought(workspace, path)
    person = whom(workspace)
    revert(workspace, report)

    workspace.erase(person)
    brought(workspace, path)

    assert found_in(tables(workspace)) == []
    with pytest.raises(errors.Erased):
        workspace.knowledge().root(person)


def test_a_meeting_told_again_does_not_name_them(
    workspace: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "work.ics"
    said: dict[str, Any] = {"me": ("olga@firm.example",), "adds_correspondents": True}
    path.write_text(calendar(event("SUMMARY:Lunch", ANA, THERE)))
    brought(workspace, path, **said)
    workspace.erase(whom(workspace))
    assert found_in(tables(workspace)) == []

    path.write_text(calendar(event("SUMMARY:Dinner", ANA, THERE), event(ANA, THERE, uid="u2")))
    report = brought(workspace, path, **said)

    assert report.engagements["corrected"] == 1
    assert report.engagements["new"] == 1
    assert found_in(tables(workspace)) == []


def test_a_restated_meeting_is_no_news_when_it_comes_again(
    workspace: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "work.ics"
    said: dict[str, Any] = {"me": ("olga@firm.example",), "adds_correspondents": True}
    path.write_text(calendar(event("SUMMARY:Lunch", ANA, THERE)))
    brought(workspace, path, **said)
    workspace.erase(whom(workspace))
    end = head(workspace)

    path.write_text(calendar(event("SUMMARY:Lunch", ANA, THERE), event(uid="u3")))
    report = brought(workspace, path, **said)

    assert report.engagements["corrected"] == 0
    assert head(workspace) == end


def test_an_import_at_work_does_not_bring_them_back(
    workspace: Installation, tmp_path: Path
) -> None:
    rows_of_many = "".join(f"P{n},p{n}@x.example,,,\n" for n in range(30))
    told = f"{NAME},{ADDRESS},{NUMBER},{COMPANY},{BODY}\n"
    brought(workspace, people(tmp_path))
    person = whom(workspace)
    head_of_table = PEOPLE.partition("\n")[0] + "\n"
    text = head_of_table + rows_of_many + told.replace(COMPANY, f"{COMPANY} AG") + told
    writing, erased = Event(), Event()
    store = workspace.ledger.store
    put = store.put

    def putting(parcel: Parcel) -> Place:
        # The plan about them is made; they are erased before it is written.
        (request,) = parcel.requests
        if any(entry.candidate_id == person for entry in request.entries):
            writing.set()
            assert erased.wait(20)
        return put(parcel)

    store.put = putting  # pyright: ignore[reportAttributeAccessIssue] - the moment in between

    def erase() -> None:
        assert writing.wait(20)
        workspace.erase(person)
        erased.set()

    thread = Thread(target=erase)
    thread.start()
    report = brought(workspace, people(tmp_path, text), together=5)
    thread.join()

    assert writing.is_set()
    assert erased_reasons(report) >= 1
    assert report.people["new"] == len(rows_of_many.splitlines())
    assert found_in(tables(workspace)) == []


def test_a_transfer_leaves_out_whom_this_ledger_erased(
    workspace: Installation, tmp_path: Path
) -> None:
    theirs = another_workspace(workspace)
    there = cast(theirs)
    transferred(theirs, workspace, tmp_path / "first.ndjson")
    workspace.erase(there.duplicate)
    assert found_in(tables(workspace)) == []
    record_more = known_candidate(theirs, profile={"name": "New"})
    end = head(workspace)

    report = transferred(theirs, workspace, tmp_path / "second.ndjson", together=3)

    assert erased_reasons(report) > 0
    assert found_in(tables(workspace)) == []
    assert workspace.knowledge().root(record_more) == record_more
    assert head(workspace) > end


def test_a_transfer_leaves_out_whoever_has_an_address_of_somebody_erased(
    workspace: Installation, tmp_path: Path
) -> None:
    workspace.erase(cast(workspace).person)
    theirs = another_workspace(workspace)
    there = cast(theirs)

    transferred(theirs, workspace, tmp_path / "history.ndjson", together=3)

    assert found_in(tables(workspace)) == []
    assert workspace.knowledge().root(there.other) is not None


def test_whom_another_ledger_erased_stays_erased_and_its_groups_are_whole(
    workspace: Installation, tmp_path: Path
) -> None:
    theirs = another_workspace(workspace)
    there = cast(theirs)
    theirs.erase(there.person)

    transferred(theirs, workspace, tmp_path / "history.ndjson")

    (row,) = workspace.knowledge().rows("engagement", stream_id=there.group_of_other)
    assert [each["name"] for each in row["payload"]["participants"]] == ["Otto Bleibt"]
    assert row["edit_count"] == 0
    with pytest.raises(errors.Unknown):
        workspace.knowledge().root(there.person)
    assert found_in(exported(workspace, tmp_path / "again.ndjson").read_text()) == []
