"""Draw README's picture of a terminal: real commands on a ledger of made-up people.

python docs/pictures.py      # writes docs/session.svg
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

_WIDTH = 104
_PERSON = "amara@lumen.example"
_BEFORE = (
    ("demo", "--candidates", "40"),
    ("add", "Amara Berg", "--email", _PERSON, "--company", "Lumen", "--title", "Engineer"),
)
_SHOWN = (
    ("log", _PERSON, "message", "Sent the role brief.", "--when", "2026-11-18 09:30"),
    ("log", _PERSON, "call", "Would move to Prague.", "--when", "2026-11-19 15:00"),
    ("timeline", _PERSON),
    ("show", _PERSON),
)
# Rich names a font on somebody else's server; whoever looks at the picture has one of their own.
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Run the commands and draw what they print."""
    data = Path(tempfile.mkdtemp(prefix="rapport-picture-"))
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), color_system="truecolor")
    try:
        for words in _BEFORE:
            _run(data, words)
        for words in _SHOWN:
            typed = " ".join(f'"{word}"' if " " in word else word for word in words)
            console.print(Text(f"$ rapport {typed}", style="bold"))
            console.print(Text(_run(data, words)))
    finally:
        shutil.rmtree(data, ignore_errors=True)
    drawn = console.export_svg(title="rapport", theme=MONOKAI, unique_id="rapport")
    place = Path(__file__).parent / "session.svg"
    place.write_text(_FONT_FACE.sub("", drawn), encoding="utf-8")


def _run(data: Path, words: tuple[str, ...]) -> str:
    told = os.environ | {"RAPPORT_DATA": str(data), "COLUMNS": str(_WIDTH), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "api.cli", *words]
    done = subprocess.run(command, check=True, env=told, capture_output=True, encoding="utf-8")  # noqa: S603 - our own
    return done.stdout


if __name__ == "__main__":
    main()
