"""Installations of a test's own: another database on the server that all tests share."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from api.installation import Installation, ledger_of
from ledger.database import Database
from ledger.ids import new_id
from ledger.postgres_cluster import OWNER
from projections.prepare import prepare, workspace_of

_PREPARED = "test_prepared"


@contextmanager
def new_database(on: Installation) -> Generator[Database]:
    """Make an empty database, and drop it afterwards."""
    with _database(on, f"test_{new_id().hex}") as database:
        yield database


@contextmanager
def new_installation(on: Installation) -> Generator[Installation]:
    """Make an empty installation beside the one that all tests share."""
    _prepare_once(on)
    with _database(on, f"test_{new_id().hex}", template=_PREPARED) as database:
        with database.connection() as connection:
            workspace, owner = workspace_of(connection)
        ledger = ledger_of(on.settings, database, workspace)
        yield replace(on, database=database, workspace=workspace, owner=owner, ledger=ledger)


@contextmanager
def copy_of(on: Installation) -> Generator[Installation]:
    """Make an installation whose database holds what that of another one does.

    Nobody may be connected to the other one: close its pool before.
    """
    template = conninfo_to_dict(on.database.owner_url)["dbname"]
    with _database(on, f"test_{new_id().hex}", template=str(template)) as database:
        ledger = ledger_of(on.settings, database, on.workspace)
        yield replace(on, database=database, ledger=ledger)


@contextmanager
def _database(
    on: Installation, name: str, *, template: str = "template1"
) -> Generator[Database]:
    _create(on, name, template)
    try:
        with _called(on, name) as database:
            yield database
    finally:
        with on.database.operator() as operator:
            gone = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            operator.execute(gone)


def _prepare_once(on: Installation) -> None:
    """Make the database that every installation is a copy of: migrated, and without rows.

    Migrating takes a second of processor time, copying a tenth of one.
    """
    with on.database.operator() as operator:
        known = operator.execute("select from pg_database where datname = %s", (_PREPARED,))
        is_there = bool(known.fetchall())
    if not is_there:
        _create(on, _PREPARED, "template1")
        prepare(_called(on, _PREPARED), tell=lambda _: None)


def _create(on: Installation, name: str, template: str) -> None:
    with on.database.operator() as operator:
        named = sql.SQL("create database {} owner {} template {}").format(
            *map(sql.Identifier, (name, OWNER, template))
        )
        operator.execute(named)


def _called(on: Installation, name: str) -> Database:
    app_url = make_conninfo(str(on.database.pool.conninfo), dbname=name)
    return Database(app_url, make_conninfo(on.database.owner_url, dbname=name))
