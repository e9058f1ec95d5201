"""Copies that are one file: the workbook, SQLite, Parquet."""

import importlib.util
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from python_calamine import CalamineWorkbook

from api.installation import Installation
from ledger import errors
from projections.copies import parquet, sqlite, workbook
from projections.copies.tables import TABLES
from projections.moment import Moment
from tests.ledger.stories import call, record
from tests.projections.copies.histories import ADA, NASTY, person, rich


def _workbook(on: Installation, path: Path, **limits: int) -> dict[str, list[list[Any]]]:
    with on.database.snapshot() as connection:
        workbook.write(Moment(connection, on.workspace), None, path, **limits)
    # Its types take any path and say so to no type checker.
    book: Any = cast("Any", CalamineWorkbook).from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_holds_every_table_and_every_text_as_it_is(
    workspace: Installation, tmp_path: Path
) -> None:
    rich(workspace)

    sheets = _workbook(workspace, tmp_path / "copy.xlsx")

    assert list(sheets) == ["About", *(table.name for table in TABLES)]
    header, *rows = sheets["candidates"]
    (ada,) = [dict(zip(header, row, strict=True)) for row in rows if row[0] == str(ADA)]
    assert ada["summary"] == NASTY
    assert [row[0] for row in sheets["About"] if "cut" in str(row[0])] == ["Nothing was cut."]


@pytest.mark.parametrize(
    ("body", "is_cut"),
    [("a" * 32_767, False), ("a" * 32_768, True), ("\U0001f600" * 16_384, True)],
)
def test_a_text_longer_than_a_cell_is_cut_and_the_workbook_says_so(
    workspace: Installation, tmp_path: Path, body: str, *, is_cut: bool
) -> None:
    who = person(workspace, profile={"name": "Ada"})
    record(workspace, call(who, engagement={"kind": "note", "body": body}))

    sheets = _workbook(workspace, tmp_path / "copy.xlsx")

    header, row = sheets["engagements"]
    kept = str(dict(zip(header, row, strict=True))["body"])
    assert body.startswith(kept)
    assert (len(kept) < len(body)) == is_cut
    told = [line for line in sheets["About"] if line[0] == "engagements" and "body" in line]
    assert [line[3] for line in told] == ([len(body)] if is_cut else [])


def test_a_table_with_more_rows_than_a_sheet_goes_on_on_the_next(
    workspace: Installation, tmp_path: Path
) -> None:
    for name in ("Ada", "Ben", "Cleo"):
        person(workspace, profile={"name": name})

    sheets = _workbook(workspace, tmp_path / "copy.xlsx", rows_max=3)

    assert [len(sheets[name]) for name in ("candidates", "candidates (2)")] == [3, 2]
    assert "candidates (3)" not in sheets
    assert sheets["candidates"][0] == sheets["candidates (2)"][0]


def test_sqlite_has_every_table_its_keys_and_its_words(
    workspace: Installation, tmp_path: Path
) -> None:
    rich(workspace)
    path = tmp_path / "copy.sqlite"

    with workspace.database.snapshot() as connection:
        sqlite.write(Moment(connection, workspace.workspace), None, path)

    with closing(sqlite3.connect(path)) as opened:
        names = {name for (name,) in opened.execute("select name from sqlite_master")}
        assert {table.name for table in TABLES} <= names
        assert opened.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert opened.execute("pragma foreign_key_check").fetchall() == []
        found = opened.execute(
            "select candidate_id from people_words where people_words match 'lovelace rust'"
        ).fetchall()
        assert found == [(str(ADA),)]
        (body,) = opened.execute(
            "select e.body from engagement_words w join engagements e on e.position = w.rowid"
            " where engagement_words match 'quoted'"
        ).fetchone()
        assert body == NASTY
        assert opened.execute("select is_primary from handles order by 1 desc").fetchone() == (
            1,
        )


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is an extra")
def test_parquet_has_every_table_with_its_types(
    workspace: Installation, tmp_path: Path
) -> None:
    rich(workspace)

    with workspace.database.snapshot() as connection:
        moment = Moment(connection, workspace.workspace)
        written = dict(parquet.write(moment, None, tmp_path))

    library: Any = importlib.import_module("pyarrow.parquet")
    assert list(written) == [f"{table.name}.parquet" for table in TABLES]
    handles = library.read_table(written["handles.parquet"])
    assert str(handles.schema.field("is_primary").type) == "bool"
    people = library.read_table(written["candidates.parquet"]).to_pylist()
    assert NASTY in {row["summary"] for row in people}


def test_parquet_without_its_library_is_refused_with_the_cure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What is left out of `sys.modules` in this way cannot be imported.
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(errors.SetupNeeded, match=r"pip install"):
        parquet.must_be_there()
