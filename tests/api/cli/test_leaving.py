"""What docs/leaving.md tells to type does what it says, as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.cli.command import COMMAND, ROOT, environment
from tests.prepared import hurried

SECONDS_MAX = 480


def commands() -> str:
    """Return every command of the document, in order."""
    told = (ROOT / "docs" / "leaving.md").read_text(encoding="utf-8")
    return "".join(re.findall(r"```sh\n(.*?)```", told, re.DOTALL))


@pytest.mark.long
@pytest.mark.timeout(SECONDS_MAX + 60)
@pytest.mark.skipif(sys.platform == "win32", reason="the session is one of a Unix shell")
def test_leaving_goes_as_told(empty: Path, tmp_path: Path) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    program = bin_ / "rapport"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{COMMAND[0]}" -m api.cli "$@"\n')
    program.chmod(0o755)
    # For root the other homes, too, must lie where PostgreSQL's user may go.
    place = empty / "session"
    place.mkdir()
    known = {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "PYTHON": sys.executable}
    before = (
        'rapport add "Ada Lovelace" --email ada@example.com\n'
        'rapport log ada@example.com call "Would move to Prague."\n'
    )

    with hurried(empty / "home"):
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", before + commands()],
            cwd=place,
            env=environment(empty / "home") | known,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS_MAX,
            check=False,
        )

    assert done.returncode == 0, (done.stdout[-1_000:], done.stderr[-2_000:])
    assert "Traceback" not in done.stderr
    assert "Would move to Prague." in done.stdout
    shutil.rmtree(place)
