"""Another Rapport's history comes into a ledger that has one: whole, once, undone as one."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.log import closing_line, export_lines
from ledger.archive.restore import restore
from ledger.canonical import canonical, digest
from ledger.commands.candidates import (
    AddCandidate,
    AddTag,
    CorrectHandle,
    RemoveHandle,
    UpdateCandidate,
    handle_id_of,
)
from ledger.commands.engagements import CorrectEngagement, RecordEngagement, RetractEngagement
from ledger.commands.imports import RevertImport
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.pools import CreatePool, JoinPool
from ledger.entries import Entry
from ledger.events import CandidateAdded
from ledger.ids import new_id
from ledger.imports.rapport.export import ERASED, STRANGER, TAKEN_BACK
from ledger.imports.rapport.planning import TWO_OF_HERE
from ledger.recording import Ledger
from ledger.words import CandidateId, Profile, StreamId, WorkspaceId
from projections.knowledge import Knowledge
from tests.ledger.imports.exports import zipped
from tests.ledger.imports.networks import brought, crowd
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
    CALL,
    another_workspace,
    brought_in,
    call,
    email,
    given_email,
    head,
    import_of,
    known_candidate,
    record,
    rows,
)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make the ledger whose history comes."""
    return another_workspace(workspace)


CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Lovelace,https://www.linkedin.com/in/ada,ada@x.example,Engines,Analyst,02 Jan 2024\n"
)


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
    [merge] = rows(
        workspace, "select stream_id from views.merges where workspace_id = %(workspace)s"
    )
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

    record(
        theirs,
        CorrectEngagement(engagement_id=talk.engagement_id, changes={"subject": "Porto"}),
    )
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


def test_a_preview_writes_nothing(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(theirs, "Ada", "ada@x.example")
    path = exported(theirs, tmp_path / "history.ndjson")

    report = brought(workspace, path, is_dry_run=True)

    assert (report.state, report.event_count, head(workspace)) == ("previewed", 2, 0)


def test_two_at_once_give_the_result_of_one(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(workspace, "Ada", "0@x.example")
    for number in range(60):
        who = person(theirs, f"P{number}", f"{number}@x.example")
        record(theirs, call(who, occurred_at="2025-03-01T10:00:00Z"))
    older = exported(theirs, tmp_path / "older.ndjson")
    record(theirs, call(who))
    newer = exported(theirs, tmp_path / "newer.ndjson")

    with ThreadPoolExecutor(3) as threads:
        reports = list(
            threads.map(lambda path: brought(workspace, path), (older, newer, older))
        )

    assert len(engagements(workspace)) == len(engagements(theirs)) == 61
    merges = "select count(*) from views.merges where workspace_id = %(workspace)s"
    assert rows(workspace, merges) == [(1,)]
    assert sum(report.event_count for report in reports) == 60 * 3 + 1 + 1
    assert brought(workspace, newer).event_count == 0


def test_what_came_in_is_exported_and_restored_like_everything_else(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    person(workspace, "Ada", "ada@x.example")
    record(theirs, call(person(theirs, "Ada", "ada@x.example")))
    transferred(theirs, workspace, tmp_path / "history.ndjson")
    path = exported(workspace, tmp_path / "both.ndjson")

    with new_installation(workspace) as empty:
        restored = restore(empty.database, path, tell=lambda *_: None)
        again = b"".join(export_lines(empty.database, restored.workspace))

    assert again == path.read_bytes()


def test_two_restored_from_one_file_that_went_on_apart_come_together(
    workspace: Installation, tmp_path: Path
) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    path = exported(workspace, tmp_path / "start.ndjson")

    with new_installation(workspace) as copied:
        restored = restore(copied.database, path, tell=lambda *_: None)
        there = at(copied, restored.workspace)
        record(there, call(ada))
        record(workspace, call(ada))
        report = transferred(there, workspace, tmp_path / "copy.ndjson")
        again = transferred(there, workspace, tmp_path / "again.ndjson")

    assert (report.event_count, again.event_count) == (1, 0)
    assert [who for _, who in engagements(workspace)] == [ada, ada]


def at(on: Installation, workspace: WorkspaceId) -> Installation:
    """Return an installation as it speaks of one of its workspaces."""
    database = on.database
    ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace))
    return replace(on, workspace=workspace, ledger=ledger)


def test_an_import_taken_back_there_stays_out_until_it_is_reinstated_there(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    linkedin = zipped(tmp_path / "linkedin.zip", {"Connections.csv": CONNECTIONS})
    first = brought(theirs, linkedin)
    revert(theirs, first)
    without = transferred(theirs, workspace, tmp_path / "without.ndjson")
    reinstate(theirs, first)
    within = transferred(theirs, workspace, tmp_path / "with.ndjson")

    assert without.event_count == 0
    assert without.skipped_by_reason[TAKEN_BACK] == first.event_count
    assert within.event_count == first.event_count
    assert brought(workspace, linkedin).event_count == 0


def test_whom_only_later_facts_keep_after_an_import_was_taken_back_comes_in_with_them(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada, gone = CandidateId(new_id()), CandidateId(new_id())
    added = CandidateAdded(profile=Profile(first_name="Ada"))
    import_id = import_of(theirs, "reverted")
    entries = [Entry(added, StreamId(each), 1, each) for each in (ada, gone)]
    brought_in(theirs, import_id, entries)
    record(theirs, call(ada))
    record(theirs, call(gone))
    facts = Profile(company="Engines")
    record(theirs, UpdateCandidate(candidate_id=ada, profile=facts))
    record(theirs, RevertImport(import_id=import_id))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    again = brought(workspace, tmp_path / "history.ndjson")

    assert [who for _, who in engagements(workspace)] == [ada]
    assert (report.event_count, again.event_count) == (2, 0)
    assert report.skipped_by_reason[STRANGER] == 1


def test_what_a_source_told_both_ledgers_is_there_once(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    export = zipped(tmp_path / "linkedin.zip", crowd(4))
    first = brought(workspace, export)
    brought(theirs, export)
    before = engagements(workspace)

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert before
    assert engagements(workspace) == before
    assert report.engagements == {"known": first.engagements["new"]}
    assert report.people["recognised"] == first.people["new"]


def test_what_came_in_from_a_source_is_known_when_that_source_tells_it(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    export = zipped(tmp_path / "linkedin.zip", crowd(4))
    brought(theirs, export)

    transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert brought(workspace, export).event_count == 0


def test_what_a_caller_told_both_ledgers_about_one_person_is_there_once(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    told = CALL.model_copy(update={"source": "phone", "external_id": "call-1"})
    talks: list[RecordEngagement] = []
    for each in (workspace, theirs):
        who = person(each, "Ada", "ada@x.example")
        talks.append(RecordEngagement(candidate_id=who, engagement=told))
        record(each, talks[-1])
    [(stream, _)] = engagements(theirs)
    record(theirs, RetractEngagement(engagement_id=stream))
    before = engagements(workspace)

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    record(workspace, talks[1])

    assert engagements(workspace) == before
    assert report.engagements == {"known": 1}
    assert brought(workspace, tmp_path / "history.ndjson").event_count == 0


@pytest.mark.parametrize("removed", [True, False])
def test_a_handle_that_was_taken_off_there_recognises_nobody(
    workspace: Installation, theirs: Installation, tmp_path: Path, *, removed: bool
) -> None:
    person(workspace, "Ada", "ada@x.example")
    ada = person(theirs, "Ada", "ada@x.example")
    handle_id = handle_id_of(theirs.knowledge(), email("ada@x.example"))
    changed = {"candidate_id": ada, "handle_id": handle_id}
    if removed:
        record(theirs, RemoveHandle.model_validate(changed))
    else:
        record(theirs, CorrectHandle.model_validate(changed | {"label": "old"}))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert report.people["recognised"] == (0 if removed else 1)
    held = rows(
        workspace,
        "select count(*), max(told ->> 'label') from views.handles"
        " where workspace_id = %(workspace)s",
    )
    assert held == [(1, None if removed else "old")]


@pytest.mark.parametrize(
    ("handle", "is_recognised"),
    [
        ("email:ada@x.example", True),
        ("email:info@x.example", False),
        ("phone:+49 30 1234567", True),
        ("phone:030 1234567", False),
        ("linkedin:https://www.linkedin.com/in/ada", True),
        ("github:ada", True),
        ("website:https://x.example", False),
        ("messenger:ada", False),
        ("linkedin_name:Ada", False),
        ("external_id:greenhouse:1", False),
        ("other:ada", False),
    ],
)
def test_only_what_names_one_person_anywhere_recognises_them(
    workspace: Installation,
    theirs: Installation,
    tmp_path: Path,
    handle: str,
    *,
    is_recognised: bool,
) -> None:
    type_, _, value = handle.partition(":")
    for each in (workspace, theirs):
        given = [{"handle": {"type": type_, "value": value}}]
        record(each, AddCandidate.model_validate({"handles": given}))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert report.people["recognised"] == int(is_recognised)


def test_a_merge_there_of_two_that_are_two_here_is_left_to_the_recruiter(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = [person(workspace, name, f"{name}@x.example") for name in ("ada", "eve")]
    both = [person(theirs, name, f"{name}@x.example") for name in ("ada", "eve")]
    transferred(theirs, workspace, tmp_path / "two.ndjson")
    merge = MergeCandidates(primary_candidate_id=both[0], duplicate_candidate_id=both[1])
    record(theirs, merge)

    report = transferred(theirs, workspace, tmp_path / "one.ndjson")
    record(theirs, UnmergeCandidates(merge_id=merge.merge_id))
    later = transferred(theirs, workspace, tmp_path / "two-again.ndjson")

    assert (report.event_count, report.skipped_by_reason[TWO_OF_HERE]) == (0, 1)
    assert later.event_count == 0
    assert [workspace.knowledge().root(each) for each in both] == ours


def test_a_later_merge_there_joins_whoever_the_duplicate_is_here(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ours = person(workspace, "Ada", "ada@x.example")
    ada, other = person(theirs, "Ada", "ada@x.example"), person(theirs, "A. L.")
    transferred(theirs, workspace, tmp_path / "two.ndjson")
    merge = MergeCandidates(primary_candidate_id=other, duplicate_candidate_id=ada)
    record(theirs, merge)
    transferred(theirs, workspace, tmp_path / "one.ndjson")
    as_one = [workspace.knowledge().root(each) for each in (ada, other)]
    record(theirs, UnmergeCandidates(merge_id=merge.merge_id))
    transferred(theirs, workspace, tmp_path / "two-again.ndjson")

    assert as_one == [ours, ours]
    assert [workspace.knowledge().root(each) for each in (ada, other)] == [ours, other]


def test_a_newer_export_brings_back_what_was_taken_back_here(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada = person(theirs, "Ada", "ada@x.example")
    record(theirs, call(ada))
    older = transferred(theirs, workspace, tmp_path / "older.ndjson")
    revert(workspace, older)
    record(theirs, call(ada))

    newer = transferred(theirs, workspace, tmp_path / "newer.ndjson")

    assert len(engagements(workspace)) == 2
    revert(workspace, newer)
    assert len(engagements(workspace)) == 1


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
