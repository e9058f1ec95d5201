"""What is right and wrong with an installation's database: server, rights, schema, views."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import Connection

from api.doctor_roles import examine_roles
from api.findings import Finding, fail, ok, warn
from ledger.database import Database
from ledger.erasure.suppression import SuppressionKey
from ledger.errors import SetupNeeded, Unavailable
from ledger.migrations import digests
from ledger.postgres_binaries import OLDEST
from projections import VIEWS
from projections.install import digest

_EXTENSIONS = ("btree_gin", "pg_trgm", "unaccent")
_UPDATE = "Run `rapport migrate`."


def examine_database(
    database: Database, key: SuppressionKey, *, is_ours: bool
) -> Iterator[Finding]:
    """Look at the database that the URLs lead to; `is_ours` where it came along."""
    cure = "Look into postgres.log in the data folder." if is_ours else "Check DATABASE_URL."
    try:
        with database.owner() as connection:
            yield ok("database", "it answers" if is_ours else "DATABASE_URL answers")
            yield _version(connection)
            yield _extensions(connection)
            yield from _schema(connection)
            yield from _suppression(connection, key)
        with database, database.connection() as connection:
            (row,) = connection.execute("select current_user as role").fetchall()
            application: str = row["role"]
        with database.owner() as connection:
            yield from examine_roles(connection, application)
    except Unavailable as problem:
        yield fail("database", f"It does not answer {problem.detail}.", cure)
    except SetupNeeded as problem:
        yield fail("suppression", "Its key cannot be read.", problem.detail)
    except psycopg.Error as problem:
        yield fail("database", f"It refuses a look ({type(problem).__name__}).", cure)


def _version(connection: Connection[Any]) -> Finding:
    number = connection.info.server_version
    found = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    if number // 10_000 >= OLDEST:
        return ok("server", found)
    return fail("server", found, f"Rapport needs PostgreSQL {OLDEST} or newer.")


def _extensions(connection: Connection[Any]) -> Finding:
    rows = connection.execute(
        "select a.name, a.installed_version is not null from pg_available_extensions a"
        " where a.name = any(%s)",
        (list(_EXTENSIONS),),
    ).fetchall()
    available = dict(rows)
    if missing := [name for name in _EXTENSIONS if name not in available]:
        cure = "Install PostgreSQL's contrib package on the server (postgresql-contrib)."
        return fail("extensions", f"{', '.join(missing)} are not there.", cure)
    if asleep := [name for name in _EXTENSIONS if not available[name]]:
        mend = [f"create extension if not exists {name} schema public;" for name in asleep]
        what = f"{', '.join(asleep)} are not created."
        return warn("extensions", what, _UPDATE, "\n".join(mend))
    return ok("extensions", ", ".join(_EXTENSIONS))


def _schema(connection: Connection[Any]) -> Iterator[Finding]:
    (is_there,) = connection.execute(
        "select to_regclass('ledger.migrations') is not null and"
        " to_regclass('ledger.view_builds') is not null"
    ).fetchall()[0]
    if not is_there:
        yield warn("migrations", "The database is empty.", _UPDATE)
        return
    applied = dict(connection.execute("select name, sha256 from ledger.migrations").fetchall())
    yield _migrations(applied, digests())
    built = dict(connection.execute("select name, digest from ledger.view_builds").fetchall())
    stale = [view.name for view in VIEWS if built.get(view.name) != digest(view)]
    if stale:
        yield warn("views", f"{', '.join(stale)} are of an older version.", _UPDATE)
    else:
        yield ok("views", f"{len(VIEWS)} up to date")


def _suppression(connection: Connection[Any], key: SuppressionKey) -> Iterator[Finding]:
    """Say whether the list of handles that may not come in can be asked."""
    name = "suppression"
    if connection.execute("select to_regclass('views.suppression')").fetchall() == [(None,)]:
        return
    # Whoever stands behind the wall sees nobody's; only the owner can say.
    if connection.execute("select row_security_active('views.suppression')").fetchall() == [
        (True,)
    ]:
        return
    rows = connection.execute(
        "select split_part(hash, ':', 1), count(distinct hash)"
        " from views.suppression group by 1"
    ).fetchall()
    counts = {mark: int(count) for mark, count in rows}
    total = sum(counts.values())
    cure = f"Put the key back as {key.path}, or name it in RAPPORT_SUPPRESSION_KEY_FILE."
    if not counts:
        yield ok(name, "nobody's handles are suppressed")
    elif not key.is_there():
        yield warn(name, f"{total} handles of people erased could come in: no key.", cure)
    elif strange := total - counts.get(key.mark(), 0):
        yield warn(name, f"{strange} handles of people erased are of another key.", cure)
    else:
        yield ok(name, f"{total} handles of people erased may not come in")


def _migrations(applied: dict[str, str], files: dict[str, str]) -> Finding:
    if strange := sorted(set(applied) - set(files)):
        cure = "Start the newer Rapport that made it."
        return fail("migrations", f"{strange[-1]} is not of this version.", cure)
    if changed := [name for name in applied if applied[name] != files[name]]:
        return fail("migrations", f"{changed[0]} was changed.", "Install Rapport anew.")
    if missing := [name for name in files if name not in applied]:
        return warn("migrations", f"{', '.join(missing)} to be applied.", _UPDATE)
    return ok("migrations", f"{len(files)} applied")
