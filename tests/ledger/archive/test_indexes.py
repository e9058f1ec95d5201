"""A restored table of events has every index and constraint that a lived one has."""

from pathlib import Path

import pytest

from api.installation import Installation
from ledger import errors
from tests.ledger.archive.archives import archived, files_of, packed, restored, rich
from tests.ledger.installations import new_installation
from tests.ledger.stories import rows

_INDEXES = """
select c.relname, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisprimary, i.indisunique
from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = 'ledger.events'::regclass
order by c.relname"""
_CONSTRAINTS = """
select conname, pg_get_constraintdef(oid), convalidated
from pg_constraint
where conrelid = 'ledger.events'::regclass
order by conname"""


def test_a_restored_ledger_has_the_indexes_and_constraints_of_any_other(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")
    assert len(rows(workspace, _INDEXES)) > len(("events_pkey", "events_stream_version"))

    with new_installation(workspace) as empty:
        home = restored(empty, path)

        assert rows(home, _INDEXES) == rows(workspace, _INDEXES)
        assert rows(home, _CONSTRAINTS) == rows(workspace, _CONSTRAINTS)


def test_a_refused_restore_leaves_the_indexes_where_they_were(
    workspace: Installation, tmp_path: Path
) -> None:
    files = files_of(archived(rich(workspace), tmp_path / "whole.zip"))
    name = "data/README.md"
    altered = packed({**files, name: files[name] + b" "}, tmp_path / "altered.zip")

    with new_installation(workspace) as empty:
        with pytest.raises(errors.Damaged):
            restored(empty, altered)

        assert rows(empty, _INDEXES) == rows(workspace, _INDEXES)
        assert rows(empty, _CONSTRAINTS) == rows(workspace, _CONSTRAINTS)
