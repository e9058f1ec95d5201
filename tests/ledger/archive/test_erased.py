"""What was erased is restored as erased, and exported again as it was."""

import hashlib
from pathlib import Path

import orjson
import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.log import closing_line, export_lines
from projections.restore import restore
from tests.ledger.imports.transfers import exported, person
from tests.ledger.installations import new_installation
from tests.ledger.stories import call, record, rows


def untold(_count: int, _total: int | None) -> None:
    """Hear how far a restore has come."""


@pytest.mark.parametrize("gone", [("payload", "salt"), ("payload",), ("salt",)])
def test_payload_and_salt_are_missing_together_or_not_at_all(
    workspace: Installation, tmp_path: Path, gone: tuple[str, ...]
) -> None:
    ada, eve = person(workspace, "Ada", "ada@x.example"), person(workspace, "Eve")
    record(workspace, call(ada))
    path = exported(workspace, tmp_path / "history.ndjson")
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()[:-1]]
    of_ada = [line for line in lines if line["candidate_id"] == str(ada)]
    for line in of_ada:
        line.update(dict.fromkeys(gone))
    written = b"".join(orjson.dumps(line) + b"\n" for line in lines)
    path.write_bytes(written + closing_line(len(lines), hashlib.sha256(written).hexdigest()))

    with new_installation(workspace) as empty:
        if len(gone) == 1:
            with pytest.raises(errors.Damaged, match=r"^.* Line 1: .* Nothing was restored\."):
                restore(empty.database, path, tell=untold)
            return
        restored = restore(empty.database, path, tell=untold)
        again = [
            orjson.loads(line)
            for line in b"".join(export_lines(empty.database, restored.workspace)).splitlines()
        ]
        kept = "select payload is null, salt is null from ledger.events order by position"

        assert again[:-1] == lines
        assert rows(empty, kept).count((True, True)) == len(of_ada)
        assert str(eve) in {line["candidate_id"] for line in again[:-1]}
