"""The schema, brought up to date: numbered SQL files, each applied once, in order."""

import hashlib
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

from ledger import errors

SCHEMA = Path(__file__).parent / "schema"
# Any number, as long as every version of Rapport uses the same one.
_LOCK = 7_277_677


def migrate(connection: Connection[Any], *, files: Path = SCHEMA) -> list[str]:
    """Apply the files not applied yet and return their names.

    Call it inside `locked`: two processes that start together would otherwise race. Each file
    is
    one transaction: if we die in between, the next start goes on with the file that is missing.
    A file changed after it was applied raises `errors.SetupNeeded`.
    """
    connection.execute("create schema if not exists ledger")
    connection.execute(
        "create table if not exists ledger.migrations ("
        " name text primary key, sha256 text not null,"
        " applied_at timestamptz not null default clock_timestamp())"
    )
    applied = dict(connection.execute("select name, sha256 from ledger.migrations").fetchall())
    news: list[str] = []
    for file in sorted(files.glob("*.sql")):
        text = file.read_text()
        digest = hashlib.sha256(text.encode()).hexdigest()
        if file.name in applied:
            if applied[file.name] != digest:
                raise errors.SetupNeeded(
                    f"{file.name} was changed after it had been applied; restore it and add a"
                    " new file instead."
                )
            continue
        with connection.transaction():
            connection.execute(sql.SQL(text))  # pyright: ignore[reportArgumentType]
            connection.execute(
                "insert into ledger.migrations (name, sha256) values (%s, %s)",
                (file.name, digest),
            )
        news.append(file.name)
    return news


def digests(files: Path = SCHEMA) -> dict[str, str]:
    """Return each file's SHA-256 by its name, as `ledger.migrations` has them once applied."""
    return {
        file.name: hashlib.sha256(file.read_text().encode()).hexdigest()
        for file in sorted(files.glob("*.sql"))
    }


def lock(connection: Connection[Any]) -> None:
    """Wait until no other process changes the schema; held until the connection closes."""
    connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
