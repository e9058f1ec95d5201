"""The page on adding a source: what it shows is read as it says, and each source is on it."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ledger.imports import sources
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.packets import packed, unpacked
from ledger.imports.reading import Batch, read
from ledger.imports.records import Engagement, Person, Record, Skipped
from ledger.imports.tables.mapping import Mapping
from ledger.imports.tables.mappings import MAPPINGS
from ledger.imports.tables.meanings import is_meaning
from ledger.imports.tables.reader import TableReader

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/new-source.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(
        rf"<!-- example: {re.escape(name)} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL
    )
    assert found is not None, name
    return found[1]


def module(folder: Path, name: str) -> ModuleType:
    """Import an example of the page as the module it would be."""
    file = folder / name
    file.write_text(example(name), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(autouse=True)
def registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the page's reader and mapping as it says: before what takes anything."""
    mapping = module(tmp_path, "mapping.py").CARDFILE
    reader = module(tmp_path, "rolodex.py").READER
    assert isinstance(mapping, Mapping)
    before, (last,) = sources.SOURCES[:-1], sources.SOURCES[-1:]
    known = (*before, reader, TableReader(mapping), last)
    monkeypatch.setattr(sources, "SOURCES", known)


def told(file: Path, content: str) -> tuple[str, list[Record], dict[str, int]]:
    """Read a file as an import does, and return its source, records and rows."""
    file.write_text(content, encoding="utf-8")
    records: list[Record] = []
    rows: dict[str, int] = {}
    with open_files(file) as files:
        # Packed, as they cross from the process that reads: not every value may.
        of, *batches = (unpacked(packed(said)) for said in read(files, Options(), together=100))
        for batch in batches:
            assert isinstance(batch, Batch)
            records += batch.records
            rows |= batch.rows_by_file
    assert not isinstance(of, Batch)
    return ", ".join(of.sources), records, rows


def test_the_reader_of_the_page_accounts_for_every_row(tmp_path: Path) -> None:
    source, records, rows = told(tmp_path / "book.rolodex", example("book.rolodex"))

    assert (source, rows) == ("rolodex", {"book.rolodex": 5})
    ana, call, *skipped = records
    assert isinstance(ana, Person)
    assert isinstance(call, Engagement)
    assert (ana.profile.name, ana.profile.company) == ("Ana Berg", "Lumen")
    assert [reach.handle.value for reach in ana.handles] == ["ana@lumen.example"]
    assert (call.person, call.body) == (ana.person, "Would move to Prague.")
    assert [(one.place.line, one.reason) for one in skipped if isinstance(one, Skipped)] == [
        (4, "a card without an e-mail address"),
        (5, "a call under a card that was left out"),
        (6, "neither a card nor a call"),
    ]


@pytest.mark.parametrize("day", ["2026-02-30", "", "yesterday"])
def test_a_call_on_no_day_is_left_out(tmp_path: Path, day: str) -> None:
    book = f"ROLODEX 1\nCARD Ana Berg; ana@lumen.example\nCALL {day}; Hello\n"

    _, records, _ = told(tmp_path / "book.txt", book)

    assert [type(one) for one in records] == [Person, Skipped]


def test_a_call_has_the_same_key_however_its_text_is_spaced(tmp_path: Path) -> None:
    calls = "CALL 2026-11-20; Would move.\nCALL 2026-11-20;Would  move.\nCALL 2026-11-20; No.\n"
    book = f"ROLODEX 1\nCARD Ana Berg; ana@lumen.example\n{calls}"

    _, records, _ = told(tmp_path / "book.txt", book)

    one, same, other = (each.external_id for each in records if isinstance(each, Engagement))
    assert one == same != other


def test_the_mapping_of_the_page_tells_its_table(tmp_path: Path) -> None:
    content = "Candidate,Card No,Mail,Colour\nAna Berg,7,ana@lumen.example,red\n"

    source, records, _ = told(tmp_path / "cards.csv", content)

    assert source == "cardfile"
    [ana] = [one for one in records if isinstance(one, Person)]
    assert ana.profile.name == "Ana Berg"
    assert {reach.handle.value for reach in ana.handles} == {"ana@lumen.example", "cardfile:7"}


def test_each_meaning_in_the_mapping_of_the_page_is_one(tmp_path: Path) -> None:
    mapping = module(tmp_path, "mapping.py").CARDFILE

    assert all(is_meaning(told) for told in mapping.columns.values() if told is not None)


@pytest.mark.parametrize("name", ["rolodex.py", "mapping.py"])
def test_the_code_of_the_page_is_written_as_ours_is(name: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename"]

    done = subprocess.run(
        [*command, f"ledger/imports/{name}", "-"],
        input=example(name),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_source_is_in_the_table_of_the_page() -> None:
    listed = set(re.findall(r"^\| ([a-z-]+)[ ,]", PAGE, re.MULTILINE))

    known = {reader.source for reader in sources.SOURCES} - {"rolodex", "cardfile"}
    assert known <= listed
    assert {mapping.source for mapping in MAPPINGS} <= listed
