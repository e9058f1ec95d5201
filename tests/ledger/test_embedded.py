import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from ledger import errors, postgres_cluster
from ledger.embedded import held_by_one, install_signal_handlers, running
from ledger.postgres_binaries import SHARED
from tests.prepared import data_directory

ROOT = Path(__file__).parents[2]
AS_ROOT = sys.platform != "win32" and os.getuid() == 0

# Half a second with nothing else to do; the machine may have much else to do.
PATIENCE_SECONDS = 60.0

CHILD = """
import sys
from pathlib import Path
from ledger.embedded import held_by_one, install_signal_handlers, running

install_signal_handlers()
data = Path(sys.argv[1])
with held_by_one(data, "a test") if sys.argv[2] == "hold" else running(data):
    print("up", flush=True)
    sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes the Unix way")


@pytest.fixture
def data() -> Generator[Path]:
    # Not tmp_path: for root that lies in a folder closed to PostgreSQL's user.
    folder = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    yield folder
    _clear(folder)


@pytest.fixture
def made() -> Generator[Path]:
    """Lend a folder as a first start leaves it."""
    with data_directory() as folder:
        yield folder
        _end_servers(folder)


def test_the_first_start_makes_a_database_for_the_application(data: Path) -> None:
    with running(data) as server, psycopg.connect(server.app_url) as connection:
        told = connection.execute(
            "select current_user, current_database(), current_setting('server_encoding'),"
            " current_setting('data_checksums'), current_setting('listen_addresses')"
        ).fetchone()

    assert told == ("rapport_app", "rapport", "UTF8", "on", "")
    assert _servers(data) == []


def test_what_was_committed_is_there_after_the_second_start(made: Path) -> None:
    with running(made) as server:
        _note(server.owner_url)

    with running(made) as server:
        assert _notes(server.owner_url) == 1


def test_the_application_is_no_superuser_and_cannot_become_one(made: Path) -> None:
    with running(made) as server, psycopg.connect(server.app_url) as connection:
        rights = connection.execute(
            "select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
            " from pg_roles where rolname = current_user"
        ).fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("set role rapport")

    assert rights == (False, False, False, False, False)


def test_the_application_cannot_connect_without_its_password(made: Path) -> None:
    with running(made) as server:
        without = " ".join(word for word in server.app_url.split() if "password" not in word)

        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(without)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(without, password="guessed")


@pytest.mark.skipif(not AS_ROOT, reason="only root may try another user")
def test_another_user_of_the_machine_does_not_reach_the_database(made: Path) -> None:
    with running(made) as server:
        sockets = server.data / "run" / ".s.PGSQL.5432"
        tried = subprocess.run(["test", "-w", str(sockets)], user="nobody", check=False)

    assert tried.returncode != 0


def test_a_lost_password_is_replaced_at_the_next_start(made: Path) -> None:
    with running(made):
        (made / "secrets" / "app_password").unlink()

    with running(made) as server, psycopg.connect(server.app_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert stat.S_IMODE((made / "secrets" / "app_password").stat().st_mode) == 0o600


def test_a_server_that_was_killed_recovers_at_the_next_start(made: Path) -> None:
    with _child(made) as child:
        _note_in(made)
        child.kill()
        child.wait()
        os.kill(_server(made), signal.SIGKILL)

        with running(made) as server:
            assert _notes(server.owner_url) == 1


@pytest.mark.parametrize(
    "left_over",
    ["", "17", f"{os.getpid()}\n/elsewhere\n", "not a number\n"],
    ids=["empty", "cut", "in use again", "no number"],
)
def test_a_pid_file_that_means_nothing_does_not_stop_a_start(
    made: Path, left_over: str
) -> None:
    with running(made):
        pass
    pid_file = made / "postgres" / "postmaster.pid"
    pid_file.write_text(left_over)
    shutil.copy(pid_file, made / "run" / ".s.PGSQL.5432.lock")

    with running(made) as server, psycopg.connect(server.app_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_server_that_is_a_zombie_is_taken_for_dead(made: Path) -> None:
    with _child(made) as child:
        server_pid = _server(made)
        child.send_signal(signal.SIGSTOP)
        os.kill(server_pid, signal.SIGKILL)
        _until(lambda: psutil.Process(server_pid).status() == psutil.STATUS_ZOMBIE)

        with running(made) as server, psycopg.connect(server.app_url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
            child.send_signal(signal.SIGCONT)


def test_a_server_killed_while_we_run_comes_back_with_what_was_committed(made: Path) -> None:
    with running(made) as server:
        _note(server.owner_url)
        os.kill(_server(made), signal.SIGKILL)

        _until(lambda: _answers(server.app_url))

        assert _notes(server.owner_url) == 1
    assert _servers(made) == []


def test_the_server_of_a_killed_process_is_adopted_by_the_next(made: Path) -> None:
    with _child(made) as child:
        before = _server(made)
        child.kill()
        child.wait()

        with running(made):
            adopted = _server(made)

    assert adopted == before
    assert _servers(made) == []


def test_the_first_to_leave_does_not_stop_a_shared_server(made: Path) -> None:
    with _child(made) as child, running(made) as server:
        before = _server(made)
        child.communicate()

        assert child.returncode == 0
        assert _server(made) == before
        assert _answers(server.app_url)
    assert _servers(made) == []


def test_two_first_starts_at_once_make_one_database(data: Path) -> None:
    with _launched(data) as one, _launched(data) as other:
        assert one.stdout is not None
        assert other.stdout is not None
        assert (one.stdout.readline(), other.stdout.readline()) == ("up\n", "up\n")
        assert len(_servers(data)) == 1
    assert _servers(data) == []


def test_sigterm_leaves_no_server_behind(made: Path) -> None:
    with _child(made) as child:
        child.terminate()
        child.wait(timeout=PATIENCE_SECONDS)

        assert child.returncode == 0
        assert _servers(made) == []


def test_a_database_cut_short_while_it_was_made_is_made_anew(data: Path) -> None:
    with _launched(data) as child:
        _until(lambda: any(data.glob("postgres.new-*/PG_VERSION")))
        child.kill()
        child.wait()
    assert not (data / "postgres").exists()

    with running(data) as server:
        assert _answers(server.app_url)


def test_a_path_too_long_for_a_socket_gets_its_sockets_elsewhere(data: Path) -> None:
    deep = data / ("x" * 60) / ("y" * 60)
    data.chmod(0o755)

    for _ in range(2):
        with running(deep) as server:
            assert _answers(server.app_url)
    sockets = Path((deep / "run.home").read_text())
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    shutil.rmtree(sockets)


@pytest.mark.skipif(not AS_ROOT, reason="only root runs PostgreSQL as another user")
def test_below_a_closed_folder_the_files_go_elsewhere_and_no_mode_changes(data: Path) -> None:
    below = data / "below"
    said: list[str] = []

    with running(below, say=said.append) as server:
        _note(server.owner_url)
    with running(below, say=said.append) as server:
        assert _notes(server.owner_url) == 1

    home = Path((below / "postgres.home").read_text())
    assert [stat.S_IMODE(each.stat().st_mode) for each in (data, below)] == [0o700, 0o700]
    assert len(said) == 1
    assert str(home) in said[0]
    _clear(home)


@pytest.mark.skipif(not AS_ROOT, reason="only root runs PostgreSQL as another user")
def test_a_database_that_lay_elsewhere_and_is_gone_is_not_replaced_by_an_empty_one(
    data: Path,
) -> None:
    (data / "postgres.home").write_text(str(SHARED / "data-gone"))

    with pytest.raises(errors.SetupNeeded, match="bring it back"), running(data):
        pass


def test_missing_programs_are_named_with_their_cure(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORT_POSTGRES_BIN", str(data))

    with pytest.raises(errors.SetupNeeded, match="RAPPORT_POSTGRES_BIN"), running(data):
        pass


def test_a_server_that_cannot_start_says_why(made: Path) -> None:
    with running(made):
        pass
    (made / "postgres" / "global" / "pg_control").unlink()

    with pytest.raises(errors.SetupNeeded, match="pg_control"), running(made):
        pass
    assert _servers(made) == []


def test_no_value_of_a_failed_statement_reaches_the_log(made: Path) -> None:
    with running(made) as server, psycopg.connect(server.owner_url) as connection:
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("select 'Amália Rodrigues'::int")
        connection.rollback()

    assert "Rodrigues" not in (made / "postgres.log").read_text()


def test_the_second_server_is_told_who_holds_the_data_directory(data: Path) -> None:
    with (
        _child(data, "hold") as child,
        pytest.raises(errors.SetupNeeded, match=f"a test .* process {child.pid} ") as refused,
        held_by_one(data, "another"),
    ):
        pass

    assert refused.value.facts["pid"] == child.pid


def test_a_killed_holder_frees_the_data_directory(data: Path) -> None:
    with _child(data, "hold") as child:
        child.kill()
        child.wait()

        with held_by_one(data, "another"):
            assert f"{os.getpid()}" in (data / "locks" / "serve").read_text()


def test_a_signal_to_end_becomes_an_orderly_exit() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        install_signal_handlers()

        with pytest.raises(SystemExit) as ended:
            signal.raise_signal(signal.SIGTERM)
        assert ended.value.code == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@pytest.mark.parametrize(
    ("told", "does"),
    [
        ('FATAL:  could not write "x": No space left on device', "Free some disk space"),
        ("FATAL:  pre-existing shared memory block is still in use", "End the PostgreSQL"),
        ("", "said nothing"),
    ],
)
def test_what_postgresql_complains_about_comes_with_a_cure(told: str, does: str) -> None:
    assert does in postgres_cluster.cure(told)


@contextmanager
def _launched(data: Path, what: str = "run") -> Generator[subprocess.Popen[str]]:
    """Start a process of ours on the data directory; it leaves when its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(data), what],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        yield child


@contextmanager
def _child(data: Path, what: str = "run") -> Generator[subprocess.Popen[str]]:
    with _launched(data, what) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        yield child


def _servers(data: Path) -> list[int]:
    found: list[int] = []
    for process in psutil.process_iter():
        try:
            words, state = process.cmdline(), process.status()
        except psutil.Error:
            continue
        if words[1:2] == ["-D"] and words[2].startswith(str(data)):
            found += [process.pid] if state != psutil.STATUS_ZOMBIE else []
    return found


def _server(data: Path) -> int:
    (pid,) = _servers(data)
    return pid


def _clear(folder: Path) -> None:
    _end_servers(folder)
    shutil.rmtree(folder)


def _end_servers(folder: Path) -> None:
    for pid in _servers(folder):
        os.kill(pid, signal.SIGQUIT)
    _until(lambda: not _servers(folder))


def _note(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists note (word text)")
        connection.execute("insert into note values ('kept')")


def _note_in(data: Path) -> None:
    _note(f"host={data / 'run'} dbname=rapport user=rapport")


def _notes(url: str) -> int:
    with psycopg.connect(url) as connection:
        (count,) = connection.execute("select count(*) from note").fetchone() or (0,)
        return int(count)


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def _until(true: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
