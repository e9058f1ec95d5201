"""Another Rapport's history comes into a ledger that has one: whole, once, undone as one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from api.installation import Installation
from ledger.archive.log import export_lines
from ledger.commands.engagements import CorrectEngagement
from ledger.commands.pools import CreatePool, JoinPool
from ledger.commands.tags import AddTag
from ledger.imports.bringer import Bringer
from ledger.imports.funnel import bring_in
from ledger.imports.progress import Progress
from ledger.imports.report import Report
from ledger.recording import Ledger
from ledger.words import WorkspaceId
from projections.knowledge import Knowledge
from projections.restore import restore
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import (
    engagements,
    everything,
    exported,
    person,
    reinstate,
    revert,
    transferred,
)
from tests.ledger.installations import new_installation
from tests.ledger.stories import (
    another_workspace,
    call,
    head,
    record,
    rows,
)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make the ledger whose history comes."""
    return another_workspace(workspace)


def test_all_of_a_history_comes_in_as_one_import(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada = person(theirs, "Ada", "ada@x.example")
    pool = CreatePool(name="Engines")
    for command in (
        AddTag(candidate_id=ada, tag="Rust"),
        pool,
        JoinPool(pool_id=pool.pool_id, candidate_id=ada),
        call(ada, occurred_at="2025-03-01T10:00:00Z"),
    ):
        record(theirs, command)
    before = everything(workspace)

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    after = everything(workspace)
    revert(workspace, report)
    undone = everything(workspace)
    reinstate(workspace, report)

    assert (report.source, report.recorded_count, report.event_count) == ("rapport", 6, 6)
    assert (report.people, report.engagements) == ({"new": 1}, {"new": 1})
    assert engagements(workspace) == engagements(theirs)
    assert undone == before
    assert everything(workspace) == after != before


def test_a_second_time_writes_nothing_and_a_newer_export_only_what_is_new(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Ada", "ada@x.example")
    talk = call(ada)
    record(theirs, talk)
    older = exported(theirs, tmp_path / "older.ndjson")

    brought(workspace, older)
    at = head(workspace)
    again = brought(workspace, older)
    assert (again.state, head(workspace)) == ("known", at)

    record(
        theirs,
        CorrectEngagement(engagement_id=talk.engagement_id, changes={"subject": "Porto"}),
    )
    record(theirs, call(ada))
    newer = transferred(theirs, workspace, tmp_path / "newer.ndjson")
    at = head(workspace)
    brought(workspace, older)

    assert (newer.event_count, newer.recorded_count) == (2, 2)
    [told] = workspace.knowledge().rows("engagement", stream_id=talk.engagement_id)
    assert told["payload"]["subject"] == "Porto"
    assert head(workspace) == at


def test_a_ledgers_own_export_writes_nothing(workspace: Installation, tmp_path: Path) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    path = exported(workspace, tmp_path / "own.ndjson")
    record(workspace, call(ada))
    at = head(workspace)

    report = brought(workspace, path)

    assert (report.state, report.known_count, head(workspace)) == ("known", 2, at)


def test_a_preview_writes_nothing(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(theirs, "Ada", "ada@x.example")
    path = exported(theirs, tmp_path / "history.ndjson")

    report = brought(workspace, path, is_dry_run=True)

    assert (report.state, report.event_count, head(workspace)) == ("previewed", 2, 0)


def test_two_at_once_give_the_result_of_one(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(workspace, "Ada", "0@x.example")
    for number in range(60):
        who = person(theirs, f"P{number}", f"{number}@x.example")
        record(theirs, call(who, occurred_at="2025-03-01T10:00:00Z"))
    older = exported(theirs, tmp_path / "older.ndjson")
    record(theirs, call(person(theirs, "Eve")))
    newer = exported(theirs, tmp_path / "newer.ndjson")

    def bring(path: Path) -> Report:
        return brought(workspace, path)

    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(bring, (older, newer, older)))

    assert len(engagements(workspace)) == len(engagements(theirs)) == 61
    merges = "select count(*) from views.merges where workspace_id = %(workspace)s"
    assert rows(workspace, merges) == [(1,)]
    assert sum(report.event_count for report in reports) == 60 * 3 + 1 + 2
    assert brought(workspace, newer).event_count == 0


class StoppedError(Exception):
    """Somebody stopped the import."""


def test_a_transfer_that_was_stopped_is_finished_by_bringing_the_file_in_again(
    workspace: Installation,
    theirs: Installation,
    tmp_path: Path,
) -> None:
    ours = person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Ada", "ada@x.example")
    for _ in range(5):
        record(theirs, call(ada))
    path = exported(theirs, tmp_path / "history.ndjson")

    def stop(news: Progress) -> None:
        if news.state == "writing" and news.row_count > 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        bring_in(
            workspace.ledger,
            workspace.knowledge(),
            path,
            by=Bringer(workspace.owner),
            is_dry_run=False,
            tell=stop,
            together=2,
        )
    written = len(engagements(workspace))
    report = brought(workspace, path)

    assert 0 < written < 5
    assert report.engagements == {"known": written, "new": 5 - written}
    assert [who for _, who in engagements(workspace)] == [ours] * 5


def test_what_came_in_is_exported_and_restored_like_everything_else(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(workspace, "Ada", "ada@x.example")
    record(theirs, call(person(theirs, "Ada", "ada@x.example")))
    transferred(theirs, workspace, tmp_path / "history.ndjson")
    path = exported(workspace, tmp_path / "both.ndjson")

    with new_installation(workspace) as empty:
        restored = restore(empty.database, path, tell=untold)
        again = b"".join(export_lines(empty.database, restored.workspace))

    assert again == path.read_bytes()


def test_two_restored_from_one_file_that_went_on_apart_come_together(
    workspace: Installation, tmp_path: Path
) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    path = exported(workspace, tmp_path / "start.ndjson")

    with new_installation(workspace) as copied:
        restored = restore(copied.database, path, tell=untold)
        there = at(copied, restored.workspace)
        record(there, call(ada))
        record(workspace, call(ada))
        report = transferred(there, workspace, tmp_path / "copy.ndjson")
        again = transferred(there, workspace, tmp_path / "again.ndjson")

    assert (report.event_count, again.event_count) == (1, 0)
    assert [who for _, who in engagements(workspace)] == [ada, ada]


def untold(_count: int, _total: int | None) -> None:
    """Hear how far a restore has come."""


def at(on: Installation, workspace: WorkspaceId) -> Installation:
    """Return an installation as it speaks of one of its workspaces."""
    database = on.database
    ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace))
    return replace(on, workspace=workspace, ledger=ledger)


def test_a_newer_export_brings_back_what_was_taken_back_here(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada = person(theirs, "Ada", "ada@x.example")
    record(theirs, call(ada))
    older = transferred(theirs, workspace, tmp_path / "older.ndjson")
    revert(workspace, older)
    record(theirs, call(ada))

    newer = transferred(theirs, workspace, tmp_path / "newer.ndjson")

    assert len(engagements(workspace)) == 2
    revert(workspace, newer)
    assert len(engagements(workspace)) == 1
