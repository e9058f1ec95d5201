"""What the ledger may ask before it decides, answered by the views."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql

from ledger import errors
from ledger.database import Database
from ledger.erasure.suppression import Compared, SuppressionKey
from ledger.ids import id_of
from ledger.known import LookAlike, Newcomer
from ledger.store import erased
from ledger.words import CandidateId, HandleType, StreamId, WorkspaceId
from projections import (
    column_meanings,
    erasures,
    handles,
    look_alikes,
    profile,
    suppression,
    timeline,
)
from projections.moment import Moment

_ROWS_MAX = 100


class Knowledge:
    """The views of one workspace as a decision sees them; fulfils `ledger.known.Known`."""

    def __init__(
        self,
        database: Database,
        workspace: WorkspaceId,
        region: str | None = None,
        suppression_key: SuppressionKey | None = None,
    ) -> None:
        self._suppression_key = suppression_key
        self._database = database.of(workspace)
        self._workspace = workspace
        self.region = region

    def root(self, candidate_id: UUID) -> CandidateId:
        """Return whom this candidate is read as; raise `errors.Unknown` for a stranger.

        `errors.Erased`, which is one of those, for somebody who was erased.
        """
        with self._database.connection() as connection:
            (row,) = connection.execute(
                "select ledger.root(%(w)s, %(c)s) as root, ledger.knows(%(w)s, %(c)s) as knows,"
                " ledger.erased_at(%(w)s, %(c)s) as erased_at",
                {"w": self._workspace, "c": candidate_id},
            ).fetchall()
        if row["erased_at"] is not None:
            raise erased(candidate_id, row["erased_at"])
        if not row["knows"]:
            raise errors.Unknown(f"No candidate has the id {candidate_id}.")
        return CandidateId(row["root"])

    def version(self, stream_id: UUID) -> int:
        """Return how many events the stream holds."""
        with self._database.connection() as connection:
            (row,) = connection.execute(
                "select coalesce(max(version), 0) as version from ledger.events"
                " where workspace_id = %s and stream_id = %s",
                (self._workspace, stream_id),
            ).fetchall()
        return int(row["version"])

    def rows(self, view: str, **key: Any) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a view that have these values, at most a hundred."""
        with self._database.connection() as connection:
            if view == "engagement":
                moment = Moment(connection, self._workspace)
                return moment.rows("engagement", timeline.TIMELINE, engagement=key["stream_id"])
            conditions = [
                sql.SQL("workspace_id = %(workspace)s"),
                *(
                    sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder(column))
                    for column in key
                ),
            ]
            statement = sql.SQL("select * from {} where {} limit {}").format(
                sql.Identifier(view), sql.SQL(" and ").join(conditions), sql.Literal(_ROWS_MAX)
            )
            return connection.execute(
                statement, {"workspace": self._workspace, **key}
            ).fetchall()

    def holders(self, handle_ids: Sequence[StreamId]) -> Mapping[StreamId, CandidateId]:
        """Return who holds each held handle: the id its earliest effective claim named."""
        with self._database.connection() as connection:
            return handles.holders(Moment(connection, self._workspace), handle_ids)

    def standing_in(self, conversations: Sequence[str]) -> Mapping[StreamId, CandidateId]:
        """Return the engagements of conversations that stand and are not called off."""
        with self._database.connection() as connection:
            return timeline.standing_in(Moment(connection, self._workspace), conversations)

    def id_of(self, *names: object) -> StreamId:
        """Return the id that follows from what these names stand for in this workspace."""
        return StreamId(id_of(self._workspace, *names))

    def column_meanings(self) -> Mapping[str, Mapping[str, str | None]]:
        """Return what the columns of tables were said to mean, by the tables' signatures."""
        with self._database.connection() as connection:
            return column_meanings.all_of(Moment(connection, self._workspace))

    def names(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, str]:
        """Return the name under which each of these candidates is known."""
        with self._database.connection() as connection:
            moment = Moment(connection, self._workspace)
            return profile.names(moment, candidates) if candidates else {}

    def shared(self, handle_ids: Sequence[StreamId]) -> Collection[StreamId]:
        """Return which of these handles were said to be several people's."""
        with self._database.connection() as connection:
            return handles.shared(Moment(connection, self._workspace), handle_ids)

    def has_erased(self) -> bool:
        """Say whether anybody was ever erased."""
        with self._database.connection() as connection:
            return erasures.is_any(Moment(connection, self._workspace))

    def has_suppressed(self) -> bool:
        """Say whether any handle of somebody erased may not come in: mostly, none."""
        if self._suppression_key is None or not self._suppression_key.is_there():
            return False
        with self._database.connection() as connection:
            return suppression.is_any(Moment(connection, self._workspace))

    def erased_on(
        self, handles: Sequence[tuple[HandleType, str]]
    ) -> Mapping[tuple[HandleType, str], date]:
        """Return when whoever had these handles was erased; the others are left out."""
        if self._suppression_key is None or not self._suppression_key.is_there():
            return {}
        asked = list(handles)
        hashes = self._suppression_key.hashes(
            [Compared(type_.value, key) for type_, key in asked]
        )
        with self._database.connection() as connection:
            found = suppression.erased_at(Moment(connection, self._workspace), hashes)
        return {
            handle: found[each].date()
            for handle, each in zip(asked, hashes, strict=True)
            if each in found
        }

    def suppression_hash(self, type_: HandleType, key: str) -> str:
        """Return what stands for a handle in the list of those that may not come in again."""
        if self._suppression_key is None:
            raise errors.SetupNeeded("No key of the suppression list is set.")
        (hashed,) = self._suppression_key.hashes([Compared(type_.value, key)])
        return hashed

    def look_alikes(self, newcomers: Sequence[Newcomer]) -> Sequence[Sequence[LookAlike]]:
        """Return for each of up to a thousand newcomers whom they resemble, best first."""
        look_alikes.renew_for_one(self._database, self._workspace)
        with self._database.connection() as connection:
            found = look_alikes.of_newcomers(Moment(connection, self._workspace), newcomers)
        return [[_look_alike(each) for each in alike] for alike in found]


def _look_alike(alike: look_alikes.Alike) -> LookAlike:
    words = tuple(each.words for each in alike.resemblance.evidence)
    return LookAlike(alike.candidate_id, alike.resemblance.score, words)
