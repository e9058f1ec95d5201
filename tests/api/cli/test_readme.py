"""What README tells a newcomer to type does what it says, as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.cli.command import COMMAND, ROOT, environment
from tests.prepared import hurried

# Some thirty commands, each a process: two minutes on two cores, more where others use them.
SECONDS_MAX = 480

# Who reads it types the id that `rapport imports` shows.
_IMPORT = """"$(rapport imports --json | "$PYTHON" -c '
import json, sys
print(json.load(sys.stdin)["items"][0]["id"])')\""""


def first_session() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = readme.partition("## A first session")[2]
    block = re.search(r"```sh\n(.*?)```", told, re.DOTALL)
    assert block is not None
    return block[1]


@pytest.mark.long
@pytest.mark.timeout(SECONDS_MAX + 60)
@pytest.mark.skipif(sys.platform == "win32", reason="the session is one of a Unix shell")
def test_the_first_session_goes_as_told(empty: Path, tmp_path: Path) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    program = bin_ / "rapport"
    program.write_text(f'#!/bin/sh\nexec "{COMMAND[0]}" -m {COMMAND[2]} "$@"\n')
    program.chmod(0o755)
    # For root the second home, too, must lie where PostgreSQL's user may go.
    place = empty / "session"
    place.mkdir()
    known = {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "PYTHON": sys.executable}
    surroundings = environment(empty / "home") | known | {"PYTHONPATH": str(ROOT)}

    with hurried(empty / "home"):
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", first_session().replace("IMPORT", _IMPORT)],
            cwd=place,
            env=surroundings,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS_MAX,
            check=False,
        )

    assert done.returncode == 0, done.stderr[-2_000:]
    assert "Traceback" not in done.stderr
    assert "Would move to Prague for the platform role." in done.stdout
    assert re.search(r"^Bewertung +tags +what you say", done.stdout, re.MULTILINE)
    assert "Both are called Amara Berg." in done.stdout
    assert "Two again." in done.stdout
    assert re.search(r"^(\d+) of \1 views built anew\.$", done.stdout, re.MULTILINE)
    assert (place / "again.zip").read_bytes() == (place / "history.zip").read_bytes()
    shutil.rmtree(place)
