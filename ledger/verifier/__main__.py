"""Is this archive whole? Run: python -m ledger.verifier, or verify.py in an archive."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .broken import Broken
from .notes import verifier_key
from .telling import as_json, sentences
from .verify import Expected, verify

WHOLE, DAMAGED, USAGE = 0, 1, 2
# Where this package lies in an archive: data/verifier/__main__.py.
_HERE = Path(__file__).resolve().parents[2]


def main(words: Sequence[str] | None = None) -> int:
    """Verify the archive that is named; return 0: whole, 1: damaged, 2: not understood."""
    told = _parser().parse_args(words)
    path = told.archive or (_HERE if (_HERE / "bagit.txt").is_file() else None)
    if path is None:
        sys.stderr.write("verify: name the archive, a folder or a zip\n")
        return USAGE
    try:
        key = verifier_key(told.key) if told.key else None
        verdict = verify(path, Expected(key, told.origin))
    except Broken as fault:
        sys.stderr.write(f"verify: --key: {fault.told}\n")
        return USAGE
    except OSError as error:
        sys.stderr.write(f"verify: {path}: {error.strerror}\n")
        return USAGE
    if told.json:
        sys.stdout.write(json.dumps(as_json(verdict), indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in sentences(verdict)))
    return WHOLE if verdict.is_whole else DAMAGED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify",
        description="Is an archive whole, and does it hold what was signed?",
        epilog="Exit codes: 0 whole, 1 damaged, 2 not understood.",
    )
    parser.add_argument("archive", nargs="?", type=Path, help="a folder or a zip")
    parser.add_argument("--key", help="the verifier key you know: name+id+key")
    parser.add_argument("--origin", help="the ledger you expect: rapport-ledger/…")
    parser.add_argument("--json", action="store_true", help="answer for programs")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
