"""Data directories as a first start leaves them, copied instead of made anew.

Making a cluster and migrating it takes some seconds of processor time; a copy takes a fraction.
What a first start itself does is tested from nothing: in `tests/api/cli/test_running.py`,
`test_readme.py` and `tests/ledger/test_embedded.py`.
"""

import atexit
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from ledger.database import Database
from ledger.embedded import Server, running
from projections.prepare import prepare


@contextmanager
def empty_directory() -> Generator[Path]:
    """Lend a directory that holds nothing yet."""
    # Not tmp_path: for root that lies in a folder closed to PostgreSQL's user.
    data = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    try:
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def data_directory() -> Generator[Path]:
    """Lend a data directory with a migrated cluster in it that holds no workspace yet."""
    with empty_directory() as data:
        # Where the system user cannot enter the folder, its cluster lies elsewhere: there a
        # first start makes one.
        if sys.platform != "win32" and (_prepared() / "postgres").exists():
            # Not shutil: the cluster's files belong to the system user of PostgreSQL.
            subprocess.run(["cp", "-a", f"{_prepared()}/.", str(data)], check=True)
        yield data


@contextmanager
def hurried(data: Path) -> Generator[Server]:
    """Run a directory's PostgreSQL for tests that pull no plug: it waits for no disk.

    The setting lies in the cluster, so that whoever brings the server back has it, too.
    """
    with running(data, say=lambda _: None) as server:
        with Database(server.app_url, server.owner_url).operator() as operator:
            operator.execute("alter system set fsync = off")
            operator.execute("alter system set full_page_writes = off")
            operator.execute("select pg_reload_conf()")
        yield server


@cache
def _prepared() -> Path:
    lasting = ExitStack()
    data = lasting.enter_context(empty_directory())
    atexit.register(lasting.close)
    with running(data, say=lambda _: None) as server:
        prepare(Database(server.app_url, server.owner_url), tell=lambda _: None)
    return data
