"""A restore is all or nothing, and leaves behind what living through it all would have."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.checkers import MANY_EVENTS
from ledger.archive.restore import restore_events
from ledger.entries import Entry
from ledger.ids import new_id
from ledger.words import CandidateId, StreamId
from projections import VIEWS
from projections.prepare import prepare
from projections.restore import restore
from tests.ledger.archive.archives import (
    EVENTS,
    archived,
    files_of,
    packed,
    restored,
    rich,
    summed,
    untold,
    with_lines,
)
from tests.ledger.imports.transfers import person
from tests.ledger.installations import new_installation
from tests.ledger.stories import CALL, append, call, head, live, record, rows

_TOLD = """
select position from ledger.events
where workspace_id = %(workspace)s and payload is not null
order by position"""
_COUNTED = "select count(*) from ledger.events"
_READ_FROM_AN_INDEX = """
explain (analyze, format json) select workspace_id, position from ledger.events
order by workspace_id, position"""
_INDEXED = """
select indexdef from pg_indexes
where schemaname = 'ledger' and tablename = 'events'
order by indexdef"""
_OUT_OF_DATE = "select count(*) from ledger.view_builds where digest = ''"


def test_the_views_of_a_restored_ledger_are_those_that_were_lived_through(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")

    with new_installation(workspace) as empty:
        home = restored(empty, path)

        assert live(home) == live(workspace)
        assert rows(home, _OUT_OF_DATE) == [(0,)]


def test_restored_rows_are_seen_by_all_without_a_vacuum(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")

    with new_installation(workspace) as empty:
        home = restored(empty, path)

        with home.database.owner() as owner, owner.transaction():
            owner.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
            told = owner.execute(_READ_FROM_AN_INDEX).fetchone()

    assert told is not None
    (plan,) = told[0]
    assert plan["Plan"]["Node Type"] == "Index Only Scan"
    assert plan["Plan"]["Actual Rows"] == head(workspace)
    assert plan["Plan"]["Heap Fetches"] == 0


def test_views_that_were_not_built_before_a_crash_are_built_at_the_next_start(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")

    with new_installation(workspace) as empty:
        brought_back = restore_events(empty.database, path, tell=untold)
        home = empty.of_restored(brought_back.workspace)
        assert rows(home, _OUT_OF_DATE) == [(len(VIEWS),)]

        prepare(home.database, tell=lambda _: None)

        assert live(home) == live(workspace)
        assert rows(home, _OUT_OF_DATE) == [(0,)]


def test_what_is_recorded_after_a_restore_goes_on_from_it(
    workspace: Installation, tmp_path: Path
) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    path = archived(workspace, tmp_path / "whole.zip")
    end = head(workspace)

    with new_installation(workspace) as empty:
        home = restored(empty, path)
        record(home, call(ada))

        assert head(home) == end + 1


def test_a_ledger_that_holds_a_history_takes_no_other(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")
    before = live(workspace)

    with pytest.raises(errors.NotAllowedNow, match=r"holds a history already"):
        restore(workspace.database, path, tell=untold)

    assert live(workspace) == before


def test_a_file_beside_the_events_that_was_altered_leaves_nothing_behind(
    workspace: Installation, tmp_path: Path
) -> None:
    files = files_of(archived(rich(workspace), tmp_path / "whole.zip"))
    name = "data/README.md"
    altered = packed({**files, name: files[name] + b" "}, tmp_path / "altered.zip")

    with new_installation(workspace) as empty:
        with pytest.raises(errors.Damaged, match=r"Nothing was restored\.") as refused:
            restored(empty, altered)

        assert refused.value.facts["file"] == name
        assert rows(empty, _COUNTED) == [(0,)]
        assert rows(empty, _OUT_OF_DATE) == [(0,)]


def test_what_the_database_does_not_take_is_refused_without_quoting_it(
    workspace: Installation, tmp_path: Path
) -> None:
    rich(workspace)
    files = files_of(archived(workspace, tmp_path / "whole.zip"))
    # Nobody signs here, so that the order of a stream can be broken with care.
    unsigned = {name: each for name, each in files.items() if "checkpoint" not in name}

    def twice(lines: list[bytes]) -> list[bytes]:
        subject = lines[0].split(b'"subject":"')[1][:36]
        before, after = lines[1].split(b'"subject":"')
        return [lines[0], before + b'"subject":"' + subject + after[36:], *lines[2:]]

    path = packed(with_lines(summed(unsigned), twice), tmp_path / "twice.zip")

    with new_installation(workspace) as empty:
        with pytest.raises(errors.Damaged, match=r"does not take .*Nothing was restored\."):
            restored(empty, path)

        assert rows(empty, _COUNTED) == [(0,)]


def test_what_an_archive_tells_although_it_was_erased_in_it_does_not_come_back(
    workspace: Installation, tmp_path: Path
) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    older = files_of(archived(workspace, tmp_path / "older.zip"))[EVENTS].splitlines(
        keepends=True
    )
    workspace.erase(ada)
    newer = files_of(archived(workspace, tmp_path / "newer.zip"))
    # Digests, tree and signature are the same with and without what was erased.
    path = packed(
        with_lines(newer, lambda lines: [*older[:2], *lines[2:]]), tmp_path / "mixed.zip"
    )

    with new_installation(workspace) as empty:
        home = restored(empty, path)

        assert live(home) == live(workspace)
        assert rows(home, _TOLD) == rows(workspace, _TOLD)


_RESTORING = """
import sys, time
from pathlib import Path
from ledger.archive.checkers import MANY_EVENTS
from ledger.archive.restore import restore_events
from ledger.database import Database
def tell(count, total):
    print(count, flush=True)
    if sys.argv[4] == "halt":
        time.sleep(60)
restore_events(Database(*sys.argv[1:3]), Path(sys.argv[3]), tell=tell)
"""
_HOLDING = """
select count(*) from pg_locks
where relation = 'ledger.heads'::regclass and mode = 'ExclusiveLock'"""
_WAITING = """
select count(*) from pg_locks
where relation = 'ledger.view_builds'::regclass and not granted"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_a_restore_that_is_killed_while_events_are_copied_leaves_nothing_behind(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(_with_calls(workspace, MANY_EVENTS), tmp_path / "whole.zip")

    with new_installation(workspace) as empty:
        with _restoring(empty, path, "halt") as process:
            assert process.stdout is not None
            # The first five thousand events are on their way.
            assert process.stdout.readline()
            assert rows(empty, _HOLDING) == [(1,)]
            os.kill(process.pid, signal.SIGKILL)
        _wait(empty, _HOLDING, 0)

        assert rows(empty, _COUNTED) == [(0,)]
        assert live(restored(empty, path)) == live(workspace)


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_a_restore_that_is_killed_at_its_last_step_leaves_nothing_behind(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")

    with new_installation(workspace) as empty:
        with (
            empty.database.owner() as other,
            other.transaction(),
            _restoring(empty, path, "go on") as process,
        ):
            other.execute("lock table ledger.view_builds in share mode")
            _wait(empty, _WAITING, 1)
            os.kill(process.pid, signal.SIGKILL)
        _wait(empty, _HOLDING, 0)

        assert rows(empty, _COUNTED) == [(0,)]
        assert rows(empty, _OUT_OF_DATE) == [(0,)]
        assert live(restored(empty, path)) == live(workspace)


def test_a_long_history_is_restored_as_it_was(workspace: Installation, tmp_path: Path) -> None:
    path = archived(rich(_with_calls(workspace, MANY_EVENTS)), tmp_path / "whole.zip")
    end = head(workspace)
    told: list[int] = []

    with new_installation(workspace) as empty:
        brought_back = restore(empty.database, path, tell=lambda count, _: told.append(count))
        home = empty.of_restored(brought_back.workspace)
        for note in brought_back.checkpoints:
            home.proofs.keep(note)

        assert head(home) == end
        assert told[0] >= 5_000
        assert told[0] < told[1] < told[2] <= end
        assert archived(home, tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_of_a_long_history_with_a_changed_event_nothing_is_restored(
    workspace: Installation, tmp_path: Path
) -> None:
    whole = files_of(archived(_with_calls(workspace, MANY_EVENTS), tmp_path / "whole.zip"))

    def changed(lines: list[bytes]) -> list[bytes]:
        was = lines[9_999]
        lines[9_999] = was.replace(b'"kind":"call"', b'"kind":"note"')
        assert lines[9_999] != was
        return [*lines[:-1], lines[-1].replace(b'"kind":"call"', b'"kind":"note"')]

    path = packed(with_lines(whole, changed), tmp_path / "changed.zip")

    with new_installation(workspace) as empty:
        with pytest.raises(errors.Damaged, match=r"Nothing was restored\.") as refused:
            restored(empty, path)

        assert (refused.value.facts["file"], refused.value.facts["line"]) == (EVENTS, 10_000)
        assert rows(empty, _COUNTED) == [(0,)]
        assert rows(empty, _INDEXED) == rows(workspace, _INDEXED)


def _with_calls(on: Installation, count: int) -> Installation:
    ada = CandidateId(person(on, "Ada", "many-calls@x.example"))
    append(on, [Entry(CALL, StreamId(new_id()), 1, ada) for _ in range(count)])
    return on


def _restoring(on: Installation, path: Path, how: str) -> subprocess.Popen[bytes]:
    """Restore in a process of its own, which may be killed."""
    urls = (on.database.app_url, on.database.owner_url)
    words = [sys.executable, "-c", _RESTORING, *urls, str(path), how]
    return subprocess.Popen(words, stdout=subprocess.PIPE)


def _wait(on: Installation, query: str, count: int) -> None:
    """Wait until a query counts so many."""
    for _ in range(400):
        if rows(on, query) == [(count,)]:
            return
        time.sleep(0.05)
    raise AssertionError(query)
