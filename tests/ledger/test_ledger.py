"""The ledger keeps its word: append-only, gapless, one winner, and the same after a restore."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import rfc8785

from api.installation import Installation
from ledger import errors
from ledger.archive.log import export_lines
from ledger.archive.reading import read_log
from ledger.canonical import canonical
from ledger.commands.candidates import AddCandidate
from ledger.commands.engagements import RecordEngagement
from ledger.commands.handles import GivenHandle
from ledger.events import EngagementRecorded
from ledger.ids import new_id
from ledger.words import Handle, HandleType, Kind
from projections import VIEWS

CALL = EngagementRecorded(kind=Kind.CALL, body="Prague? “Maybe” \\ later\n\U0001f600")
# The same for every workspace, so nothing of a workspace leads their keys.
REFERENCE_TABLES = {"migrations", "view_builds"}


def _rows(on: Installation) -> list[tuple[object, ...]]:
    with on.database.owner() as connection:
        return connection.execute(
            "select position, payload, salt, digest from ledger.events"
            " where workspace_id = %s order by position",
            (on.workspace,),
        ).fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger.events set version = 9",
        "delete from ledger.events",
        "truncate ledger.events",
    ],
)
def test_nobody_changes_the_past(workspace: Installation, statement: str) -> None:
    workspace.ledger.record(AddCandidate(), by=workspace.owner)

    with workspace.database.owner() as owner, pytest.raises(psycopg.Error, match="only grows"):
        owner.execute(statement.encode())
    with workspace.database.connection() as app, pytest.raises(psycopg.Error):
        app.execute(statement.encode())


def test_many_threads_leave_no_gap_and_the_views_count_them_all(
    workspace: Installation,
) -> None:
    who = workspace.ledger.record(AddCandidate(), by=workspace.owner)[0].stream_id

    def record(_: int) -> int:
        command = RecordEngagement(candidate_id=who, engagement=CALL)
        return workspace.ledger.record(command, by=workspace.owner)[0].position

    with ThreadPoolExecutor(8) as threads:
        positions = list(threads.map(record, range(400)))

    assert sorted(positions) == list(range(2, 402))
    with workspace.database.connection() as connection:
        row = connection.execute(
            "select engagement_count from relationship where workspace_id = %s",
            (workspace.workspace,),
        ).fetchone()
    assert row == {"engagement_count": 400}


def test_one_of_eight_claims_to_a_handle_wins_and_the_others_are_told_who(
    workspace: Installation,
) -> None:
    def claim(number: int) -> str:
        handle = Handle(type=HandleType.EMAIL, value=f"p{number % 20}@x.example")
        try:
            command = AddCandidate(handles=(GivenHandle(handle=handle),))
            workspace.ledger.record(command, by=workspace.owner)
        except errors.HandleHeld as refusal:
            return "held" if refusal.facts["candidate_id"] else "held by nobody"
        return "won"

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(claim, range(160)))

    assert outcomes.count("won") == 20
    assert outcomes.count("held") == 140


def test_a_request_repeated_is_recorded_once(workspace: Installation) -> None:
    who = workspace.ledger.record(AddCandidate(), by=workspace.owner)[0].stream_id
    request = new_id()
    command = RecordEngagement(candidate_id=who, engagement=CALL)

    first = workspace.ledger.record(command, by=workspace.owner, request_id=request)
    again = workspace.ledger.record(command, by=workspace.owner, request_id=request)

    assert again == first
    assert len(_rows(workspace)) == 2


def test_every_digest_is_that_of_salt_and_canonical_payload(workspace: Installation) -> None:
    who = workspace.ledger.record(AddCandidate(), by=workspace.owner)[0].stream_id
    workspace.ledger.record_many(
        [RecordEngagement(candidate_id=who, engagement=CALL)] * 1,
        by=workspace.owner,
        request_ids=[None],
    )

    for _, payload, salt, digest in _rows(workspace):
        assert isinstance(salt, bytes)
        assert isinstance(payload, dict)
        assert canonical(payload) == rfc8785.dumps(payload)  # pyright: ignore[reportUnknownArgumentType]
        assert digest == hashlib.sha256(salt + rfc8785.dumps(payload)).digest()  # pyright: ignore[reportUnknownArgumentType]


def test_an_altered_cut_or_reordered_export_is_refused_with_its_line(
    workspace: Installation, tmp_path: Path
) -> None:
    who = workspace.ledger.record(AddCandidate(), by=workspace.owner)[0].stream_id
    for _ in range(5):
        command = RecordEngagement(candidate_id=who, engagement=CALL)
        workspace.ledger.record(command, by=workspace.owner)
    whole = b"".join(export_lines(workspace.database, workspace.workspace))
    lines = whole.splitlines(keepends=True)
    file = tmp_path / "log.ndjson"

    def refused(content: bytes) -> str:
        file.write_bytes(content)
        with pytest.raises(errors.Damaged) as refusal:
            list(read_log(file))
        return str(refusal.value)

    file.write_bytes(whole)
    assert len(list(read_log(file))) == 6
    assert "Line 3" in refused(whole.replace(lines[2], lines[2].replace(b"Prague", b"Lisbon")))
    assert "Line 2" in refused(b"".join([lines[0], lines[2], lines[1], *lines[3:]]))
    assert "Line 4" in refused(b"".join([*lines[:3], *lines[4:]]))
    assert "Line 7" in refused(b"".join(lines[:6]))
    for cut in range(1, len(whole), 97):
        assert "Line" in refused(whole[:cut])


def test_every_key_and_index_begins_with_the_workspace(workspace: Installation) -> None:
    with workspace.database.owner() as owner:
        rows = owner.execute(
            "select tablename, indexname, indexdef from pg_indexes"
            " where schemaname in ('ledger', 'views')"
        ).fetchall()
        sequences = owner.execute(
            "select 1 from pg_sequences where schemaname in ('ledger', 'views')"
        ).fetchall()

    assert sequences == []
    for table, name, definition in rows:
        if table not in REFERENCE_TABLES:
            assert re.search(r"\(workspace_id\b", definition), name


def test_no_view_reads_another_and_every_read_names_its_workspace() -> None:
    names = {view.name for view in VIEWS}
    for view in VIEWS:
        for name, text in view.sections.items():
            if name == "view":
                sources = set(re.findall(r"\b(?:from|join)\s+([a-z_.]+)", text))
                assert not sources & names, view.name
            elif name not in {"combine", "index", "private", "readable", "readable_then"}:
                assert "workspace_id = %(workspace)s" in text, f"{view.name}: {name}"
