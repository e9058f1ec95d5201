import csv
import io
import json
from typing import Any

from api.installation import Installation
from ledger.words import CandidateId
from projections import VIEWS
from projections.copies import ARCHIVED
from projections.copies.tables import TABLES, tables_of
from projections.moment import Moment
from tests.ledger.stories import head
from tests.projections.copies.histories import ADA, LI, NASTY, SAME_AS_ADA, rich


def _read(on: Installation, until: Any = None, whom: Any = None) -> dict[str, bytes]:
    with on.database.snapshot() as connection:
        moment = Moment(connection, on.workspace, until)
        return {table.name: b"".join(table.csv(moment, whom)) for table in tables_of(whom)}


def _rows(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def test_tables_say_the_same_of_the_head_and_as_of_it(workspace: Installation) -> None:
    rich(workspace)

    now = _read(workspace)

    assert now == _read(workspace, head(workspace))
    unfilled = {name for name, text in now.items() if len(text.splitlines()) < 2}
    # What people allow, who was erased and who has access is none of this story.
    assert unfilled == {
        "api_keys",
        "consents",
        "erasures",
        "invitations",
        "members",
        "retention_rules",
        "safeguards",
        "suppression",
        "workspaces",
    }


def test_every_view_has_a_table() -> None:
    copied = {view.name for table in TABLES for view in table.views}

    # Search holds words of other views, and nothing of its own.
    assert {view.name for view in VIEWS} - copied == {"search"}


def test_values_are_as_they_are(workspace: Installation) -> None:
    rich(workspace)

    now = _read(workspace)

    (ada,) = [row for row in _rows(now["candidates"]) if row["candidate_id"] == str(ADA)]
    assert ada["summary"] == NASTY
    assert json.loads(ada["employments"])[0]["company_name"] == "Engine"
    bodies = {row["body"]: row for row in _rows(now["engagements"])}
    assert json.loads(bodies[NASTY]["participants"])[0]["name"] == "Bo"
    assert bodies[NASTY]["occurred_at"] == "2026-02-01T00:00:00.000000Z"
    edited = [row["subject"] for row in bodies.values() if row["edit_count"] == "1"]
    assert edited == ["Put right"]


def test_a_copy_of_one_person_has_nobody_else_in_it(workspace: Installation) -> None:
    rich(workspace)
    everybody = b"".join(_bytes(workspace, None).values())

    of_ada = _bytes(workspace, SAME_AS_ADA)

    text = b"".join(of_ada.values())
    assert "李小龙".encode() in everybody
    assert b"Brought In" in everybody
    assert b"Lovelace" in text
    assert b"Brought In" not in text
    # Of somebody else only an id is told, in what was decided about both of them.
    naming = {name for name, told in of_ada.items() if str(LI).encode() in told}
    assert naming == {"tables/look_alike_decisions.csv", "tables/timeline.csv"}


def _bytes(on: Installation, person: CandidateId | None) -> dict[str, bytes]:
    with on.database.snapshot() as connection:
        moment = Moment(connection, on.workspace)
        return {
            path: b"".join(pieces)
            for copy in ARCHIVED
            for path, pieces in copy.files(moment, person)
        }


def test_what_is_archived_is_the_same_bytes_each_time_and_as_of_the_head(
    workspace: Installation,
) -> None:
    rich(workspace)

    first = _bytes(workspace, None)

    assert first == _bytes(workspace, None)
    with workspace.database.snapshot() as connection:
        moment = Moment(connection, workspace.workspace, head(workspace))  # pyright: ignore[reportArgumentType] - a number of the test
        for copy in ARCHIVED:
            for path, pieces in copy.files(moment, None):
                assert b"".join(pieces) == first[path], path


def test_schemas_name_every_column_and_key(workspace: Installation) -> None:
    rich(workspace)
    now = _read(workspace)

    for table in TABLES:
        header = now[table.name].splitlines()[0].decode().split(",")
        assert header == [field["name"] for field in table.schema["fields"]]
        assert set(table.key) <= set(header)
        keys = [tuple(row[name] for name in table.key) for row in _rows(now[table.name])]
        assert len(keys) == len(set(keys))
        for key in table.schema.get("foreignKeys", []):
            other = key["reference"]
            there = {row[other["fields"][0]] for row in _rows(now[other["resource"]])}
            assert {row[key["fields"][0]] for row in _rows(now[table.name])} <= there
