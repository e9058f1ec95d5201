"""A file of another ledger lets nothing go that is to be kept: only administrators say so."""

from pathlib import Path
from uuid import UUID

import pytest

from api.installation import Installation
from ledger import errors
from ledger.access.roles import SCOPES
from ledger.commands.privacy import PlaceLegalHold, ReleaseLegalHold
from ledger.commands.retention import RemoveRetentionRule, SetRetentionRule
from ledger.imports.deciding import check_may_turn
from ledger.imports.rapport.belonging import OF_HOLDS, OF_RULES
from ledger.imports.rapport.reinstating import TAKEN_BACK_HERE
from ledger.imports.report import Report
from ledger.words import CandidateId, Role
from projections import retention_rules, safeguards
from projections.restore import restore
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import exported, person, revert, transferred
from tests.ledger.installations import new_installation
from tests.ledger.stories import another_workspace, head, record


@pytest.fixture
def ada(workspace: Installation) -> CandidateId:
    """Make somebody whose data must be kept here."""
    ada = CandidateId(person(workspace, "Ada", "ada@x.example"))
    record(workspace, PlaceLegalHold(candidate_id=ada, reason="A claim here"))
    return ada


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make a ledger that knows her, too: a hold there was released, and a rule set."""
    made = another_workspace(workspace)
    same = person(made, "Augusta", "ada@x.example")
    record(made, PlaceLegalHold(candidate_id=same, reason="A claim there"))
    record(made, ReleaseLegalHold(candidate_id=same))
    record(made, SetRetentionRule(name="Out at once", months=1))
    return made


def _is_held(on: Installation, who: CandidateId) -> bool:
    root = on.knowledge().root(who)
    with on.moment() as moment:
        told = safeguards.of_candidates(moment, [root])[root]
    return "legal_hold" in told and told["legal_hold"].event_type == "LegalHoldPlaced"


def _rules(on: Installation) -> list[str]:
    with on.moment() as moment:
        return [each.name for each in retention_rules.everyone(moment)]


def _left(report: Report) -> dict[str, int]:
    return {why: report.skipped_by_reason[why] for why in (OF_HOLDS, OF_RULES)}


@pytest.mark.parametrize(
    ("role", "left", "rules"),
    [
        (Role.RECRUITER, {OF_HOLDS: 1, OF_RULES: 1}, []),
        (Role.ADMIN, {OF_HOLDS: 0, OF_RULES: 0}, ["Out at once"]),
        (Role.OWNER, {OF_HOLDS: 0, OF_RULES: 0}, ["Out at once"]),
    ],
)
def test_only_an_administrators_file_releases_a_hold_and_sets_a_rule(  # noqa: PLR0917 - two ledgers, and what is expected
    workspace: Installation,
    theirs: Installation,
    ada: CandidateId,
    tmp_path: Path,
    role: Role,
    left: dict[str, int],
    rules: list[str],
) -> None:
    report = transferred(theirs, workspace, tmp_path / "history.ndjson", role=role)

    assert report.people["recognised"] == 1
    assert _left(report) == left
    assert _rules(workspace) == rules
    assert _is_held(workspace, ada) == (role is Role.RECRUITER)


def test_a_rule_of_ours_is_neither_changed_nor_removed(
    workspace: Installation, tmp_path: Path
) -> None:
    rule = SetRetentionRule(name="Ours", months=36)
    record(workspace, rule)
    theirs = another_workspace(workspace)
    brought(theirs, exported(workspace, tmp_path / "ours.ndjson"))
    record(theirs, SetRetentionRule(rule_id=rule.rule_id, name="Theirs", months=1))
    record(theirs, RemoveRetentionRule(rule_id=rule.rule_id))

    path = exported(theirs, tmp_path / "theirs.ndjson")
    as_recruiter = brought(workspace, path, role=Role.RECRUITER)
    before = _rules(workspace)
    brought(workspace, path)

    assert _left(as_recruiter) == {OF_HOLDS: 0, OF_RULES: 2}
    assert as_recruiter.event_count == 0
    assert before == ["Ours"]
    assert _rules(workspace) == []


def test_what_was_left_comes_when_an_administrator_brings_the_same_file(
    workspace: Installation, theirs: Installation, ada: CandidateId, tmp_path: Path
) -> None:
    path = exported(theirs, tmp_path / "history.ndjson")
    brought(workspace, path, role=Role.RECRUITER)
    previewed = brought(workspace, path, is_dry_run=True)
    again = brought(workspace, path, role=Role.RECRUITER)
    report = brought(workspace, path)

    assert (previewed.event_count, again.event_count, report.event_count) == (2, 0, 2)
    assert _left(again) == {OF_HOLDS: 1, OF_RULES: 1}
    assert not _is_held(workspace, ada)
    assert _rules(workspace) == ["Out at once"]


def test_a_hold_that_was_placed_comes_along_with_anybody(
    workspace: Installation, tmp_path: Path
) -> None:
    theirs = another_workspace(workspace)
    ada = CandidateId(person(theirs, "Ada", "ada@x.example"))
    record(theirs, PlaceLegalHold(candidate_id=ada, reason="A claim there"))

    report = transferred(theirs, workspace, tmp_path / "x.ndjson", role=Role.RECRUITER)

    assert _left(report) == {OF_HOLDS: 0, OF_RULES: 0}
    assert _is_held(workspace, ada)


def test_an_import_that_placed_a_hold_is_an_administrators_to_take_back(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(theirs, "Eve", "eve@x.example")
    report = transferred(theirs, workspace, tmp_path / "x.ndjson", role=Role.RECRUITER)
    other = another_workspace(workspace)
    person(other, "Bob", "bob@x.example")
    harmless = transferred(other, workspace, tmp_path / "y.ndjson")

    with pytest.raises(errors.Forbidden, match="which data must be kept"):
        _check(workspace, report, Role.RECRUITER)
    _check(workspace, report, Role.ADMIN)
    _check(workspace, harmless, Role.RECRUITER)


def _check(on: Installation, report: Report, role: Role) -> None:
    import_id = report.import_id
    assert isinstance(import_id, UUID)
    check_may_turn(on.database, on.workspace, import_id, SCOPES[role])


def test_neither_the_same_file_nor_a_newer_one_brings_back_a_release_taken_back(
    workspace: Installation, theirs: Installation, ada: CandidateId, tmp_path: Path
) -> None:
    path = exported(theirs, tmp_path / "history.ndjson")
    revert(workspace, brought(workspace, path))
    eve = CandidateId(person(theirs, "Eve", "eve@x.example"))
    before = head(workspace)

    for is_dry_run in (True, False):
        with pytest.raises(errors.Forbidden, match="which data must be kept"):
            brought(workspace, path, role=Role.RECRUITER, is_dry_run=is_dry_run)
    unwritten = head(workspace) == before
    newer = transferred(theirs, workspace, tmp_path / "newer.ndjson", role=Role.RECRUITER)
    is_held = _is_held(workspace, ada)
    last = brought(workspace, tmp_path / "newer.ndjson")

    assert unwritten
    assert newer.people["new"] == 1
    assert newer.skipped_by_reason[TAKEN_BACK_HERE] == 5
    assert workspace.knowledge().root(eve) == eve
    assert is_held
    assert last.event_count == 1
    assert not _is_held(workspace, ada)


def test_restored_into_an_empty_ledger_all_of_it_is_there(
    workspace: Installation, tmp_path: Path
) -> None:
    with new_installation(workspace) as source:
        ada = CandidateId(person(source, "Ada", "ada@x.example"))
        eve = CandidateId(person(source, "Eve", "eve@x.example"))
        for who in (ada, eve):
            record(source, PlaceLegalHold(candidate_id=who, reason="A claim"))
        record(source, ReleaseLegalHold(candidate_id=ada))
        record(source, SetRetentionRule(name="Three years", months=36))
        path = exported(source, tmp_path / "history.ndjson")
    with new_installation(workspace) as empty:
        done = restore(empty.database, path, tell=lambda _count, _total: None)
        home = empty.of_restored(done.workspace)

        assert (_is_held(home, ada), _is_held(home, eve)) == (False, True)
        assert _rules(home) == ["Three years"]
