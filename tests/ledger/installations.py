"""Installations of a test's own: another database on the server that all tests share."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from psycopg import sql
from psycopg.conninfo import make_conninfo

from api.installation import Installation
from ledger.database import Database
from ledger.ids import new_id
from ledger.postgres_cluster import OWNER
from ledger.recording import Ledger
from projections.knowledge import Knowledge
from projections.prepare import prepare, workspace_of


@contextmanager
def new_database(on: Installation) -> Generator[Database]:
    """Make an empty database, and drop it afterwards."""
    name = f"test_{new_id().hex}"
    with on.database.operator() as operator:
        named = sql.SQL("create database {} owner {}").format(
            sql.Identifier(name), sql.Identifier(OWNER)
        )
        operator.execute(named)
    app_url = make_conninfo(str(on.database.pool.conninfo), dbname=name)
    owner_url = make_conninfo(on.database.owner_url, dbname=name)
    try:
        with Database(app_url, owner_url) as database:
            yield database
    finally:
        with on.database.operator() as operator:
            gone = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            operator.execute(gone)


@contextmanager
def new_installation(on: Installation) -> Generator[Installation]:
    """Make an empty installation beside the one that all tests share."""
    with new_database(on) as database:
        prepare(database, tell=lambda _: None)
        with database.connection() as connection:
            workspace, owner = workspace_of(connection)
        key = on.settings.suppression_key
        ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace, None, key))
        yield replace(on, database=database, workspace=workspace, owner=owner, ledger=ledger)
