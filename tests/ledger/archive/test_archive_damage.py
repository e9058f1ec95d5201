"""A file that is not what was exported is refused, and the refusal says where."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.believing import Believed
from ledger.archive.histories import opened_history
from tests.ledger.archive.archives import (
    EVENTS,
    INFO,
    Files,
    archived,
    files_of,
    packed,
    refusal,
    restored,
    rich,
    summed,
    with_lines,
)
from tests.ledger.installations import new_installation
from tests.ledger.stories import another_workspace, head, rows

Lines = list[bytes]
Change = Callable[[Lines], Lines]


def _edited(number: int, was: bytes, becomes: bytes) -> Change:
    def change(lines: Lines) -> Lines:
        assert was in lines[number]
        return [*lines[:number], lines[number].replace(was, becomes, 1), *lines[number + 1 :]]

    return change


def _spaced(lines: Lines) -> Lines:
    return [lines[0].replace(b'","', b'", "', 1), *lines[1:]]


def _reordered(lines: Lines) -> Lines:
    told = orjson.loads(lines[0])
    return [orjson.dumps(dict(reversed(told.items()))) + b"\n", *lines[1:]]


def _of_the_future(lines: Lines) -> Lines:
    return _edited(0, b'"schemaversion":1', b'"schemaversion":99')(lines)


@pytest.fixture
def files(workspace: Installation, tmp_path: Path) -> Files:
    """Return what an archive of a rich history holds."""
    return files_of(archived(rich(workspace), tmp_path / "whole.zip"))


LINE_DAMAGE: list[tuple[Change, int, str]] = [
    (lambda lines: lines[1:], 1, "position 2 stands where 1 should"),
    (lambda lines: [*lines[:3], *lines[4:]], 4, "position 5 stands where 4 should"),
    (lambda lines: [lines[1], lines[0], *lines[2:]], 1, "position 2 stands where 1"),
    (lambda lines: [lines[0], *lines], 2, "position 1 stands where 2 should"),
    (_edited(1, b"ada@x", b"eve@x"), 2, "does not match its digest"),
    (_edited(1, b'"digest":"', b'"digest":"0'), 2, "not written as an archive writes one"),
    (_edited(2, b"2026-", b"2026-13"), 3, "not written as an archive"),
    (_spaced, 1, "not written as an archive"),
    (_reordered, 1, "not written as an archive"),
    (_edited(0, b'"type":"CandidateAdded"', b'"type":"SomethingNew"'), 1, "newer Rapport"),
    (_of_the_future, 1, "newer Rapport"),
    (lambda lines: [b"\n", *lines], 1, "not JSON"),
    (lambda lines: [b"{}\n", *lines], 1, "not an event"),
    (lambda lines: [*lines[:-1], lines[-1][:-1]], -1, "cut off"),
]


@pytest.mark.parametrize(("change", "number", "what"), LINE_DAMAGE)
def test_a_damaged_line_is_named_even_when_the_sums_were_made_right(
    files: Files, tmp_path: Path, change: Change, number: int, what: str
) -> None:
    refused = refusal(packed(with_lines(files, change), tmp_path / "damaged.zip"))

    count = len(files[EVENTS].splitlines())
    assert refused.facts["line"] == number % (count + 1)
    assert refused.facts["file"] == EVENTS
    assert what in refused.detail


def test_a_cut_end_is_refused_even_when_the_sums_were_made_right(
    files: Files, tmp_path: Path
) -> None:
    refused = refusal(packed(with_lines(files, lambda lines: lines[:-1]), tmp_path / "cut.zip"))

    assert "the events end at position" in refused.detail


def test_two_archives_mixed_are_refused(
    files: Files, workspace: Installation, tmp_path: Path
) -> None:
    other = archived(rich(another_workspace(workspace)), tmp_path / "other.zip")
    foreign = files_of(other)[EVENTS].splitlines(keepends=True)

    mixed = with_lines(files, lambda lines: [*lines[:3], foreign[3], *lines[4:]])
    refused = refusal(packed(mixed, tmp_path / "mixed.zip"))

    assert (refused.facts["line"], refused.facts["what"]) == (
        4,
        "it is of another ledger than the archive",
    )


@pytest.mark.parametrize(
    "name", ["data/README.md", "data/datapackage.json", "bagit.txt", "manifest-sha256.txt"]
)
def test_an_altered_or_missing_file_is_named(files: Files, tmp_path: Path, name: str) -> None:
    altered = {**files, name: files[name] + b" "}
    without = {each: content for each, content in files.items() if each != name}

    assert refusal(packed(altered, tmp_path / "altered.zip")).facts["file"] == name
    assert refusal(packed(without, tmp_path / "without.zip")).facts["file"] == name


def test_a_file_that_no_manifest_lists_is_named(files: Files, tmp_path: Path) -> None:
    more = {**files, "data/tables/more.csv": b"a,b\n"}

    refused = refusal(packed(more, tmp_path / "more.zip"))

    assert refused.facts["file"] == "data/tables/more.csv"


@pytest.mark.parametrize(
    ("was", "becomes", "what"),
    [
        (b"rapport-archive/1", b"rapport-archive/2", "newer Rapport"),
        (b"Rapport-Format: rapport-archive/1\n", b"", "holds no ledger"),
        (b"Rapport-Last-Position: ", b"Rapport-Last-Position: 1", "the events end at"),
        (b"Rapport-Workspace: ", b"Rapport-Workspace: x", "Rapport-Workspace is missing"),
    ],
)
def test_a_bag_that_says_something_else_of_itself_is_refused(
    files: Files, tmp_path: Path, was: bytes, becomes: bytes, what: str
) -> None:
    told = summed({**files, INFO: files[INFO].replace(was, becomes)})

    assert what in refusal(packed(told, tmp_path / "told.zip")).detail


def test_a_zip_cut_off_anywhere_is_refused(workspace: Installation, tmp_path: Path) -> None:
    whole = archived(rich(workspace), tmp_path / "whole.zip").read_bytes()
    cut = tmp_path / "cut.zip"

    for size in (*range(0, len(whole), 97), len(whole) - 1):
        cut.write_bytes(whole[:size])

        assert refusal(cut).detail


def test_an_altered_byte_is_found_or_changes_nothing(
    workspace: Installation, tmp_path: Path
) -> None:
    whole = archived(rich(workspace), tmp_path / "whole.zip")
    content = whole.read_bytes()
    wanted = _copied(whole)
    altered = tmp_path / "altered.zip"

    for place in range(0, len(content), 41):
        flipped = bytes([content[place] ^ (1 << place % 8)])
        altered.write_bytes(content[:place] + flipped + content[place + 1 :])
        try:
            found = _copied(altered)
        except errors.Damaged:
            continue
        # What a zip says of times and machines is no part of the archive.
        assert found == wanted, place


def test_what_is_damaged_leaves_the_installation_empty(
    files: Files, workspace: Installation, tmp_path: Path
) -> None:
    last = len(files[EVENTS].splitlines()) - 1
    damage = _edited(last, b'"type":"', b'"type":"X')
    path = packed(with_lines(files, damage), tmp_path / "damaged.zip")

    with new_installation(workspace) as empty:
        with pytest.raises(errors.Damaged, match=r"Nothing was restored\."):
            restored(empty, path)

        assert rows(empty, "select count(*) from ledger.events") == [(0,)]
        assert head(empty) == 0


def _copied(path: Path) -> bytes:
    with opened_history(path) as history:
        believed = Believed()
        rows = b"".join(block.rows for block in history.blocks(believed))
        assert list(history.beside())
        history.check_count()
        return rows
