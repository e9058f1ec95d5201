"""Taking an import back: every view is as it was before, and brought back as it was after."""

from pathlib import Path
from uuid import UUID

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.handles import AddHandle
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.entries import Entry
from ledger.ids import new_id
from ledger.imports.report import Report
from ledger.words import StreamId
from projections import VIEWS
from projections.rebuild import rebuild
from tests.ledger.imports.exports import zipped
from tests.ledger.imports.networks import brought, newer, of_2021, of_2025, said
from tests.ledger.stories import (
    STARTED,
    another_workspace,
    append,
    call,
    given_email,
    head,
    known_candidate,
    live,
    record,
    rows,
)

Everything = tuple[dict[str, list[str]], list[str]]


def import_id_of(report: Report) -> UUID:
    assert report.import_id is not None
    return report.import_id


def revert(on: Installation, report: Report) -> None:
    assert record(on, RevertImport(import_id=import_id_of(report)))


def reinstate(on: Installation, report: Report) -> None:
    assert record(on, ReinstateImport(import_id=import_id_of(report)))


def everything(on: Installation) -> Everything:
    """Return the rows of every view but for what imports say of themselves."""
    lines = rows(
        on,
        "select t::text from views.timeline t where workspace_id = %(workspace)s"
        " and event_type not like 'Import%%' order by t::text",
    )
    return live(on, "imports", "timeline"), [line for (line,) in lines]


def state(on: Installation, report: Report) -> str:
    [row] = on.knowledge().rows("imports", stream_id=report.import_id)
    return row["state"]


def peopled(on: Installation) -> None:
    """Enter two people by hand, one of whom the exports know by e-mail."""
    ana = known_candidate(on, profile={"first_name": "Ana"})
    address = {"candidate_id": ana, "given": given_email("ana@example.com")}
    record(on, AddHandle.model_validate(address))
    record(on, call(ana))
    record(on, call(known_candidate(on, profile={"first_name": "Gus"})))


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_revert_restores_every_view_and_a_reinstatement_too(
    workspace: Installation, tmp_path: Path, *, is_empty: bool
) -> None:
    if not is_empty:
        peopled(workspace)
    before = everything(workspace)
    report = brought(workspace, zipped(tmp_path / "export.zip", of_2025()))
    after = everything(workspace)

    for _ in range(2):
        revert(workspace, report)
        assert everything(workspace) == before
        assert state(workspace, report) == "reverted"
        reinstate(workspace, report)
        assert everything(workspace) == after
        assert state(workspace, report) == "completed"

    assert before != after


def test_a_newer_export_is_taken_back_to_the_older_one(
    workspace: Installation, tmp_path: Path
) -> None:
    for number, members in enumerate((of_2021(), of_2025())):
        brought(workspace, zipped(tmp_path / f"{number}.zip", members))
    before = everything(workspace)
    report = brought(workspace, zipped(tmp_path / "new.zip", newer()))
    after = everything(workspace)

    revert(workspace, report)
    assert everything(workspace) == before
    reinstate(workspace, report)
    assert everything(workspace) == after


def test_views_rebuilt_after_a_revert_say_the_same(alone: Installation, tmp_path: Path) -> None:
    peopled(alone)
    brought(alone, zipped(tmp_path / "old.zip", of_2025()))
    revert(alone, brought(alone, zipped(tmp_path / "new.zip", newer())))
    before = live(alone)

    with alone.database.owner() as connection:
        for view in VIEWS:
            rebuild(connection, view, tell=lambda _: None)

    assert live(alone) == before


def test_a_second_revert_and_a_second_reinstatement_record_nothing(
    workspace: Installation, tmp_path: Path
) -> None:
    report = brought(workspace, zipped(tmp_path / "export.zip", of_2025()))
    import_id = import_id_of(report)

    for command in (RevertImport(import_id=import_id), ReinstateImport(import_id=import_id)):
        assert record(workspace, command)
        before = head(workspace), live(workspace)
        assert record(workspace, command) == []
        assert (head(workspace), live(workspace)) == before


def test_an_import_nobody_knows_or_that_still_runs_cannot_be_taken_back(
    workspace: Installation,
) -> None:
    running = StreamId(new_id())
    append(workspace, [Entry(STARTED, running, 1)])

    for command in (RevertImport, ReinstateImport):
        with pytest.raises(errors.Unknown):
            record(workspace, command(import_id=new_id()))
        with pytest.raises(errors.NotAllowedNow):
            record(workspace, command(import_id=running))


def test_a_reverted_file_brought_in_again_is_reinstated_and_doubles_nothing(
    workspace: Installation, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "export.zip", of_2025())
    first = brought(workspace, path)
    after = everything(workspace)
    revert(workspace, first)
    count = head(workspace)

    again = brought(workspace, path)

    assert (again.state, again.import_id) == ("reinstated", first.import_id)
    assert (again.event_count, head(workspace)) == (0, count + 1)
    assert everything(workspace) == after
    assert brought(workspace, path).state == "known"
    assert everything(workspace) == after


def test_a_dry_run_of_a_reverted_file_says_what_the_run_then_does(
    workspace: Installation, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "export.zip", of_2025())
    revert(workspace, brought(workspace, path))
    before = head(workspace), live(workspace)

    looked_at = brought(workspace, path, is_dry_run=True)
    assert (head(workspace), live(workspace)) == before
    done = brought(workspace, path)

    assert looked_at.notes == done.notes
    assert (looked_at.event_count, looked_at.people, looked_at.engagements) == (
        done.event_count,
        done.people,
        done.engagements,
    )


def test_an_older_file_reinstated_by_bringing_it_in_does_not_outdo_a_newer_one(
    workspace: Installation, tmp_path: Path
) -> None:
    old = zipped(tmp_path / "old.zip", of_2025())
    first = brought(workspace, old)
    brought(workspace, zipped(tmp_path / "new.zip", newer()))
    after = everything(workspace)
    revert(workspace, first)

    brought(workspace, old)

    assert everything(workspace) == after


def test_what_a_reverted_import_said_is_said_by_the_next_file(
    workspace: Installation, tmp_path: Path
) -> None:
    other = another_workspace(workspace)
    new = zipped(tmp_path / "new.zip", newer())
    revert(workspace, brought(workspace, zipped(tmp_path / "old.zip", of_2025())))

    assert brought(workspace, new).people == brought(other, new).people
    assert said(workspace) == said(other)


def test_work_by_hand_outlasts_the_revert_and_returns_with_its_people(
    workspace: Installation, tmp_path: Path
) -> None:
    report = brought(workspace, zipped(tmp_path / "export.zip", of_2025()))
    [(ana,)] = rows(
        workspace,
        "select candidate_id from views.handles where workspace_id = %(workspace)s"
        " and key = 'in/ana-berg'",
    )
    record(workspace, call(ana))
    after = everything(workspace)

    revert(workspace, report)
    with pytest.raises(errors.Unknown):
        workspace.knowledge().root(ana)
    reinstate(workspace, report)

    assert everything(workspace) == after
