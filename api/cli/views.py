"""Views: list them, and build them anew."""

from typing import Annotated

from cyclopts import Parameter

from api import reads
from api.cli.opening import Data, Json, opened
from api.cli.showing import answer, as_json, progress, table
from ledger import errors
from ledger.migrations import lock
from projections import VIEWS
from projections.rebuild import Progress, rebuild_all
from projections.view import View


def views(*, data: Data = None, json: Json = False) -> None:
    """List the views: when each was last built anew, and about how many rows it has."""
    with opened(data) as found, found.moment() as moment:
        built = reads.builds(moment.connection)
    if json:
        as_json({"items": built})
    else:
        table(
            ("NAME", "ROWS, ABOUT", "BUILT"),
            ((row["name"], row["row_estimate"], row["built_at"]) for row in built),
        )


def rebuild_(
    *names: Annotated[str, Parameter(help="The views to build; all of them if left out.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Work views out anew from the events; everybody goes on reading and writing meanwhile."""
    chosen = _chosen(names)
    with opened(data) as found, found.database.owner() as connection:
        # Another process may be rebuilding, too; the lock goes with the connection.
        lock(connection)
        with progress("Building views") as tell:

            def told(news: Progress) -> None:
                tell(news.event_count, news.event_total)

            done = rebuild_all(found.database, chosen, tell=told)
    built = [
        {
            "name": each.view,
            "event_count": each.event_count,
            "duration_seconds": f"{each.seconds:.3f}",
        }
        for each in done
    ]
    if json:
        as_json({"items": built})
        return
    table(
        ("NAME", "EVENTS READ", "SECONDS"),
        ((each["name"], each["event_count"], each["duration_seconds"]) for each in built),
    )
    answer(f"{len(built)} of {len(VIEWS)} views built anew.")


def _chosen(names: tuple[str, ...]) -> list[View]:
    known = {view.name: view for view in VIEWS}
    strange = [name for name in names if name not in known]
    if strange:
        raise errors.Unknown(f"No view is called {strange[0]}: {', '.join(known)} are.")
    return [known[name] for name in dict.fromkeys(names)] or list(VIEWS)
