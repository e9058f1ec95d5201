"""What once broke a reader is read, or refused, ever after; and so are the seeds."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.corpus import SEEDS, found, sources
from tests.ledger.imports.harmless import ended
from tests.ledger.imports.small_files import small_files, written

ROOT = Path(__file__).parents[2]


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", found(), ids=_named)
def test_what_broke_a_reader_breaks_it_no_more(path: Path, tmp_path: Path) -> None:
    assert ended(written(tmp_path, f"fuzzed{path.suffix}", path.read_bytes())) in {
        "told",
        "refused",
    }


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*/*")), ids=_named)
def test_every_seed_is_a_good_file(path: Path) -> None:
    assert ended(path) == "told"


def test_every_source_can_be_fuzzed() -> None:
    assert {small.source for small in small_files()} <= set(sources())


def test_without_atheris_fuzzing_says_how_to_get_it() -> None:
    without = "import sys; sys.modules['atheris'] = None; import runpy;"
    run = "sys.argv[1:] = ['vcard']; runpy.run_module('tests.fuzz', run_name='__main__')"

    said = subprocess.run(
        [sys.executable, "-c", without + run],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert said.returncode == 1
    assert "pip install atheris" in said.stderr
