"""Fuzz one source's reader, led by which of its lines a file reaches.

Run `python -m tests.fuzz SOURCE --seconds 60` from the root of the repository; atheris is no
dependency of Rapport's: `pip install atheris` brings it. Input that breaks a reader is kept in
`tests/fuzz/found/SOURCE/`, where `tests/fuzz/test_found.py` reads it again ever after.
"""

import argparse
import contextlib
import hashlib
import importlib
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fuzz.corpus import FOUND, SEEDS, sources, suffix_of

# A longer file hides what broke the reader; a shorter one has no room for two records.
_BYTES_MAX = 8_192


def main() -> None:
    """Fuzz until the time is over, keeping whatever breaks the reader."""
    asked = _asked()
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        sys.exit("Fuzzing needs atheris, which Rapport does not: run `pip install atheris`.")
    with atheris.instrument_imports(include=["ledger.imports"]):
        harmless = importlib.import_module("tests.ledger.imports.harmless")
    # Of warnings the libraries are free to give, on whatever a fuzzer makes up.
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        read = _reading(harmless.ended, Path(folder), asked.source)
        grown = Path(folder) / "grown"
        grown.mkdir()
        told = (
            f"-max_total_time={asked.seconds}",
            f"-max_len={_BYTES_MAX}",
            "-timeout=60",
            "-rss_limit_mb=1024",
            f"-artifact_prefix={_kept(asked.source)}/",
        )
        atheris.Setup([sys.argv[0], *told, str(grown), str(SEEDS / asked.source)], read)
        atheris.Fuzz()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("source", choices=sources())
    parser.add_argument("--seconds", type=int, default=60)
    return parser.parse_args()


def _reading(
    ended: Callable[[Path], str], folder: Path, source: str
) -> Callable[[bytes], None]:
    path = folder / f"fuzzed{suffix_of(source)}"
    seen: set[str] = set()

    def read(content: bytes) -> None:
        path.write_bytes(content)
        try:
            with contextlib.redirect_stderr(None):
                ended(path)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            _keep(source, content, error, seen)

    return read


def _keep(source: str, content: bytes, error: Exception, seen: set[str]) -> None:
    """Keep the first file that breaks the reader at this place, and go on looking."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
    if where in seen:
        return
    seen.add(where)
    name = hashlib.sha256(content).hexdigest()[:16] + suffix_of(source)
    (_kept(source) / name).write_bytes(content)
    sys.stderr.write(f"broken: {where}: {str(error)[:300]!a}; kept as {name}\n")


def _kept(source: str) -> Path:
    folder = FOUND / source
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
