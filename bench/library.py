"""The event library as it comes, on tables of its own in the same database, to compare with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from ledger.database import Database


class Engagement(Aggregate):
    """An engagement as an aggregate of the library's."""

    @event("Recorded")
    def __init__(
        self, candidate_id: UUID, occurred_at: datetime | None, payload: dict[str, Any]
    ) -> None:
        self.candidate_id = candidate_id
        self.occurred_at = occurred_at
        self.payload = payload


class Engagements(Application[UUID]):
    """The library's application."""


def environment(database: Database) -> dict[str, str]:
    """Return what the library needs to reach the database with its owner's rights."""
    where = conninfo_to_dict(database.owner_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(where["dbname"]),
        "POSTGRES_HOST": str(where["host"]),
        "POSTGRES_PORT": str(where.get("port", 5432)),
        "POSTGRES_USER": str(where["user"]),
        "POSTGRES_PASSWORD": str(where.get("password", "")),
        "POSTGRES_SCHEMA": "public",
    }
