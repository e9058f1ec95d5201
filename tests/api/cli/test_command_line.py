import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from tests.api.cli.command import COMMAND, ROOT, Rapport, environment, run

LISTING = """
import sys
from api.cli import main
try:
    main()
except SystemExit:
    pass
loaded = {"psycopg", "pydantic", "fastapi", "eventsourcing", "projections", "api.installation"}
print("LOADED", sorted(loaded & set(sys.modules)))
"""


def test_help_shows_every_command_and_loads_none(tmp_path: Path) -> None:
    helped = subprocess.run(
        [sys.executable, "-c", LISTING, "--help"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout

    assert helped.rstrip().endswith("LOADED []")
    for command in ("serve", "import", "export", "restore", "rebuild", "doctor", "follow-up"):
        assert command in helped


@pytest.mark.parametrize(
    "command",
    [
        *("add", "find", "show", "tag", "untag", "merge", "unmerge", "log", "timeline"),
        *("pool", "follow-up", "import", "imports", "undo", "redo", "export", "restore"),
        *("serve", "doctor", "migrate", "views", "rebuild", "demo"),
    ],
)
def test_every_command_explains_itself(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([command, "--help"])

    assert f"rapport {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("bogus",), ("show",), ("find", "--nope"), ("find",)])
def test_a_command_line_that_says_nothing_clear_is_refused(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    refused = run(tmp_path, *words, code=2)

    assert refused.out == ""
    assert len(refused.err.splitlines()) == 1
    assert refused.err.startswith("rapport: ")
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    refused = subprocess.run(
        [*COMMAND, "views"],
        cwd=ROOT,
        env=environment(tmp_path) | {"RAPPORT_PORT": "all of them"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert refused.returncode == 2
    assert "port" in refused.stderr


def test_a_database_that_does_not_answer_is_a_failure(tmp_path: Path) -> None:
    failed = subprocess.run(
        [*COMMAND, "find", "anybody"],
        cwd=ROOT,
        env=environment(tmp_path) | {"DATABASE_URL": "postgresql://127.0.0.1:1/none"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert failed.returncode == 1
    assert failed.stdout == ""
    assert failed.stderr.startswith("rapport: The database does not answer")


def test_the_version_is_told(rapport: Rapport) -> None:
    assert rapport("--version").out.strip()
