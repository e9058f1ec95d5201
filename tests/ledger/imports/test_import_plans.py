"""An import into a young ledger: no plan of its appends reads a table once for every row."""

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from api.installation import Installation, installation
from api.settings import Settings
from bench.imports import write_table
from tests.ledger.imports.networks import brought

_PEOPLE = 3_000
_TOGETHER = 500
# An appended person is three events, and each view that hears them reads them once: some thirty
# rows of the ledger. A table read once for each row would make it hundreds or thousands.
_READ_A_ROW_MAX = 60


@pytest.fixture
def young() -> Generator[Installation]:
    """Open an installation of its own, in which nothing has happened yet."""
    # Not tmp_path: for root that lies in a folder closed to PostgreSQL's user.
    data = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    settings = Settings(data=data).model_copy(update={"database_url": None})
    try:
        with installation(settings, say=lambda _: None) as ready:
            yield ready
    finally:
        shutil.rmtree(data, ignore_errors=True)


def test_an_import_reads_no_table_from_end_to_end_for_every_row(
    young: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    write_table(file, _PEOPLE)

    report = brought(young, file, together=_TOGETHER)

    assert report.people["new"] == _PEOPLE
    read = _rows_read(young)
    assert set(read) > {"events", "profile", "handles", "search", "timeline"}
    assert max(read.values()) < _READ_A_ROW_MAX * _PEOPLE, read


def _rows_read(on: Installation) -> dict[str, int]:
    """Return how many rows of each table were read, by scans and by way of its indexes."""
    with on.database.operator() as owner:
        # A server process tells what it counted when it ends, if not before.
        owner.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        rows = owner.execute(
            "select relname, seq_tup_read"
            " + coalesce((select sum(i.idx_tup_read) from pg_stat_user_indexes i"
            "             where i.relid = t.relid), 0)"
            " from pg_stat_user_tables t where schemaname in ('ledger', 'views')"
        ).fetchall()
    return dict(rows)
