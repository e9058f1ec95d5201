"""Where fuzzing begins and what it found: a folder of each for every source."""

from pathlib import Path

_HERE = Path(__file__).parent
SEEDS = _HERE / "corpus"
FOUND = _HERE / "found"


def sources() -> list[str]:
    """Return what can be fuzzed: sources, and the archives that hold them."""
    return sorted(path.name for path in SEEDS.iterdir() if path.is_dir())


def suffix_of(source: str) -> str:
    """Return how the names of a source's files end."""
    [suffix] = {path.suffix for path in (SEEDS / source).iterdir()}
    return suffix


def found() -> list[Path]:
    """Return every file that once broke a reader."""
    return sorted(path for path in FOUND.glob("*/*") if path.is_file())
