"""Bring the front end's foreign files in from npm, and write down which they are.

    python docs/vendor.py

FOREIGN lists packages, versions and digests. Scripts are written as they were published. The
font is made smaller (needs fonttools and brotli): what no screen uses is left out. The icons are
a few of Lucide's, gathered in one sprite.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_HERE = Path(__file__).parents[1] / "api" / "static" / "screens"
_PACKAGES = {
    "htmx.org@4.0.1": {
        "dist/htmx.min.js": "htmx.min.js",
        "dist/ext/hx-sse.min.js": "hx-sse.min.js",
    },
    "@fontsource-variable/inter@5.3.0": {
        "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
        "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
    },
}
# As the stylesheet says of each file: letters of names in Latin script, from é to ș and ẞ.
_LETTERS = {
    "inter-latin.woff2": "0-FF 131 152-153 2BB-2BC 2C6 2DA 2DC 304 308 329 2000-206F 20AC 2122"
    " 2191 2193 2212 2215 FEFF FFFD",
    "inter-latin-ext.woff2": "100-24F 259 2C7 2D8-2D9 2DB 2DD 300-303 306-307 30A-30C 323 326-328"
    " 1E00-1E9F 1EF2-1EF9",
}
# Figures of one width, accents in their places, letters as a language has them.
_FEATURES = ("tnum", "kern", "mark", "mkmk", "ccmp", "locl")
_WEIGHTS = (400, 700)
_LUCIDE = "lucide-static@1.62.0"
_ICONS = """
    archive arrow-down-up arrow-left arrow-right award bell briefcase building-2 calendar chart-column check
    chevron-down chevron-left chevron-right circle-alert circle-help clock columns-3 command
    copy download file-text filter folder funnel git-merge globe graduation-cap handshake heart
    history inbox info key-round layers link list-tree lock log-out mail map-pin menu
    message-circle message-square mic moon paperclip pencil phone plus refresh-cw rotate-ccw
    search settings shield shield-check sliders-horizontal snowflake sparkles split square-check
    star sticky-note sun tag trash-2 triangle-alert undo-2 upload user user-plus users x eye
    eye-off
""".split()  # noqa: SIM905 - a list to be read


def _package(name: str, folder: str) -> tuple[str, dict[str, bytes]]:
    """Return a package's integrity and its files, without their first folder."""
    told = subprocess.run(  # noqa: S603 - our own list of names
        ["npm", "pack", "--json", "--silent", name],  # noqa: S607 - npm as it is installed
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    # npm 11 answers a list, npm 12 an object by package.
    answer: Any = json.loads(told.stdout)
    packed: Any = next(iter(getattr(answer, "values", lambda: answer)()))
    archive: bytes = (Path(folder) / str(packed["filename"])).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return str(packed["integrity"]), {
            member.name.partition("/")[2]: found.read()
            for member in files
            if (found := files.extractfile(member)) is not None
        }


def _smaller(name: str, published: bytes) -> bytes:
    """Return a font with the letters, the features and the weights that screens use."""
    # The same file each time, whenever it is made.
    font = TTFont(io.BytesIO(published), recalcTimestamp=False)
    options = Options(layout_features=list(_FEATURES), notdef_outline=True)
    cut = Subsetter(options)
    cut.populate(unicodes=_numbers(_LETTERS[name]))
    cut.subset(font)
    font = instantiateVariableFont(font, {"wght": _WEIGHTS})
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _numbers(told: str) -> list[int]:
    found: list[int] = []
    for each in told.split():
        first, _, last = each.partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def _sprite(files: dict[str, bytes]) -> bytes:
    symbols: list[str] = []
    for icon in sorted(_ICONS):
        drawn = files.get(f"icons/{icon}.svg")
        if drawn is None:
            raise KeyError(icon)
        inside = re.sub(r"<!--.*?-->|\s*\n\s*", "", drawn.decode(), flags=re.DOTALL)
        inside = re.sub(r"^<svg[^>]*>|</svg>$", "", inside)
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{inside}</symbol>\n')
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'.encode()


def main() -> None:
    """Write the files and the list of them."""
    lines = ["Files of others in this folder, as `python docs/vendor.py` wrote them:", ""]
    with tempfile.TemporaryDirectory() as folder:
        for package, wanted in _PACKAGES.items():
            integrity, files = _package(package, folder)
            lines += [package, f"  {integrity}"]
            lines.append(f"  {json.loads(files['package.json'])['license']}")
            for inside, name in wanted.items():
                is_font = name in _LETTERS
                written = _smaller(name, files[inside]) if is_font else files[inside]
                (_HERE / name).write_bytes(written)
                digest = hashlib.sha256(written).hexdigest()
                lines.append(f"  {digest}  {name}{' (a selection)' if is_font else ''}")
        integrity, files = _package(_LUCIDE, folder)
        sprite = _sprite(files)
        (_HERE / "icons.svg").write_bytes(sprite)
        digest = hashlib.sha256(sprite).hexdigest()
        lines += [_LUCIDE, f"  {integrity}", "  ISC", f"  {digest}  icons.svg (a selection)"]
    (_HERE / "FOREIGN").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
