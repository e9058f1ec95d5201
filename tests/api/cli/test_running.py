import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from projections import VIEWS
from tests.api.cli.command import COMMAND, ROOT, Rapport, environment, run, run_cold
from tests.talking import talking_to

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes the Unix way")


@contextmanager
def serving(data: Path) -> Generator[tuple[subprocess.Popen[str], str]]:
    """Serve on a free port; lend the process and where it serves."""
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"],
        cwd=ROOT,
        env=environment(data),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            yield process, next(word for word in line.split() if word.startswith("http"))
        finally:
            process.kill()


def servers(data: Path) -> list[int]:
    found: list[int] = []
    for process in psutil.process_iter():
        try:
            words, state = process.cmdline(), process.status()
        except psutil.Error:
            continue
        if words[1:2] == ["-D"] and words[2].startswith(str(data)):
            found += [process.pid] if state != psutil.STATUS_ZOMBIE else []
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_from_nothing_to_a_recorded_engagement(empty: Path) -> None:
    run_cold(empty, "log", "ada@example.com", "call", "First words.", "--create")

    assert "First words." in run(empty, "timeline", "ada@example.com").out
    assert servers(empty) == []


def test_a_server_ends_in_order_and_leaves_no_database_running(made: Path) -> None:
    with serving(made) as (process, address):
        with talking_to(address) as talking:
            assert talking.get("/healthz").status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0

    assert servers(made) == []


def test_ctrl_c_is_the_ordinary_end_of_a_server(made: Path) -> None:
    with serving(made) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0

    assert servers(made) == []


def test_beside_a_server_commands_work_and_a_second_server_does_not(made: Path) -> None:
    with serving(made) as (process, address):
        run(made, "add", "Ada Lovelace", "--email", "ada@example.com")
        key = run(made, "token", "create", "Test", "--scope", "read").out.strip()
        shown = {"Authorization": f"Bearer {key}"}
        with talking_to(address, headers=shown) as talking:
            found = talking.get("/v1/candidates?q=lovelace")
        assert "Ada Lovelace" in found.text
        second = run(made, "serve", "--port", free_port(), code=1)
        restored = run(made, "restore", ROOT / "README.md", code=1)
        examined = run(made, "doctor", "--json").json
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0

    assert f"process {process.pid}" in second.err
    assert f"process {process.pid}" in restored.err
    (port,) = [each for each in examined["items"] if each["name"] == "port"]
    assert str(process.pid) in port["found"]
    assert servers(made) == []


def test_a_taken_port_is_said_with_the_cure(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert "--port" in run(home, "serve", "--port", port, code=1).err


def test_a_healthy_installation_has_nothing_broken(rapport: Rapport) -> None:
    examined = rapport("doctor", "--json").json
    read = rapport("doctor").out

    assert examined["is_well"]
    names = {each["name"] for each in examined["items"]}
    assert {"python", "data folder", "disk", "port", "postgresql", "server", "role"} <= names
    assert {"extensions", "migrations", "views"} <= names
    assert "PostgreSQL 1" in read


def test_before_the_first_start_the_doctor_makes_nothing(empty: Path) -> None:
    examined = run(empty, "doctor", "--json").json

    assert examined["is_well"]
    assert list(empty.iterdir()) == []


def test_the_doctor_says_what_is_broken_and_the_cure(home: Path) -> None:
    def examine(**told: str) -> tuple[int, str]:
        done = subprocess.run(
            [*COMMAND, "doctor"],
            cwd=ROOT,
            env=environment(home) | told,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout

    code, said = examine(POSTGRES_ENABLE_DB_FUNCTIONS="true")
    assert (code, "unset POSTGRES_ENABLE_DB_FUNCTIONS" in said) == (1, True)

    code, said = examine(DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert (code, "Check DATABASE_URL" in said) == (1, True)

    code, said = examine(RAPPORT_POSTGRES_BIN="/nowhere")
    assert (code, "RAPPORT_POSTGRES_BIN" in said) == (1, True)


def test_an_open_data_folder_is_warned_of(made: Path) -> None:
    made.chmod(0o755)

    (folder,) = [
        each
        for each in run(made, "doctor", "--json").json["items"]
        if each["name"] == "data folder"
    ]

    assert folder["state"] == "warn"
    assert "chmod" in folder["cure"]
    assert stat.S_IMODE(made.stat().st_mode) == 0o755


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_that_is_closed_to_us_is_broken(empty: Path) -> None:
    empty.chmod(0o500)

    assert "chown" in run(empty, "doctor", code=1).out
    empty.chmod(0o700)


def test_views_are_listed_and_built_anew(rapport: Rapport, somebody: str) -> None:
    before = rapport("show", somebody).out

    built = rapport("rebuild", "--json").json["items"]
    one = rapport("rebuild", "profile", "tags").out
    listed = rapport("views", "--json").json["items"]

    assert [each["name"] for each in built] == [view.name for view in VIEWS]
    assert "2 of" in one
    assert {each["name"] for each in listed} == {view.name for view in VIEWS}
    assert rapport("show", somebody).out == before
    assert "profile" in rapport("rebuild", "no_such_view", code=2).err


def test_migrating_what_is_up_to_date_does_nothing(rapport: Rapport) -> None:
    rapport("views")

    assert rapport("migrate", "--json").json == {"done": []}
    assert "up to date" in rapport("migrate").out
