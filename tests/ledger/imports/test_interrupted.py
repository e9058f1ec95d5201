"""Imports that are killed midway, and imports that run at once: the end is always the same."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from api.installation import Installation
from ledger.imports.report import Report
from tests.ledger.imports.exports import zipped
from tests.ledger.imports.networks import brought, crowd, newer, of_2025, said
from tests.ledger.installations import new_installation
from tests.ledger.stories import another_workspace, head, rows

ROOT = Path(__file__).parents[3]
SECONDS_MAX = 60.0
_KILLED = "to-be-killed"

# Pauses after each batch until it is told to go on, so that it can be killed right there.
_STEPPING = """
import json, sys
from pathlib import Path
from uuid import UUID
from ledger.database import Database
from ledger.imports import funnel
from ledger.imports.bringer import Bringer
from ledger.recording import Ledger
from projections.knowledge import Knowledge

told = json.loads(sys.stdin.readline())
workspace, by = UUID(told["workspace"]), UUID(told["by"])

def tell(news):
    if news.state == "writing":
        print(news.row_count, flush=True)
        sys.stdin.readline()

with Database(told["url"]) as database:
    known = Knowledge(database, workspace)
    ledger = Ledger(database, workspace, lambda: known)
    funnel.bring_in(
        ledger, known, Path(told["path"]), by=Bringer(by), is_dry_run=False, tell=tell,
        together=told["together"],
    )
"""


@contextmanager
def child(*words: str, **environment: str) -> Generator[subprocess.Popen[str]]:
    """Run Python in a process of its own, and kill it at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def killed_after(on: Installation, path: Path, batches: int, *, together: int) -> None:
    """Import in another process and kill that after so many batches were handed over."""
    asked = {
        "url": make_conninfo(str(on.database.pool.conninfo), application_name=_KILLED),
        "workspace": str(on.workspace),
        "by": str(on.owner),
        "path": str(path),
        "together": together,
    }
    with child("-c", _STEPPING) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked) + "\n")
        for number in range(batches):
            process.stdin.write("\n" if number else "")
            process.stdin.flush()
            assert process.stdout.readline(), "The import ended before it could be killed."
    # What it had sent is still carried out.
    wait_until(lambda: not _is_connected(on))


def _is_connected(on: Installation) -> bool:
    return bool(rows(on, f"select from pg_stat_activity where application_name = '{_KILLED}'"))


def states(on: Installation) -> list[str]:
    query = "select state from views.imports where workspace_id = %(workspace)s"
    return [state for (state,) in rows(on, query)]


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS_MAX
    while not is_so():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.01)


@pytest.mark.parametrize("batches", [1, 2, 6, 12])
def test_a_killed_import_is_finished_by_bringing_the_file_in_again(
    workspace: Installation, tmp_path: Path, batches: int
) -> None:
    other = another_workspace(workspace)
    path = zipped(tmp_path / "export.zip", crowd(40))
    whole = brought(other, path)

    killed_after(workspace, path, batches, together=10)
    assert states(workspace) in ([], ["running"])
    before = head(workspace)
    report = brought(workspace, path)

    assert said(workspace) == said(other)
    assert states(workspace) == ["completed"]
    assert report.recorded_count + report.known_count == whole.recorded_count
    assert report.event_count == head(workspace) - before - (1 if before else 2)
    assert brought(workspace, path).state == "known"


def test_an_import_killed_again_and_again_gets_there(
    workspace: Installation, tmp_path: Path
) -> None:
    other = another_workspace(workspace)
    path = zipped(tmp_path / "export.zip", of_2025())
    brought(other, path)

    for batches in (2, 4, 5):
        killed_after(workspace, path, batches, together=4)
    brought(workspace, path)

    assert said(workspace) == said(other)
    assert states(workspace) == ["completed"]


def test_a_newer_file_does_not_wait_for_the_killed_one(
    workspace: Installation, tmp_path: Path
) -> None:
    other = another_workspace(workspace)
    old = zipped(tmp_path / "old.zip", of_2025())
    new = zipped(tmp_path / "new.zip", newer())
    brought(other, new)

    killed_after(workspace, old, 3, together=4)
    brought(workspace, new)

    assert said(workspace) == said(other)
    assert sorted(states(workspace)) == ["completed", "running"]


def test_a_commit_that_comes_after_its_process_was_killed_doubles_nothing(
    opened: Installation, workspace: Installation, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "export.zip", of_2025())
    brought(workspace, path)

    with new_installation(opened) as apart:
        with apart.database.owner() as holding, holding.transaction():
            holding.execute("select from ledger.heads for update")
            urls = {
                "DATABASE_URL": apart.database.app_url,
                "DATABASE_OWNER_URL": apart.database.owner_url,
            }
            with child("-m", "api.cli", "import", str(path), **urls):
                wait_until(lambda: _is_waiting(apart))
        brought(apart, path)

        assert said(apart) == said(workspace)
        assert states(apart) == ["completed"]


def _is_waiting(on: Installation) -> bool:
    query = (
        "select from pg_stat_activity"
        " where datname = current_database() and wait_event_type = 'Lock'"
    )
    # Only the server's own superuser sees what other roles wait for.
    with on.database.operator() as connection:
        return bool(connection.execute(query).fetchall())


def at_once(*asked: tuple[Installation, Path], together: int = 5_000) -> list[Report]:
    """Bring files in, each in a thread, all beginning at the same moment."""
    ready = threading.Barrier(len(asked))

    def one(each: tuple[Installation, Path]) -> Report:
        ready.wait(SECONDS_MAX)
        return brought(*each, together=together)

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(one, asked))


@pytest.mark.parametrize("together", [3, 25, 5_000])
def test_one_file_brought_in_twice_at_once_is_brought_in_once(
    workspace: Installation, tmp_path: Path, together: int
) -> None:
    other = another_workspace(workspace)
    path = zipped(tmp_path / "export.zip", crowd(40))
    whole = brought(other, path)

    reports = at_once((workspace, path), (workspace, path), together=together)

    assert said(workspace) == said(other)
    assert states(workspace) == ["completed"]
    assert sum(report.people["new"] for report in reports) == whole.people["new"]
    assert sum(report.engagements["new"] for report in reports) == whole.engagements["new"]


@pytest.mark.parametrize("together", [3, 25, 5_000])
def test_files_that_overlap_brought_in_at_once_say_what_they_say_in_turn(
    workspace: Installation, tmp_path: Path, together: int
) -> None:
    other = another_workspace(workspace)
    paths = [zipped(tmp_path / f"{first}.zip", crowd(40, first=first)) for first in (0, 20, 50)]
    for path in paths:
        brought(other, path)

    reports = at_once(*((workspace, path) for path in paths), together=together)

    assert said(workspace) == said(other)
    assert states(workspace) == ["completed"] * 3
    assert sum(report.people["new"] for report in reports) == 90


def test_an_old_and_a_newer_file_at_once_are_as_in_one_of_both_orders(
    workspace: Installation, tmp_path: Path
) -> None:
    paths = [
        zipped(tmp_path / name, members)
        for name, members in (("old.zip", of_2025()), ("new.zip", newer()))
    ]
    orders: list[tuple[list[str], list[str]]] = []
    for order in (paths, paths[::-1]):
        other = another_workspace(workspace)
        for path in order:
            brought(other, path)
        orders.append(said(other))

    at_once(*((workspace, path) for path in paths))

    assert said(workspace) in orders
