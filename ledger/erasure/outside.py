"""Erasures as they are kept outside the database, so that no backup of it brings a person back.

One file a workspace, `<workspace>.ndjson`: ids, instants and keyed hashes, one erasure a line.
Older copies of the ledger are brought up to it whenever the installation is opened.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import DictRow

from ledger import errors, locks
from ledger.erasure.erase import Past
from ledger.words import CandidateId, WorkspaceId

# Ids and hashes of somebody with thousands of handles; nothing that we write is longer.
_LINE_BYTES_MAX = 4 << 20

_ERASED = """
select e.position, e.recorded_at, e.payload
from ledger.events e
where e.workspace_id = %(workspace)s and e.event_type = 'CandidateErased'
order by e.position
"""


@dataclass(frozen=True, slots=True)
class Outside:
    """The erasures of one workspace in a folder."""

    folder: Path
    workspace: WorkspaceId

    @property
    def path(self) -> Path:
        """The file they stand in."""
        return self.folder / f"{self.workspace}.ndjson"

    def read(self) -> list[Past]:
        """Return every erasure in the file, in order; nothing where there is no file."""
        return read(self.path) if self.path.exists() else []

    def add(self, connection: Connection[DictRow]) -> int:
        """Add those erasures of the ledger that the file does not have; say how many."""
        rows = connection.execute(_ERASED, {"workspace": self.workspace}).fetchall()
        if not rows:
            return 0
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two processes may have erased at once; each adds what is missing when its turn comes.
        with locks.alone(self.folder / "lock", _say_nothing):
            kept = {each.candidate_ids for each in self.read()}
            new = [row for row in rows if _ids(row["payload"]) not in kept]
            if new:
                opened = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                with os.fdopen(opened, "ab") as file:
                    file.writelines(map(_line, new))
                    file.flush()
                    os.fsync(file.fileno())
        return len(new)


def read(path: Path) -> list[Past]:
    """Return the erasures in a file; raise `errors.Unreadable` naming the line that is none."""
    found: list[Past] = []
    try:
        with path.open("rb") as opened:
            for number, line in enumerate(_lines(opened), start=1):
                found.append(_past(path, number, line))
    except OSError as error:
        raise errors.Unreadable(f"{path}: {error.strerror}.") from error
    return found


def missing(
    connection: Connection[DictRow], pasts: Iterable[Past], of: WorkspaceId
) -> list[Past]:
    """Return those of the erasures that the ledger has not seen."""
    rows = connection.execute(_ERASED, {"workspace": of}).fetchall()
    erased = {each for row in rows for each in _ids(row["payload"])}
    return [past for past in pasts if not erased.issuperset(past.candidate_ids)]


def _say_nothing(_: str) -> None:
    """Wait in silence: it takes milliseconds."""


def _lines(opened: Any) -> Iterable[bytes]:
    while line := opened.readline(_LINE_BYTES_MAX):
        yield line


def _line(row: DictRow) -> bytes:
    told: dict[str, Any] = row["payload"]
    kept = {
        "candidate_ids": told["candidate_ids"],
        "erased_at": row["recorded_at"],
        "suppressed": told.get("suppressed", []),
    }
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z) + b"\n"


def _past(path: Path, number: int, line: bytes) -> Past:
    try:
        found: object = orjson.loads(line)
        told = cast("dict[str, Any]", found)
        ids = tuple(CandidateId(UUID(each)) for each in told["candidate_ids"])
        suppressed = tuple(str(each) for each in told["suppressed"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise errors.Unreadable(
            f"{path}, line {number}: this is no list of erasures as Rapport writes it."
        ) from error
    if not ids or not line.endswith(b"\n"):
        raise errors.Unreadable(f"{path}, line {number}: it was cut off.")
    return Past(ids, suppressed)


def _ids(payload: dict[str, Sequence[str]]) -> tuple[UUID, ...]:
    return tuple(UUID(each) for each in payload["candidate_ids"])
