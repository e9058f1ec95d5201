"""Draw pictures of a terminal: real commands on ledgers of made-up people.

python docs/pictures.py      # writes docs/session.svg and docs/preview.svg
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

_PERSON = "amara@lumen.example"
_TABLE = """\
Vorname,Nachname,Firma,E-Mail,Telefon,Geburtsdatum,Bewertung
Amara,Berg,Lumen,a.berg@mail.example,0171 2345678,1990-04-02,A
Ben,Costa,Lumen,ben@lumen.example,030 1234567,1988-11-30,B
Emil,,,,,,
"""


class _Picture(NamedTuple):
    """What is run before, and which commands are shown with their answers."""

    name: str
    width: int
    before: Sequence[tuple[str, ...]]
    shown: Sequence[tuple[str, ...]]


_ADD = ("add", "Amara Berg", "--email", _PERSON, "--company", "Lumen", "--title", "Engineer")
_PICTURES = (
    _Picture(
        "session",
        104,
        (("demo", "--candidates", "40"), _ADD),
        (
            ("log", _PERSON, "message", "Sent the role brief.", "--when", "2026-11-18 09:30"),
            ("log", _PERSON, "call", "Would move to Prague.", "--when", "2026-11-19 15:00"),
            ("timeline", _PERSON),
            ("show", _PERSON),
        ),
    ),
    _Picture(
        "preview",
        150,
        (_ADD,),
        (("import", "people.csv", "--map", "Bewertung=tags", "--dry-run"),),
    ),
)
# Rich names a font on somebody else's server; whoever looks at the picture has one of their own.
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Run the commands of each picture and draw what they print."""
    for picture in _PICTURES:
        _draw(picture)


def _draw(picture: _Picture) -> None:
    data = Path(tempfile.mkdtemp(prefix="rapport-picture-"))
    # Apart from the data, whose folder is PostgreSQL's own.
    place = Path(tempfile.mkdtemp(prefix="rapport-picture-files-"))
    (place / "people.csv").write_text(_TABLE, encoding="utf-8")
    console = Console(
        record=True, width=picture.width, file=io.StringIO(), color_system="truecolor"
    )
    try:
        for words in picture.before:
            _run(data, place, words, picture.width)
        for words in picture.shown:
            typed = " ".join(f'"{word}"' if " " in word else word for word in words)
            console.print(Text(f"$ rapport {typed}", style="bold"))
            console.print(Text(_run(data, place, words, picture.width)))
    finally:
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
    drawn = console.export_svg(title="rapport", theme=MONOKAI, unique_id="rapport")
    file = Path(__file__).parent / f"{picture.name}.svg"
    file.write_text(_FONT_FACE.sub("", drawn), encoding="utf-8")


def _run(data: Path, place: Path, words: tuple[str, ...], width: int) -> str:
    told = {
        "RAPPORT_DATA": str(data),
        "COLUMNS": str(width),
        "NO_COLOR": "1",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    command = [sys.executable, "-m", "api.cli", *words]
    done = subprocess.run(  # noqa: S603 - our own
        command,
        check=True,
        cwd=place,
        env=os.environ | told,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout


if __name__ == "__main__":
    main()
