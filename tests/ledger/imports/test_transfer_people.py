"""Whom both ledgers know is read as one, and only they."""

from pathlib import Path

import pytest

from api.installation import Installation
from ledger.commands.candidates import AddCandidate
from ledger.commands.handles import (
    AddHandle,
    CorrectHandle,
    GivenHandle,
    RemoveHandle,
    handle_id_of,
)
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.imports.rapport.export import UNDONE
from ledger.imports.rapport.planning import TWO_OF_HERE
from ledger.words import Handle, HandleType
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import (
    engagements,
    person,
    transferred,
)
from tests.ledger.stories import (
    another_workspace,
    call,
    email,
    given_email,
    record,
    rows,
)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make the ledger whose history comes."""
    return another_workspace(workspace)


def test_the_same_person_is_read_as_one_and_their_history_stays_theirs(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Augusta", "other@x.example", "ADA@x.example")
    record(theirs, call(ada))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    [merge] = rows(
        workspace, "select stream_id from views.merges where workspace_id = %(workspace)s"
    )
    as_one = workspace.knowledge().root(ada), [who for _, who in engagements(workspace)]
    record(workspace, UnmergeCandidates(merge_id=merge[0]))
    as_two = workspace.knowledge().root(ada), [who for _, who in engagements(workspace)]
    again = brought(workspace, tmp_path / "history.ndjson")

    assert report.people == {"new": 1, "recognised": 1}
    assert as_one == (ours, [ours])
    assert as_two == (ada, [ada])
    assert again.event_count == 0
    assert workspace.knowledge().root(ada) == ada


@pytest.mark.parametrize("removed", [True, False])
def test_a_handle_that_was_taken_off_there_recognises_nobody(
    workspace: Installation, theirs: Installation, tmp_path: Path, *, removed: bool
) -> None:
    person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Ada", "ada@x.example")
    handle_id = handle_id_of(theirs.knowledge(), email("ada@x.example"))
    changed = {"candidate_id": ada, "handle_id": handle_id}
    if removed:
        record(theirs, RemoveHandle.model_validate(changed))
    else:
        record(theirs, CorrectHandle.model_validate(changed | {"label": "old"}))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert report.people["recognised"] == (0 if removed else 1)
    held = rows(
        workspace,
        "select count(*), max(told ->> 'label') from views.handles"
        " where workspace_id = %(workspace)s",
    )
    assert held == [(1, None if removed else "old")]


@pytest.mark.parametrize(
    ("handle", "is_recognised"),
    [
        ("email:ada@x.example", True),
        ("email:info@x.example", False),
        ("phone:+49 30 1234567", True),
        ("phone:030 1234567", False),
        ("linkedin:https://www.linkedin.com/in/ada", True),
        ("github:ada", True),
        ("website:https://x.example", False),
        ("messenger:ada", False),
        ("linkedin_name:Ada", False),
        ("external_id:greenhouse:1", False),
        ("other:ada", False),
    ],
)
def test_only_what_names_one_person_anywhere_recognises_them(
    workspace: Installation,
    theirs: Installation,
    tmp_path: Path,
    handle: str,
    *,
    is_recognised: bool,
) -> None:
    type_, _, value = handle.partition(":")
    for each in (workspace, theirs):
        given = [{"handle": {"type": type_, "value": value}}]
        record(each, AddCandidate.model_validate({"handles": given}))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert report.people["recognised"] == int(is_recognised)


def test_a_merge_there_of_two_that_are_two_here_is_left_to_the_recruiter(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = [person(workspace, name, f"{name}@x.example") for name in ("ada", "eve")]
    both = [person(theirs, name, f"{name}@x.example") for name in ("ada", "eve")]
    transferred(theirs, workspace, tmp_path / "two.ndjson")
    merge = MergeCandidates(primary_candidate_id=both[0], duplicate_candidate_id=both[1])
    record(theirs, merge)

    report = transferred(theirs, workspace, tmp_path / "one.ndjson")
    record(theirs, UnmergeCandidates(merge_id=merge.merge_id))
    later = transferred(theirs, workspace, tmp_path / "two-again.ndjson")

    assert (report.event_count, report.skipped_by_reason[TWO_OF_HERE]) == (0, 1)
    assert later.event_count == 0
    assert [workspace.knowledge().root(each) for each in both] == ours


def test_a_later_merge_there_joins_whoever_the_duplicate_is_here(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = person(workspace, "Ada", "ada@x.example")
    ada, other = person(theirs, "Ada", "ada@x.example"), person(theirs, "A. L.")
    transferred(theirs, workspace, tmp_path / "two.ndjson")
    merge = MergeCandidates(primary_candidate_id=other, duplicate_candidate_id=ada)
    record(theirs, merge)
    transferred(theirs, workspace, tmp_path / "one.ndjson")
    as_one = [workspace.knowledge().root(each) for each in (ada, other)]
    record(theirs, UnmergeCandidates(merge_id=merge.merge_id))
    transferred(theirs, workspace, tmp_path / "two-again.ndjson")

    assert as_one == [ours, ours]
    assert [workspace.knowledge().root(each) for each in (ada, other)] == [ours, other]


def test_whom_a_later_export_takes_apart_is_recognised_at_once(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = person(workspace, "Ada", "ada@x.example")
    ada, other = person(theirs, "Ada", "ada@x.example"), person(theirs, "A. L.", "al@x.example")
    merge = MergeCandidates(primary_candidate_id=other, duplicate_candidate_id=ada)
    record(theirs, merge)
    transferred(theirs, workspace, tmp_path / "one.ndjson")
    record(theirs, UnmergeCandidates(merge_id=merge.merge_id))

    transferred(theirs, workspace, tmp_path / "two.ndjson")
    as_two = [workspace.knowledge().root(each) for each in (ada, other)]
    again = brought(workspace, tmp_path / "two.ndjson")

    assert again.event_count == 0
    assert as_two == [ours, ours]


def test_two_ledgers_that_merged_the_same_two_the_other_way_round_keep_them_one(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada, twin = person(theirs, "Ada"), person(theirs, "A. L.")
    transferred(theirs, workspace, tmp_path / "two.ndjson")
    for on, primary, duplicate in ((theirs, ada, twin), (workspace, twin, ada)):
        record(
            on,
            MergeCandidates(primary_candidate_id=primary, duplicate_candidate_id=duplicate),
        )

    transferred(theirs, workspace, tmp_path / "theirs.ndjson")
    transferred(workspace, theirs, tmp_path / "ours.ndjson")
    again = transferred(theirs, workspace, tmp_path / "again.ndjson")

    assert [workspace.knowledge().root(each) for each in (ada, twin)] == [twin, twin]
    assert [theirs.knowledge().root(each) for each in (ada, twin)] == [ada, ada]
    assert again.event_count == 0


def test_a_merge_that_was_left_out_comes_once_it_reads_nobody_of_ours_as_another(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    names = ("ada", "eve")
    ours = [person(workspace, name, f"{name}@x.example") for name in names]
    both = [person(theirs, name, f"{name}@x.example") for name in names]
    transferred(theirs, workspace, tmp_path / "two.ndjson")
    record(
        theirs,
        MergeCandidates(primary_candidate_id=both[0], duplicate_candidate_id=both[1]),
    )
    left = transferred(theirs, workspace, tmp_path / "one.ndjson")
    [[recognised]] = rows(
        workspace,
        "select stream_id from views.merges where workspace_id = %(workspace)s"
        " and primary_candidate_id = %(eve)s",
        eve=ours[1],
    )
    record(workspace, UnmergeCandidates(merge_id=recognised))
    previewed = brought(workspace, tmp_path / "one.ndjson", is_dry_run=True)
    later = brought(workspace, tmp_path / "one.ndjson")
    again = brought(workspace, tmp_path / "one.ndjson")

    assert (left.event_count, left.skipped_by_reason[TWO_OF_HERE]) == (0, 1)
    assert (previewed.event_count, later.event_count, again.event_count) == (1, 1, 0)
    assert workspace.knowledge().root(both[1]) == ours[0]


def test_a_merge_undone_there_before_it_was_brought_here_stays_there_with_its_undoing(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada, twin = person(theirs, "Ada"), person(theirs, "A. L.")
    merge = MergeCandidates(primary_candidate_id=ada, duplicate_candidate_id=twin)
    record(theirs, merge)
    record(theirs, UnmergeCandidates(merge_id=merge.merge_id))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert report.skipped_by_reason[UNDONE] == 1
    assert report.event_count == 2
    assert [workspace.knowledge().root(each) for each in (ada, twin)] == [ada, twin]


def test_whom_a_handle_names_once_others_are_recognised_is_asked_before_the_end(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    link = Handle(type=HandleType.LINKEDIN, value="https://www.linkedin.com/in/ada")
    ours, other = person(workspace, "A.", "d@x.example"), person(workspace, "B.", "e@x.example")
    record(workspace, AddHandle(candidate_id=ours, given=GivenHandle(handle=link)))
    first, second = person(theirs, "D."), person(theirs, "E.", "e@x.example")
    record(theirs, AddHandle(candidate_id=first, given=GivenHandle(handle=link)))
    link_id = handle_id_of(theirs.knowledge(), link)
    record(theirs, RemoveHandle(candidate_id=first, handle_id=link_id))
    record(theirs, AddHandle(candidate_id=second, given=GivenHandle(handle=link)))
    transferred(theirs, workspace, tmp_path / "first.ndjson")
    [[merge]] = rows(
        workspace, "select stream_id from views.merges where workspace_id = %(workspace)s"
    )
    record(workspace, UnmergeCandidates(merge_id=merge))
    record(theirs, AddHandle(candidate_id=first, given=given_email("d@x.example")))

    # The removal, told of whoever is ours now, leaves the second their e-mail address alone.
    transferred(theirs, workspace, tmp_path / "second.ndjson")
    again = brought(workspace, tmp_path / "second.ndjson")

    assert again.event_count == 0
    assert [workspace.knowledge().root(each) for each in (first, second)] == [ours, other]
