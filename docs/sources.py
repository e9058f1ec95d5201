"""Count how large each source is, for docs/new-source.md: `python docs/sources.py`."""

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

_ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(_ROOT))

from ledger.imports.sources import SOURCES
from ledger.imports.tables import mappings
from ledger.imports.tables.mapping import Mapping
from ledger.imports.tables.reader import TableReader

PAGE = _ROOT / "docs/new-source.md"
BEGINNING, END = "<!-- sources -->\n", "<!-- end of sources -->\n"
_IMPORTS = _ROOT / "ledger/imports"
_PARTED = ("tables", "tracker_json")
_SHARED = ("tables", "table, and the machine behind every table")


def table() -> str:
    """Return the table: each source with where it is read, and how many lines that takes."""
    rows = ["| source | read by | lines |", "|---|---|---|"]
    rows += [_row(source, where) for source, where in _places()]
    name, of = _SHARED
    machine = [*(_IMPORTS / name).glob("*.py")]
    rows.append(f"| {of} | `{name}/` | {_lines(machine):,} |")
    return "\n".join(rows) + "\n"


def _places() -> Iterator[tuple[str, Path]]:
    programs = dict(_mappings())
    for reader in SOURCES:
        if isinstance(reader, TableReader):
            if reader.source in programs:
                yield reader.source, programs[reader.source]
            continue
        module = import_module(type(reader).__module__)
        assert module.__file__ is not None
        file = Path(module.__file__)
        place = file.parent if file.name == "__init__.py" else file
        is_parted = place.name in _PARTED
        yield reader.source, place / f"{reader.source}.py" if is_parted else place


def _mappings() -> Iterator[tuple[str, Path]]:
    for found in iter_modules(mappings.__path__):
        module = import_module(f"{mappings.__name__}.{found.name}")
        assert module.__file__ is not None
        for value in vars(module).values():
            if isinstance(value, Mapping):
                yield value.source, Path(module.__file__)


def _row(source: str, where: Path) -> str:
    files = [*where.rglob("*.py")] if where.is_dir() else [where]
    shown = where.relative_to(_IMPORTS).as_posix() + ("/" if where.is_dir() else "")
    return f"| {source} | `{shown}` | {_lines(files):,} |"


def _lines(files: Iterable[Path]) -> int:
    lines = (line.strip() for file in files for line in file.read_text("utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(BEGINNING)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGINNING}{table()}{END}{after}", encoding="utf-8")
