"""Another Rapport's history comes into a ledger that has one: whole, once, and undone as one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.log import closing_line, export_lines
from ledger.archive.restore import restore
from ledger.commands.candidates import AddCandidate, AddTag, CorrectHandle, RemoveHandle
from ledger.commands.engagements import CorrectEngagement, RetractEngagement
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.pools import CreatePool, JoinPool
from ledger.ids import new_id
from ledger.imports.rapport.planning import TWO_OF_HERE
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import (
    engagements,
    everything,
    exported,
    reinstate,
    revert,
    transferred,
)
from tests.ledger.installations import new_installation
from tests.ledger.stories import (
    another_workspace,
    call,
    given_email,
    head,
    known_candidate,
    record,
    rows,
)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make the ledger whose history comes."""
    return another_workspace(workspace)


def person(on: Installation, name: str, *addresses: str) -> UUID:
    handles = tuple(given_email(address) for address in addresses)
    return known_candidate(on, profile={"first_name": name}, handles=handles)


def test_all_of_a_history_comes_in_as_one_import(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada = person(theirs, "Ada", "ada@x.example")
    pool = CreatePool(name="Engines")
    for command in (
        AddTag(candidate_id=ada, tag="Rust"),
        pool,
        JoinPool(pool_id=pool.pool_id, candidate_id=ada),
        call(ada, occurred_at="2025-03-01T10:00:00Z"),
    ):
        record(theirs, command)
    before = everything(workspace)

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    after = everything(workspace)
    revert(workspace, report)
    undone = everything(workspace)
    reinstate(workspace, report)

    assert (report.source, report.recorded_count, report.event_count) == ("rapport", 6, 6)
    assert (report.people, report.engagements) == ({"new": 1}, {"new": 1})
    assert engagements(workspace) == engagements(theirs)
    assert undone == before
    assert everything(workspace) == after != before


def test_the_same_person_is_read_as_one_and_their_history_stays_theirs(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Augusta", "other@x.example", "ADA@x.example")
    record(theirs, call(ada))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    [merge] = rows(workspace, "select stream_id from views.merges where workspace_id = %(workspace)s")
    as_one = workspace.knowledge().root(ada), [who for _, who in engagements(workspace)]
    record(workspace, UnmergeCandidates(merge_id=merge[0]))
    as_two = workspace.knowledge().root(ada), [who for _, who in engagements(workspace)]
    again = brought(workspace, tmp_path / "history.ndjson")

    assert report.people == {"new": 1, "recognised": 1}
    assert as_one == (ours, [ours])
    assert as_two == (ada, [ada])
    assert again.event_count == 0
    assert workspace.knowledge().root(ada) == ada


def test_a_second_time_writes_nothing_and_a_newer_export_only_what_is_new(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Ada", "ada@x.example")
    talk = call(ada)
    record(theirs, talk)
    older = exported(theirs, tmp_path / "older.ndjson")

    brought(workspace, older)
    at = head(workspace)
    again = brought(workspace, older)
    assert (again.state, head(workspace)) == ("known", at)

    record(theirs, CorrectEngagement(engagement_id=talk.engagement_id, changes={"subject": "Porto"}))
    record(theirs, call(ada))
    newer = transferred(theirs, workspace, tmp_path / "newer.ndjson")
    at = head(workspace)
    brought(workspace, older)

    assert (newer.event_count, newer.recorded_count) == (2, 2)
    [told] = workspace.knowledge().rows("engagement", stream_id=talk.engagement_id)
    assert told["payload"]["subject"] == "Porto"
    assert head(workspace) == at


def test_a_ledgers_own_export_writes_nothing(workspace: Installation, tmp_path: Path) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    path = exported(workspace, tmp_path / "own.ndjson")
    record(workspace, call(ada))
    at = head(workspace)

    report = brought(workspace, path)

    assert (report.state, report.known_count, head(workspace)) == ("known", 2, at)
