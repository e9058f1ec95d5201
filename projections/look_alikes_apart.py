"""Comparing many people apart from the server: in a process of its own, which gives way.

To score pairs is work for a processor, a minute of it for a hundred thousand people. Done by
the server itself, every request would wait for its turn meanwhile.
"""

import os
import subprocess
import sys
import threading
from typing import NoReturn
from uuid import UUID

import orjson
import psycopg

from ledger import errors
from ledger.database import Database
from ledger.words import WorkspaceId
from projections import look_alike_pairs, look_alikes

# What is compared in the time in which a process starts.
FEW_EVENTS = 1_000
_NICER_BY = 10


def renew(database: Database, workspace: WorkspaceId, *, few: int = FEW_EVENTS) -> None:
    """Bring all pairs up to date: here where few events came since, else in another process.

    Raise `errors.Unavailable` where that process broke off; it wrote nothing then.
    """
    with database.of(workspace).connection() as connection:
        is_little = look_alike_pairs.behind(connection, workspace) <= few
    if is_little:
        look_alikes.renew(database, workspace)
        return
    # The address holds a password: it goes where no other process can read it.
    told = orjson.dumps({"url": database.app_url, "workspace": workspace})
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from projections.look_alikes_apart import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    with process:
        assert process.stdin is not None
        process.stdin.write(told + b"\n")
        process.stdin.flush()
        # Left open: should we end before it does, it hears that and ends too.
        code = process.wait()
    if code:
        raise errors.Unavailable("(the process that compares people broke off)")


def main() -> NoReturn:
    """Compare the people that standard input asks for, and end."""
    asked = orjson.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        os.nice(_NICER_BY)
    try:
        with Database(asked["url"], connections_max=1) as database:
            look_alikes.renew(database, WorkspaceId(UUID(asked["workspace"])))
    except (errors.LedgerError, psycopg.Error):
        os._exit(1)
    os._exit(0)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)
