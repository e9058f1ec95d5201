"""A file that is not what a Rapport wrote is refused; what was erased stays erased."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.log import closing_line
from ledger.canonical import canonical, digest
from ledger.ids import new_id
from ledger.imports.rapport.export import ERASED
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import (
    engagements,
    exported,
    person,
    transferred,
)
from tests.ledger.stories import (
    another_workspace,
    call,
    head,
    record,
)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make the ledger whose history comes."""
    return another_workspace(workspace)


Line = dict[str, Any]


def _without_closing(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def _digest_of_others(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], closing_line(len(lines) - 1, "0" * 64)]


def _miscounted(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], lines[-1].replace(b'"count":3', b'"count":2')]


def _altered(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"ada@x", b"eve@x"), *lines[2:]]


def _swapped(lines: list[bytes]) -> list[bytes]:
    return [lines[1], lines[0], *lines[2:]]


def _newer_format(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], lines[-1].replace(b"rapport-log/1", b"rapport-log/2")]


def _newer_event(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b'"schema_version":1', b'"schema_version":9')]


def _another_event(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"HandleAdded", b"HandleGlimpsed"), *lines[2:]]


def _cut_off(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2][:-40]]


def _followed(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[0]]


def _of_another(lines: list[bytes]) -> list[bytes]:
    line: Line = orjson.loads(lines[2])
    return [*lines[:2], orjson.dumps(line | {"workspace_id": str(new_id())}) + b"\n"]


def _half_erased(lines: list[bytes]) -> list[bytes]:
    line: Line = orjson.loads(lines[2])
    return [*lines[:2], orjson.dumps(line | {"payload": None}) + b"\n"]


def _no_such_event(lines: list[bytes]) -> list[bytes]:
    return closed([lines[0], written(lines[1], {"kind": "call"}), lines[2]])


def _about_nobody(lines: list[bytes]) -> list[bytes]:
    line: Line = orjson.loads(lines[1])
    return closed([lines[0], orjson.dumps(line | {"candidate_id": None}) + b"\n", lines[2]])


def written(line: bytes, payload: Line | None) -> bytes:
    """Return a line with another payload, as if it had been written so."""
    told: Line = orjson.loads(line)
    if payload is None:
        return orjson.dumps(told | {"payload": None, "salt": None}) + b"\n"
    digested = digest(bytes.fromhex(told["salt"]), canonical(payload)).hex()
    return orjson.dumps(told | {"payload": payload, "digest": digested}) + b"\n"


def closed(lines: list[bytes]) -> list[bytes]:
    """Return the lines of an export with the closing line that belongs to them."""
    digested = hashlib.sha256(b"".join(lines)).hexdigest()
    return [*lines, closing_line(len(lines), digested)]


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (_without_closing, 4),
        (_digest_of_others, 4),
        (_miscounted, 4),
        (_altered, 2),
        (_swapped, 1),
        (_newer_format, 4),
        (_newer_event, 2),
        (_another_event, 2),
        (_cut_off, 3),
        (_followed, 5),
        (_of_another, 3),
        (_half_erased, 3),
        (_no_such_event, 2),
        (_about_nobody, 2),
    ],
)
def test_a_file_that_is_not_what_was_written_is_refused_with_its_line(
    workspace: Installation,
    theirs: Installation,
    tmp_path: Path,
    harm: Callable[[list[bytes]], list[bytes]],
    line: int,
) -> None:
    record(theirs, call(person(theirs, "Ada", "ada@x.example")))
    path = exported(theirs, tmp_path / "history.ndjson")
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 4
    path.write_bytes(b"".join(harm(lines)))

    with pytest.raises(errors.Unreadable, match=rf"history\.ndjson, line {line}: ") as refused:
        brought(workspace, path)

    assert (refused.value.facts["file"], refused.value.facts["line"]) == (path.name, line)
    assert head(workspace) == 0


def test_what_was_erased_there_stays_erased(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada, eve = person(theirs, "Ada", "ada@x.example"), person(theirs, "Eve")
    record(theirs, call(ada))
    record(theirs, call(eve))
    path = exported(theirs, tmp_path / "history.ndjson")
    lines = path.read_bytes().splitlines(keepends=True)[:-1]
    gone = [
        written(line, None) if orjson.loads(line)["candidate_id"] == str(ada) else line
        for line in lines
    ]
    path.write_bytes(b"".join(closed(gone)))

    report = brought(workspace, path)

    assert report.skipped_by_reason == {ERASED: 3}
    assert [who for _, who in engagements(workspace)] == [eve]


def test_an_empty_history_brings_nothing(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert (report.source, report.event_count, head(workspace)) == ("rapport", 0, 0)
