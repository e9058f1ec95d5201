"""A file once more: told again without being read where nothing could make it say otherwise."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.installation import Installation
from ledger.commands.candidates import AddCandidate, UpdateCandidate
from ledger.commands.follow_ups import PromiseFollowUp
from ledger.commands.handles import RemoveHandle
from ledger.commands.imports import RevertImport
from ledger.commands.merges import MergeCandidates
from ledger.imports.report import Report
from ledger.words import CandidateId
from tests.ledger.imports.networks import brought
from tests.ledger.stories import call, given_email, head, known_candidate, live, record, rows

CONTENT = (
    "Name,Email,Phone,Company,Notes\n"
    "Ana Berg,ana@example.com,+49 30 123456,Acme,Met at the fair\n"
    "Eva Dorn,,,Other,\n"
    "Ben Costa,,+49 30 654321,Acme,Met at the fair\n"
    "Ana Berg,ana@example.com,,Acme,\n"
    ",,+49 30 999999,Acme,\n"
)


def file_of(folder: Path, content: str = CONTENT, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def was_read(report: Report) -> bool:
    """Say whether the file was opened: its samples stand in it and are never kept."""
    return any(column.samples for table in report.tables for column in table.columns)


def told(report: Report) -> dict[str, Any]:
    answer = report.as_json()
    for table in answer["tables"]:
        for column in table["columns"]:
            column["samples"] = []
    return answer


def ana(on: Installation) -> CandidateId:
    [(who,)] = rows(
        on,
        "select candidate_id from views.handles"
        " where workspace_id = %(workspace)s and key = 'ana@example.com'",
    )
    return CandidateId(who)


def promise(on: Installation) -> None:
    command = PromiseFollowUp(candidate_id=ana(on), due_on=date(2030, 1, 1), about="Porto")
    record(on, command)


def engage(on: Installation) -> None:
    record(on, call(ana(on)))


def bring_a_stranger(on: Installation) -> None:
    known_candidate(on)


def correct(on: Installation) -> None:
    asked = {"candidate_id": ana(on), "profile": {"summary": "Head of wood"}}
    record(on, UpdateCandidate.model_validate(asked))


def take_off_a_handle(on: Installation) -> None:
    [(handle_id,)] = rows(
        on,
        "select handle_id from views.handles"
        " where workspace_id = %(workspace)s and key = 'ana@example.com'",
    )
    record(on, RemoveHandle(candidate_id=ana(on), handle_id=handle_id))


def merge(on: Installation) -> None:
    command = MergeCandidates(
        primary_candidate_id=known_candidate(on), duplicate_candidate_id=ana(on)
    )
    record(on, command)


def test_a_file_is_told_again_as_reading_it_would_tell_it(
    workspace: Installation, tmp_path: Path
) -> None:
    first = brought(workspace, file_of(tmp_path))
    before = head(workspace), live(workspace)

    short = brought(workspace, file_of(tmp_path))

    assert was_read(first)
    assert not was_read(short)
    assert (head(workspace), live(workspace)) == before
    bring_a_stranger(workspace)
    long = brought(workspace, file_of(tmp_path))
    assert was_read(long)
    assert told(short) == told(long)
    assert (long.state, long.known_count, long.skipped_count) == ("known", 4, 1)


@pytest.mark.parametrize("happen", [promise, engage])
def test_what_no_file_is_read_otherwise_for_has_it_told_again(
    workspace: Installation, tmp_path: Path, happen: Callable[[Installation], None]
) -> None:
    brought(workspace, file_of(tmp_path))
    happen(workspace)
    before = head(workspace)

    again = brought(workspace, file_of(tmp_path))

    assert not was_read(again)
    assert head(workspace) == before


@pytest.mark.parametrize("happen", [bring_a_stranger, correct, take_off_a_handle, merge])
def test_what_may_change_its_meaning_has_a_file_read_again(
    workspace: Installation, tmp_path: Path, happen: Callable[[Installation], None]
) -> None:
    brought(workspace, file_of(tmp_path))
    happen(workspace)
    before = head(workspace), live(workspace)

    again = brought(workspace, file_of(tmp_path))

    assert was_read(again)
    assert again.state == "known"
    assert (head(workspace), live(workspace)) == before


def test_another_file_in_between_has_it_read_again(
    workspace: Installation, tmp_path: Path
) -> None:
    brought(workspace, file_of(tmp_path))
    newer = CONTENT + "Ian Fox,ian@example.com,,,\n"
    brought(workspace, file_of(tmp_path, newer, "newer.csv"))

    assert was_read(brought(workspace, file_of(tmp_path)))


def test_what_only_an_import_taken_back_told_is_told_anew(
    workspace: Installation, tmp_path: Path
) -> None:
    earlier = brought(workspace, file_of(tmp_path))
    newer = file_of(tmp_path, CONTENT + "Ian Fox,ian@example.com,,,\n", "newer.csv")
    brought(workspace, newer)
    assert earlier.import_id is not None
    record(workspace, RevertImport(import_id=earlier.import_id))

    again = brought(workspace, newer)

    assert again.people["new"] == 3
    assert again.people["known"] == 1


def test_a_file_taken_back_is_reinstated_and_then_read_once_more(
    workspace: Installation, tmp_path: Path
) -> None:
    first = brought(workspace, file_of(tmp_path))
    before = live(workspace, "imports", "timeline")
    assert first.import_id is not None
    record(workspace, RevertImport(import_id=first.import_id))

    assert brought(workspace, file_of(tmp_path)).state == "reinstated"

    assert live(workspace, "imports", "timeline") == before
    again = brought(workspace, file_of(tmp_path))
    assert (again.state, was_read(again)) == ("known", True)


def test_a_file_of_which_something_is_said_is_always_read(
    workspace: Installation, tmp_path: Path
) -> None:
    brought(workspace, file_of(tmp_path), region="DE")

    assert was_read(brought(workspace, file_of(tmp_path), region="DE"))
    assert was_read(brought(workspace, file_of(tmp_path)))


def test_a_file_under_another_name_and_a_preview_are_read(
    workspace: Installation, tmp_path: Path
) -> None:
    brought(workspace, file_of(tmp_path))

    preview = brought(workspace, file_of(tmp_path), is_dry_run=True)
    renamed = brought(workspace, file_of(tmp_path, name="others.csv"))

    assert was_read(preview)
    assert list(renamed.rows_by_file) == ["others.csv"]
    assert not was_read(brought(workspace, file_of(tmp_path)))


def test_a_calendar_is_read_again_since_it_looks_at_the_clock(
    workspace: Installation, tmp_path: Path
) -> None:
    record(workspace, AddCandidate(handles=(given_email("ana@example.com"),)))
    content = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260105T090000Z\r\n"
        "SUMMARY:Coffee\r\nATTENDEE:mailto:ana@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    brought(workspace, file_of(tmp_path, content, "week.ics"))

    [kept] = rows(
        workspace,
        "select payload ->> 'read_by' from ledger.events"
        " where workspace_id = %(workspace)s and event_type = 'ImportCompleted'",
    )

    assert kept == (None,)
