"""Whoever changes the database itself is found out, with the place."""

import shutil
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from api.installation import Installation
from ledger import errors
from ledger.proof.behind import reason_to_refuse
from ledger.proof.live import LiveVerdict, verify_live
from tests.ledger.installations import copy_of, new_installation
from tests.ledger.stories import call, head, known_candidate, record, rows

COUNT = 300
"""A tile of the tree, and some events behind it."""
OF = "workspace_id = %(workspace)s"


@pytest.fixture(scope="module")
def whole(
    opened: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Installation]:
    """Make a ledger of one full tile and more, signed twice, that nobody touches."""
    with new_installation(opened) as made:
        data = tmp_path_factory.mktemp("whole")
        found = replace(made, settings=made.settings.model_copy(update={"data": data}))
        who = known_candidate(found)
        calls = [call(who) for _ in range(COUNT)]
        found.ledger.record_many(calls[:200], by=found.owner, request_ids=[None] * 200)
        found.proofs.latest()
        found.ledger.record_many(calls[200:], by=found.owner, request_ids=[None] * 100)
        found.proofs.latest()
        found.database.pool.close()
        yield found


@pytest.fixture
def home(whole: Installation, tmp_path: Path) -> Generator[Installation]:
    """Copy it, to be damaged by a test."""
    data = shutil.copytree(whole.settings.data, tmp_path / "data")
    with copy_of(whole) as copied:
        yield replace(copied, settings=copied.settings.model_copy(update={"data": data}))


def tamper(on: Installation, *statements: str) -> None:
    """Change what lies in the database, as only its superuser can."""
    with on.database.owner() as owner:
        owner.execute("alter table ledger.events disable trigger all")
        for statement in statements:
            owner.execute(statement.encode(), {"workspace": on.workspace})
        owner.execute("alter table ledger.events enable always trigger events_are_forever")


def looked_at(on: Installation) -> LiveVerdict:
    return verify_live(on.database, on.proofs)


def test_a_ledger_that_nobody_touched_is_whole(home: Installation) -> None:
    verdict = looked_at(home)

    assert verdict.fault is None
    assert verdict.event_count == head(home) == COUNT + 2
    assert verdict.checkpoint_count == 2
    assert verdict.root == home.proofs.latest().root.hex()
    assert reason_to_refuse(home.database, home.proofs) == ""


@pytest.mark.parametrize("position", [2, 150, 255, 256, 257, 302])
@pytest.mark.parametrize(
    "change",
    [
        'payload = payload || \'{"body": "x"}\'',
        "payload = payload - 'body'",
        "salt = '\\x00000000000000000000000000000000'",
        "digest = sha256('x')",
        "payload = null, salt = null",
        "payload = null",
        "occurred_at = occurred_at - interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 day'",
        "actor_id = gen_random_uuid()",
        "candidate_id = null",
        "request_id = null",
        "import_id = gen_random_uuid()",
        "event_type = 'EngagementCorrected'",
        "schema_version = 2",
    ],
)
def test_a_changed_event_is_found_by_its_position(
    home: Installation, change: str, position: int
) -> None:
    tamper(home, f"update ledger.events set {change} where {OF} and position = {position}")

    fault = looked_at(home).fault

    assert fault is not None
    assert fault.position == position, fault


def test_swapped_events_are_found_at_the_first(home: Installation) -> None:
    move = f"update ledger.events set position = {{}} where {OF} and position = {{}}"
    tamper(home, move.format(0, 120), move.format(120, 260), move.format(260, 0))

    fault = looked_at(home).fault

    assert fault is not None
    assert fault.position == 120


@pytest.mark.parametrize("position", [1, 120, 256, COUNT + 1])
def test_a_missing_event_is_found(home: Installation, position: int) -> None:
    tamper(home, f"delete from ledger.events where {OF} and position = {position}")

    fault = looked_at(home).fault

    assert fault is not None
    assert fault.position == position


@pytest.mark.parametrize("kept", [0, 1, 256, COUNT + 1])
def test_a_tail_that_was_cut_off_is_found_whatever_else_was_cut(
    home: Installation, kept: int
) -> None:
    tamper(
        home,
        f"delete from ledger.events where {OF} and position > {kept}",
        f"update ledger.heads set position = {kept} where {OF}",
        f"delete from ledger.checkpoints where {OF} and size > {kept}",
        f"delete from ledger.tree_tiles where {OF} and (number + 1) * 256 > {kept}",
    )

    fault = looked_at(home).fault

    assert fault is not None
    assert fault.position == kept + 1
    assert f"ends at position {kept}" in reason_to_refuse(home.database, home.proofs)


def test_who_also_changes_leaves_and_tiles_is_found_by_the_checkpoint(
    home: Installation,
) -> None:
    tamper(
        home,
        f"update ledger.events set actor_id = gen_random_uuid() where {OF} and position = 100",
        f"delete from ledger.tree_tiles where {OF}",
        f"update ledger.checkpoints set leaves = '' where {OF}",
    )

    fault = looked_at(home).fault

    assert fault is not None
    assert "position 1 to 202" in fault.what.replace(",", "")


def test_who_also_forges_every_checkpoint_inside_is_found_by_those_outside(
    home: Installation,
) -> None:
    tamper(
        home,
        f"update ledger.events set actor_id = gen_random_uuid() where {OF} and position = 100",
        f"delete from ledger.tree_tiles where {OF}",
        f"delete from ledger.checkpoints where {OF}",
    )

    fault = looked_at(home).fault

    assert fault is not None
    assert str(home.proofs.outside.folder) in fault.what
    assert "are not those" in reason_to_refuse(home.database, home.proofs)


def test_a_checkpoint_that_was_changed_is_found(home: Installation) -> None:
    tamper(home, f"update ledger.checkpoints set root = sha256('x') where {OF} and size = 202")

    assert "another thing than was signed" in str(looked_at(home).fault)


def test_subtrees_that_were_changed_are_found(home: Installation) -> None:
    tamper(home, f"update ledger.tree_tiles set hash = sha256('x') where {OF}")

    assert "subtrees" in str(looked_at(home).fault)


def test_an_older_database_takes_no_writes_and_signs_nothing(home: Installation) -> None:
    home.ledger.store.closed_because = "It is an older copy."
    who = rows(home, f"select candidate_id from ledger.events where {OF} limit 1")[0][0]
    before = head(home)

    with pytest.raises(errors.ReadOnly, match="an older copy"):
        record(home, call(who))
    (outcome,) = home.ledger.record_many([call(who)], by=home.owner, request_ids=[None])
    assert isinstance(outcome, errors.ReadOnly)
    unsigned = next(size for size in range(before, 0, -1) if home.proofs.at(size) is None)
    with pytest.raises(errors.ReadOnly):
        home.proofs.signed(unsigned)

    assert head(home) == before
