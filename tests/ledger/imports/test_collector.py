"""The collector of cycles is held back for a batch, and never for longer than an import."""

import gc
from pathlib import Path

import pytest

from api.installation import Installation
from bench.imports import write_table
from ledger.imports.collector import held_back, looked_through_at_last
from tests.ledger.imports.networks import brought


def test_what_a_batch_leaves_is_set_aside_until_the_import_ends() -> None:
    before = gc.get_freeze_count()

    with looked_through_at_last():
        with held_back():
            assert not gc.isenabled()
            kept = [[number] for number in range(1_000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() > before + len(kept)

    assert gc.get_freeze_count() == 0


def test_a_failure_lets_the_collector_go_on_and_see_everything() -> None:
    with pytest.raises(ZeroDivisionError), looked_through_at_last(), held_back():
        raise ZeroDivisionError

    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_an_import_leaves_the_collector_as_it_was(
    workspace: Installation, tmp_path: Path, *, is_dry_run: bool
) -> None:
    file = tmp_path / "people.csv"
    write_table(file, 20)

    brought(workspace, file, is_dry_run=is_dry_run)

    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
