"""How many rows there are in every table: what was refused is seen to have written none."""

from functools import cache
from typing import Any

from psycopg import Connection

from api.installation import Installation
from ledger.words import WorkspaceId
from tests.lasting import owner

_TABLES = r"""
select format('%I.%I', n.nspname, c.relname)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ledger', 'views', 'access') and c.relkind = 'r'
  -- Worked out behind a call that was allowed, whenever there is time.
  and c.relname not like 'look\_alike\_%'
order by 1
"""


def counted(on: Installation) -> dict[str, int]:
    """Return the rows in each table, and the position of the workspace's head."""
    with owner(on.database) as connection:
        return counted_by(connection, on.workspace)


def counted_by(connection: Connection[Any], workspace: WorkspaceId) -> dict[str, int]:
    """Return the same, asked over a connection that may read all."""
    found = {str(row[0]): int(row[1]) for row in connection.execute(_rows(connection))}
    (head,) = connection.execute(
        "select position from ledger.heads where workspace_id = %s", (workspace,)
    ).fetchall()
    return found | {"head": head[0]}


@cache
def _rows(connection: Connection[Any]) -> bytes:
    # A connection's tables stay; asking for them took as long as counting them.
    tables = [str(row[0]) for row in connection.execute(_TABLES).fetchall()]
    return " union all ".join(
        f"select '{each}', count(*) from {each}" for each in tables
    ).encode()
