"""Bringing a view's new table up to what was appended since it was filled."""

from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from projections.effective import ERASING, EVERYTHING, MERGING, REVERTING
from projections.replacing import MEMBERS
from projections.view import View, filled


def gap(done: dict[Any, int], heads: dict[Any, int]) -> int:
    """Return how many events of all workspaces are not in the table."""
    return sum(head - done.get(workspace, 0) for workspace, head in heads.items())


def catch_up(
    connection: Connection[Any],
    view: View,
    table: str,
    done: dict[Any, int],
    heads: dict[Any, int],
) -> None:
    """Put the events up to the heads into a table; remember in `done` how far it is."""
    for workspace, head in heads.items():
        first = done.get(workspace, 0) + 1
        if first <= head:
            with connection.transaction():
                _apply(connection, view, table, _Range(workspace, first, head))
            done[workspace] = head


@dataclass(frozen=True, slots=True)
class _Range:
    """The events first..last of a workspace."""

    workspace: Any
    first: int
    last: int


def _apply(connection: Connection[Any], view: View, table: str, events: _Range) -> None:
    places = {name: f"%({name})s" for name in ("touched", "members")} | {
        "workspace": "%(workspace)s::uuid",
        "first": "%(first)s::bigint",
        "last": "%(last)s::bigint",
        "until": "%(last)s::bigint",
        **dict.fromkeys(("subjects", "roots", "streams", "merged"), "'{}'::uuid[]"),
    }
    values: dict[str, Any] = {
        "workspace": events.workspace,
        "first": events.first,
        "last": events.last,
    }

    def execute(statement: str) -> Any:
        text = sql.SQL(filled(statement, **places))  # pyright: ignore[reportArgumentType]
        return connection.execute(text, values)

    told = _types(connection, events)
    if told & {event.__name__ for event in MERGING + REVERTING + ERASING}:
        # What these moved was worked out when they were appended and is gone: begin again.
        execute(f"delete from views.{table} where workspace_id = {{workspace}}")
        execute(view.insert(table, EVERYTHING))
        return
    if told & {event.__name__ for event in view.adds}:
        execute(view.combine(table))
    if told & {event.__name__ for event in view.replaces}:
        values["touched"] = execute(view.touched()).fetchone()[0]
        values["members"] = execute(MEMBERS).fetchone()[0]
        execute(view.clear(table))
        execute(view.replace(table))


def _types(connection: Connection[Any], events: _Range) -> set[str]:
    rows = connection.execute(
        "select distinct event_type from ledger.events"
        " where workspace_id = %s and position between %s and %s",
        (events.workspace, events.first, events.last),
    )
    return {row[0] for row in rows.fetchall()}
