"""The event library's door to a workspace: the only module that speaks `eventsourcing`.

The library's recorder is kept for its notification log and its subscriptions, bound here to one
workspace, to our table and to our lock (the library locks the whole table and gives ids by a
sequence; we lock the workspace's head and count).
"""

import os
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from eventsourcing.persistence import Notification
from eventsourcing.persistence import StoredEvent as LibraryEvent
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresSubscription,
)
from psycopg.sql import SQL, Identifier
from typing_extensions import override

from ledger import errors
from ledger.canonical import canonical, digest
from ledger.database import Database
from ledger.parcels import SALT_BYTES
from ledger.rows import call_with
from ledger.store import Store

CHANNEL = "rapport_ledger"


class _Borrowed(PostgresDatastore):
    """The library's datastore over the pool we already have."""

    def __init__(self, database: Database) -> None:
        if os.environ.get("POSTGRES_ENABLE_DB_FUNCTIONS", "").lower() in {
            "y",
            "yes",
            "true",
            "1",
        }:
            raise errors.SetupNeeded(
                "POSTGRES_ENABLE_DB_FUNCTIONS makes followers of the ledger miss events;"
                " run `unset POSTGRES_ENABLE_DB_FUNCTIONS` and start again."
            )
        super().__init__(dbname="", host="", port="", user="", password="")
        self.pool = database.pool  # pyright: ignore[reportAttributeAccessIssue] - same interface

    @override
    def close(self) -> None:
        """Leave the pool open: it is the application's, and outlives every recorder."""

    @override
    def __exit__(self, *_: object) -> None:
        self.close()


_NOTIFICATIONS = """
select position, stream_id, version, event_type,
       ledger.upcast(event_type, schema_version, payload)::text as state
from ledger.events
where workspace_id = %(workspace)s
  and (%(after)s::bigint is null or position > %(after)s)
  and (%(stop)s::bigint is null or position <= %(stop)s)
  and (%(topics)s::text[] is null or event_type = any(%(topics)s))
order by position
limit %(limit)s
"""


class WorkspaceRecorder(PostgresApplicationRecorder):
    """One workspace's events as the library sees them: topic = event type, state = payload."""

    def __init__(self, store: Store) -> None:
        super().__init__(_Borrowed(store.database), events_table_name="events")
        self.store = store
        self.channel_name = CHANNEL

    @override
    def create_table(self) -> None:
        """Do nothing: migrations make our tables, once, under a lock."""

    @override
    def insert_events(
        self, stored_events: Sequence[LibraryEvent], **_: Any
    ) -> Sequence[int] | None:
        """Store events of the library's making: JSON states, no candidate."""
        rows: list[dict[str, Any]] = []
        for event in stored_events:
            salt = os.urandom(SALT_BYTES)
            payload = canonical(orjson.loads(event.state))
            rows.append(
                {
                    "stream_id": event.originator_id,
                    "version": event.originator_version,
                    "event_type": event.topic,
                    "schema_version": 1,
                    "actor_id": self.store.workspace,
                    "request_id": None,
                    "payload": orjson.Fragment(payload),
                    "salt": salt.hex(),
                    "digest": digest(salt, payload).hex(),
                }
            )
        if not rows:
            return []
        with self.datastore.get_connection() as connection:
            types = [event.topic for event in stored_events]
            first = call_with(connection, self.store.workspace, [], types, rows).first
        return list(range(first, first + len(rows)))

    @override
    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[LibraryEvent]:
        """Return the events of one stream in the order of their versions."""
        order = "desc" if desc else "asc"
        with self.store.database.connection() as connection:
            rows = connection.execute(
                "select stream_id, version, event_type,"
                " ledger.upcast(event_type, schema_version, payload)::text as state"
                " from ledger.events"
                " where workspace_id = %(workspace)s and stream_id = %(stream)s"
                " and (%(gt)s::int is null or version > %(gt)s)"
                " and (%(lte)s::int is null or version <= %(lte)s)"
                f" order by version {order} limit %(limit)s",
                {
                    "workspace": self.store.workspace,
                    "stream": originator_id,
                    "gt": gt,
                    "lte": lte,
                    "limit": limit,
                },
            ).fetchall()
        return [
            LibraryEvent(
                row["stream_id"], row["version"], row["event_type"], row["state"].encode()
            )
            for row in rows
        ]

    @override
    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events in the order of their positions."""
        after = start - 1 if start is not None and inclusive_of_start else start
        values = {
            "workspace": self.store.workspace,
            "after": after,
            "stop": stop,
            "topics": list(topics) or None,
            "limit": limit,
        }
        with self.store.database.connection() as connection:
            rows = connection.execute(_NOTIFICATIONS, values).fetchall()
        return [
            Notification(
                id=row["position"],
                originator_id=row["stream_id"],
                originator_version=row["version"],
                topic=row["event_type"],
                state=row["state"].encode(),
            )
            for row in rows
        ]

    @override
    def max_notification_id(self) -> int | None:
        """Return the head's position, or nothing while the ledger is empty."""
        with self.store.database.connection() as connection:
            row = connection.execute(
                "select nullif(position, 0) as head from ledger.heads where workspace_id = %s",
                (self.store.workspace,),
            ).fetchone()
        return row["head"] if row else None

    @override
    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> "PolledSubscription":
        """Follow the workspace from after a position."""
        return PolledSubscription(recorder=self, gt=gt, topics=topics)


class PolledSubscription(PostgresSubscription):
    """A subscription that also looks every second: no lost wake-up leaves it waiting."""

    @override
    def _loop_on_pull(self) -> None:
        try:
            while not self._has_been_stopped:
                self._pull()
                self._has_been_notified.wait(timeout=1.0)
        except BaseException as error:  # noqa: BLE001 - handed to whoever reads the subscription
            self._thread_error = self._thread_error or error
            self.stop()

    @override
    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as connection:
                connection.execute(SQL("listen {}").format(Identifier(CHANNEL)))
                try:
                    while not self._has_been_stopped and not self._thread_error:
                        for _ in connection.notifies(timeout=0.1, stop_after=1):
                            self._has_been_notified.set()
                finally:
                    # The connection goes back to the pool, where nobody reads what it hears.
                    connection.execute("unlisten *")
        except Exception:  # noqa: BLE001 - a lost wake-up call is no loss: we look every second
            self._has_been_notified.set()
