"""What lets a ledger grow past one machine, read from the catalog and the SQL files."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.installation import Installation
from ledger import events
from ledger.events import GLOSSARY, Event
from ledger.migrations import SCHEMA
from projections import VIEWS
from projections.sections import sections
from projections.view import HERE, View
from tests.ledger.stories import rows

# The same for every workspace, so nothing of a workspace leads their keys.
REFERENCE_TABLES = {"ledger.migrations", "ledger.view_builds"}
SQL_FILES = sorted((*SCHEMA.glob("*.sql"), *HERE.glob("*.sql")))
VIEW_FILES = sorted(HERE.glob("*.sql"))

_OURS = "n.nspname in ('ledger', 'views')"
_SOURCE = re.compile(r"\b(?:from|join|update)\s+(?:only\s+)?([a-z_][a-z_.]*)")
_TABLES = {
    "ledger.events",
    "ledger.heads",
    "ledger.merged_candidates",
    "ledger.reverted_imports",
    *(f"views.{view.name}" for view in VIEWS),
}
_OF_WORKSPACES = _TABLES | {view.name for view in VIEWS}


def _named(file: Path) -> str:
    return file.name


def _code(text: str) -> str:
    """Return SQL without comments and with nothing in its texts."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*", "", text))


def test_every_key_unique_and_index_begins_with_the_workspace(workspace: Installation) -> None:
    indexes = rows(
        workspace,
        "select n.nspname || '.' || t.relname, i.relname, a.attname"
        " from pg_index x join pg_class i on i.oid = x.indexrelid"
        " join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace"
        " left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]"
        f" where {_OURS} and t.relkind in ('r', 'p')",
    )

    assert len(indexes) > len(VIEWS)
    for table, index, first in indexes:
        assert first == "workspace_id" or table in REFERENCE_TABLES, index


def test_every_table_has_a_primary_key(workspace: Installation) -> None:
    without = rows(
        workspace,
        "select n.nspname || '.' || t.relname from pg_class t"
        " join pg_namespace n on n.oid = t.relnamespace"
        f" where {_OURS} and t.relkind in ('r', 'p') and not exists ("
        " select from pg_index x where x.indrelid = t.oid and x.indisprimary)",
    )

    assert without == []


def test_there_is_no_sequence_and_no_identity(workspace: Installation) -> None:
    sequences = rows(
        workspace,
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind = 'S' and n.nspname not in ('pg_catalog', 'information_schema')",
    )

    assert sequences == []


def test_no_constraint_reaches_into_another_table(workspace: Installation) -> None:
    reaching = rows(
        workspace,
        "select c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace"
        f" where {_OURS} and c.contype in ('f', 'x')",
    )

    assert reaching == []


@pytest.mark.parametrize("file", SQL_FILES, ids=_named)
def test_no_file_makes_a_key_an_index_or_a_sequence_of_all_workspaces(file: Path) -> None:
    # Who signs in belongs to the installation, which may have many workspaces.
    code = re.sub(r"create [^;]*\baccess\.[^;]*;", "", _code(file.read_text()))

    assert not re.search(r"\b(serial|bigserial|sequence|nextval|identity)\b", code)
    for columns in re.findall(r"\b(?:primary key|unique)\s*\(([^)]*)\)", code):
        assert columns.strip().startswith("workspace_id"), columns
    for columns in re.findall(r"\bindex\b[^;(]*\bon\s+[a-z_.]+\s*\(([^;]*)\)", code):
        assert columns.strip().startswith("workspace_id"), columns


@pytest.mark.parametrize("file", VIEW_FILES, ids=_named)
def test_every_index_a_view_asks_for_begins_with_the_workspace(file: Path) -> None:
    asked = sections(file.read_text()).get("index", "")

    for line in filter(None, asked.splitlines()):
        assert re.match(r"(using \w+ )?\(workspace_id\b", line), line


@pytest.mark.parametrize("file", VIEW_FILES, ids=_named)
def test_a_view_reads_effective_events_and_no_other_view(file: Path) -> None:
    query = _code(sections(file.read_text())["view"])

    assert "{events}" in query
    names = {source.removeprefix("views.") for source in _SOURCE.findall(query)}
    assert not names & {view.name for view in VIEWS}
    assert not {name for name in names if name.startswith("ledger.")}


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_a_view_names_only_events_it_hears(view: View) -> None:
    query = view.sections["view"]
    named = set(re.findall(r"event_type\s*(?:=|<>)\s*'(\w+)'", query))
    for listed in re.findall(r"event_type in \(([^)]*)\)", query):
        named |= set(re.findall(r"'(\w+)'", listed))

    assert named <= {event.__name__ for event in view.heard}


@pytest.mark.parametrize("file", VIEW_FILES, ids=_named)
def test_every_read_names_its_workspace_wherever_it_asks(file: Path) -> None:
    for name, text in sections(file.read_text()).items():
        if name not in {"view", "combine", "index", "private"}:
            for query in _queries(_code(text)):
                if set(_SOURCE.findall(query)) & _OF_WORKSPACES:
                    assert re.search(r"\b(where|on|and)\s+(\w+\.)?workspace_id = ", query), (
                        f"{name}: {query}"
                    )


@pytest.mark.parametrize("file", sorted(SCHEMA.glob("*.sql")), ids=_named)
def test_every_statement_on_a_workspaces_table_names_the_workspace(file: Path) -> None:
    for query in _queries(_code(file.read_text())):
        # Which workspaces there are is the one question about all of them.
        is_asked_of_all = "create function ledger.workspaces" in query
        if set(_SOURCE.findall(query)) & _TABLES and not is_asked_of_all:
            assert re.search(r"\bworkspace_id = ", query), query


def _queries(code: str) -> Iterator[str]:
    """Yield each statement and each parenthesis within it, those inside it taken out."""
    for statement in code.split(";"):
        text = statement
        while innermost := re.search(r"\(([^()]*)\)", text):
            yield innermost[1]
            text = f"{text[: innermost.start()]} {text[innermost.end() :]}"
        yield text


def test_every_event_stands_in_the_glossary_and_is_had_from_it() -> None:
    declared = {
        event.__name__
        for event in Event.__subclasses__()
        if event.__module__.startswith(events.__name__)
    }

    assert declared == GLOSSARY.keys()
    assert declared <= set(events.__all__)


@pytest.mark.parametrize("event", GLOSSARY.values(), ids=list(GLOSSARY))
def test_an_event_is_explained_in_one_sentence(event: type[Event]) -> None:
    told = inspect.cleandoc(event.__doc__ or "")

    assert re.fullmatch(r"[A-Z][^.!?]*\.", told.replace("\n", " ")), told
    assert event.__doc__ != Event.__doc__
