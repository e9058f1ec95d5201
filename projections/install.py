"""Writing the views into the database: their tables, and the functions the append asks.

Both are generated from the views, so a view is declared in one place.
"""

import hashlib
from typing import Any

from psycopg import Connection, sql

from ledger.upcasts import UPCASTS, Upcast, upcast_function
from projections import VIEWS
from projections.append_functions import append_functions
from projections.knowing_functions import KNOWING_FUNCTIONS
from projections.view import View


def digest(view: View, upcasts: tuple[Upcast, ...] = UPCASTS) -> str:
    """Return what identifies the present form of a view: its statements, upcasts included."""
    text = view.create("t") + "".join(view.index("t")) + view.combine("t") + repr(upcasts)
    return hashlib.sha256(text.encode()).hexdigest()


def install(
    connection: Connection[Any],
    *,
    views: tuple[View, ...] = VIEWS,
    upcasts: tuple[Upcast, ...] = UPCASTS,
) -> list[View]:
    """Write the functions and missing tables; return the views that must be rebuilt.

    Called with the owner's rights after the migrations, in one transaction. A view whose query
    changed keeps its old table, and its readers, until the rebuild swaps the new one in; the
    new functions are written by then, so nothing may append in between: `migrate` rebuilds
    before it lets go of its lock.
    """
    with connection.transaction():
        run(connection, upcast_function(upcasts))
        built = {
            row[0]: row[1]
            for row in connection.execute("select name, digest from ledger.view_builds")
        }
        for view in views:
            if view.name not in built:
                create(connection, view, view.name)
                mark_built(connection, view, upcasts)
        for function in (*append_functions(views), *KNOWING_FUNCTIONS):
            run(connection, function)
    fresh = not connection.execute("select from ledger.events limit 1").fetchall()
    return [
        view
        for view in views
        if (view.name not in built and not fresh)
        or (view.name in built and built[view.name] != digest(view, upcasts))
    ]


def create(connection: Connection[Any], view: View, table: str) -> None:
    """Make an empty, keyed and indexed table for a view, behind the wall like all of them."""
    run(connection, view.create(table))
    wall_off(connection, table)
    for statement in view.index(table):
        run(connection, statement)
    open_to_search(connection, view)


def wall_off(connection: Connection[Any], table: str) -> None:
    """Let the application see the rows of the workspace it is at work for, and no others."""
    connection.execute("select ledger.wall_off(%s::regclass)", (f"views.{table}",))


def open_to_search(connection: Connection[Any], view: View) -> None:
    """Make what the view is read through, if it is, over the table that now has its name."""
    if view.is_searched:
        connection.execute("select ledger.search_through(%s)", (view.name,))


def mark_built(
    connection: Connection[Any], view: View, upcasts: tuple[Upcast, ...] = UPCASTS
) -> None:
    """Write down that the view's table holds what its present query says."""
    connection.execute(
        "insert into ledger.view_builds (name, digest) values (%s, %s)"
        " on conflict (name) do update set digest = excluded.digest,"
        " built_at = clock_timestamp()",
        (view.name, digest(view, upcasts)),
    )


def run(connection: Connection[Any], statement: str) -> None:
    """Execute a generated statement that carries no values."""
    # Our own generated text, with no values in it; psycopg asks for literal strings otherwise.
    connection.execute(sql.SQL(statement))  # pyright: ignore[reportArgumentType]
