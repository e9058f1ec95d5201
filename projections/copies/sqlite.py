"""All tables as one SQLite file, with keys, indexes and an index of words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from projections.copies.copy import Whom
from projections.copies.table import Column, Table
from projections.copies.tables import tables_of
from projections.moment import Moment

_ROWS_TOGETHER = 10_000
_WRITING = "pragma journal_mode = off; pragma synchronous = off; pragma page_size = 4096;"
_WORDS = (
    """
create virtual table people_words using fts5(
    candidate_id unindexed, name, headline, company, title, location, summary, handles,
    tags)""",
    """
insert into people_words
select c.candidate_id, c.name, c.headline, c.company, c.title, c.location, c.summary,
       (select group_concat(value, ' ')
        from (select value from handles h where h.candidate_id = c.candidate_id
              order by h.claimed_position)),
       (select group_concat(tag, ' ')
        from (select tag from tags g where g.candidate_id = c.candidate_id order by g.tag_key))
from candidates c
order by c.candidate_id""",
    """
create virtual table engagement_words using fts5(
    subject, body, content = 'engagements', content_rowid = 'position')""",
    "insert into engagement_words (engagement_words) values ('rebuild')",
)


def write(moment: Moment, whom: Whom, path: Path) -> None:
    """Write the file; the words' index is left out where SQLite was built without FTS5."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_WRITING)
        for table in tables_of(whom):
            connection.execute(_create(table, whom))
            _fill(connection, table, table.rows(moment, whom))
            for column in table.refers:
                connection.execute(
                    f"create index {table.name}_{column} on {table.name} ({column})"
                )
        if _has_words(connection):
            for statement in _WORDS:
                connection.execute(statement)
        connection.commit()


def _has_words(connection: sqlite3.Connection) -> bool:
    (used,) = connection.execute("select sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    return bool(used)


def _create(table: Table, whom: Whom) -> str:
    columns = [f"{column.name} {_type(column)}" for column in table.columns]
    keys = [f"primary key ({', '.join(table.key)})"]
    there = {each.name for each in tables_of(whom)}
    keys += [
        f"foreign key ({column}) references {other} deferrable initially deferred"
        for column, other in table.refers.items()
        if other in there
    ]
    return f"create table {table.name} ({', '.join(columns + keys)})"


def _type(column: Column) -> str:
    return "integer" if column.type in {"integer", "boolean"} else "text"


def _fill(
    connection: sqlite3.Connection, table: Table, rows: Iterator[tuple[str | None, ...]]
) -> None:
    places = ", ".join("?" * len(table.columns))
    truths = [place for place, one in enumerate(table.columns) if one.type == "boolean"]
    insert = f"insert into {table.name} values ({places})"
    while together := [_counted(row, truths) for row in islice(rows, _ROWS_TOGETHER)]:
        connection.executemany(insert, together)


def _counted(row: tuple[str | None, ...], truths: list[int]) -> list[str | int | None]:
    values: list[str | int | None] = list(row)
    for place in truths:
        if values[place] is not None:
            values[place] = int(values[place] == "true")
    return values
