"""Append and read: the events of one workspace, and what the database's refusals mean."""

from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow

from ledger import errors
from ledger.database import Database
from ledger.entries import Entry, Recorded
from ledger.parcels import Parcel, Request
from ledger.rows import Place, call, copy
from ledger.words import Position, Version, WorkspaceId


class VersionTakenError(Exception):
    """Somebody else wrote to one of these streams first; decide again."""


class Store:
    """The events of one workspace."""

    def __init__(self, database: Database, workspace: WorkspaceId) -> None:
        self.database = database.of(workspace)
        self.workspace = workspace
        self.closed_because = ""
        """Why nothing may be written; empty where all is well."""

    def check_writable(self) -> None:
        """Raise `errors.ReadOnly`, with the reason, where nothing may be written."""
        if self.closed_because:
            raise errors.ReadOnly(self.closed_because)

    def append(self, requests: Sequence[Request]) -> list[list[Recorded]]:
        """Store the entries of several calls in one transaction; answer each in its order.

        A request that was recorded before is answered with what it recorded then. Raise
        `VersionTakenError`, or `errors.Unknown` for a candidate nobody added; then nothing of
        any of the requests was written.
        """
        # One request sent twice at once may well be in here twice.
        once = {request.request_id: request for request in reversed(requests)}
        new = list(reversed(once.values()))
        place = self.put(Parcel(new))
        answers = self._answers(new, place)
        return [answers[request.request_id] for request in requests]

    def put(self, parcel: Parcel) -> Place:
        """Store a parcel as `append` does, for a caller who needs no answer.

        To tell where each of some thousand events stands takes longer than to store them.
        """
        self.check_writable()
        with self.database.appending() as connection:
            way_in = copy if parcel.is_copied else call
            try:
                place = way_in(connection, self.workspace, parcel)
            except psycopg.Error as error:
                raise_refused(error)
            relearn_if_young(connection, place.first, parcel.entry_count)
        return place

    def _answers(self, requests: Sequence[Request], place: Place) -> dict[UUID, list[Recorded]]:
        position = place.first
        answers: dict[UUID, list[Recorded]] = {}
        for request in requests:
            if request.request_id in place.repeated:
                answers[request.request_id] = self.recorded_by(request.request_id)
                continue
            answers[request.request_id] = [
                _recorded(entry, position + offset, place)
                for offset, entry in enumerate(request.entries)
            ]
            position += len(request.entries)
        return answers

    def recorded_by(self, request_id: UUID) -> list[Recorded]:
        """Return what a request recorded, or an empty list if it is not in the ledger."""
        with self.database.connection() as connection:
            return recorded_by(connection, self.workspace, request_id)


def recorded_by(
    connection: Connection[DictRow], workspace: WorkspaceId, request_id: UUID
) -> list[Recorded]:
    """Return what a request recorded, in order."""
    rows = connection.execute(
        "select position, stream_id, version, event_type, candidate_id, recorded_at"
        " from ledger.events where workspace_id = %s and request_id = %s order by position",
        (workspace, request_id),
    ).fetchall()
    return [Recorded(**row) for row in rows]


# Below, any plan will do; above, autovacuum has had its minute.
_YOUNG = range(1 << 5, 1 << 15)


def relearn_if_young(connection: Connection[DictRow], first: int, event_count: int) -> None:
    """Have the planner look at the tables anew when a young history has doubled."""
    last = first - 1 + event_count
    if last in _YOUNG and (first - 1).bit_length() != last.bit_length():
        connection.execute("select ledger.relearn()")


def raise_refused(error: psycopg.Error) -> NoReturn:
    """Raise what the database's refusal of an append means.

    A message of PostgreSQL quotes the values of the row, so only the constraint's name is read.
    """
    if error.sqlstate == "RP404":
        raise errors.Unknown(
            f"No candidate has the id {error.diag.message_primary}."
        ) from error
    if error.sqlstate == "RP410":
        raise erased(error.diag.message_primary, error.diag.message_detail) from error
    if error.diag.constraint_name == "events_stream_version":
        raise VersionTakenError from error
    raise error


def erased(candidate_id: object, at: object) -> errors.Erased:
    """Return the refusal of whatever is asked about somebody who was erased at an instant."""
    day = str(at)[:10]
    return errors.Erased(
        f"Candidate {candidate_id} was erased on {day}.",
        candidate_id=str(candidate_id),
        erased_on=day,
    )


def _recorded(entry: Entry, position: int, place: Place) -> Recorded:
    return Recorded(
        Position(position),
        entry.stream_id,
        Version(entry.version),
        type(entry.event).__name__,
        entry.candidate_id,
        place.recorded_at,
    )
