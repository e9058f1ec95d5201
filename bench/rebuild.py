"""Rebuilding every view over a long history, against the library's ProjectionRunner.

    python -m bench.rebuild [--events 1000000]

The history has merges, corrections, retractions and a reverted import. The library is given the
first events of the same history, stored by its own recorder, and a projection that keeps two of
our views (timeline and relationship), one transaction an event as it works; its rate does not
depend on how many there are.
"""

import time
from collections.abc import Iterator
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Composed
from typing_extensions import override

from bench.figures import Figure, ratio
from bench.history import History, measured_alone
from bench.library import Engagement, Engagements, environment
from bench.stage import Stage
from projections import VIEWS
from projections.rebuild import rebuild_all

_LIBRARY_EVENTS = 4_000


def measure(on: Stage, history: History) -> Iterator[Figure]:
    """Yield how many times faster than the library we fill views."""
    started = time.perf_counter()
    rebuild_all(on.database, VIEWS, tell=lambda _: None)
    ours = history.event_count / (time.perf_counter() - started)
    library = _by_the_library(on)
    yield ratio(
        f"rebuild of {len(VIEWS)} views over {history.event_count:,} events",
        [(ours, library)],
        100,
        unit="times the library",
        per="events/s",
    )


_TABLES = """
create table if not exists library_timeline (
    stream_id uuid primary key, candidate_id uuid, occurred_at timestamptz,
    kind text, direction text);
create table if not exists library_relationship (
    candidate_id uuid primary key, engagement_count bigint, last_engaged_at timestamptz)
"""


class _Kept(PostgresTrackingRecorder):
    """Two views as tables of the library's tracking recorder."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sql_create_statements += [Composed([SQL(table)]) for table in _TABLES.split(";")]

    def keep(self, told: Any, tracking: Tracking) -> None:
        """Put one event into both views, and how far they have come, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "insert into library_timeline values (%s, %s, %s, %s, %s)",
                (
                    told.originator_id,
                    told.candidate_id,
                    told.occurred_at,
                    told.payload.get("kind"),
                    told.payload.get("direction"),
                ),
            )
            cursor.execute(
                "insert into library_relationship values (%s, 1, %s)"
                " on conflict (candidate_id) do update set engagement_count ="
                " library_relationship.engagement_count + 1, last_engaged_at ="
                " greatest(library_relationship.last_engaged_at, excluded.last_engaged_at)",
                (told.candidate_id, told.occurred_at),
            )


class _Engaged(Projection[_Kept]):
    @override
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        self.view.keep(domain_event, tracking)


def _by_the_library(on: Stage) -> float:
    env = environment(on.database)
    with on.database.connection() as connection:
        rows = connection.execute(
            "select candidate_id, occurred_at, payload"
            " from ledger.events where workspace_id = %s"
            " and event_type = 'EngagementRecorded' order by position limit %s",
            (on.workspace, _LIBRARY_EVENTS),
        ).fetchall()
    application = Engagements(env)
    for start in range(0, len(rows), 100):
        application.save(*[Engagement(**row) for row in rows[start : start + 100]])
    last = application.recorder.max_notification_id()
    started = time.perf_counter()
    with ProjectionRunner(
        application_class=Engagements,
        projection_class=_Engaged,
        view_class=_Kept,
        env=env,
    ) as runner:
        runner.wait(last, timeout=300)
        taken = time.perf_counter() - started
    application.close()
    return len(rows) / taken


if __name__ == "__main__":
    measured_alone(measure)
