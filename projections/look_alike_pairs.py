"""All pairs of look-alikes, best first: kept as of a position, brought up to date when asked.

A pair is two ids and a score. The pairs of those whose keys changed are worked out again; where
that is most of the ledger, all of them are.
"""

from collections.abc import Collection, Iterable
from typing import Literal

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.database import Database
from ledger.likeness.blocking import keys_of, name_key
from ledger.likeness.resemblance import SHOWN_FROM, resemblance
from ledger.words import CandidateId, WorkspaceId
from projections import look_alike_keys
from projections.look_alike_blocks import namesakes, partners, sharing
from projections.look_alike_keys import FEW_MAX, FORM, Build
from projections.look_alike_people import People

_TOGETHER = 500

Freshness = Literal["never", "behind", "fresh"]


def renew(database: Database, workspace: WorkspaceId) -> None:
    """Bring keys and pairs up to date; where somebody else is at it, what there is stands.

    A minute for a hundred thousand candidates the first time, then as long as it takes for
    those about whom something new was said.
    """
    with database.of(workspace).connection() as connection:
        build = look_alike_keys.locked(connection, workspace)
        if build is None or build.pairs == look_alike_keys.head(connection, workspace):
            return
        people = People(connection, workspace)
        look_alike_keys.renew(connection, workspace, build, people)
        _Pairs(connection, workspace, people).renew(build)


def freshness(connection: Connection[DictRow], workspace: WorkspaceId) -> Freshness:
    """Say whether pairs were ever worked out, and whether something happened since."""
    rows = connection.execute(
        "select pairs_position from views.look_alike_builds"
        " where workspace_id = %s and pairs_form = %s and pairs_position > 0",
        (workspace, FORM),
    ).fetchall()
    head = look_alike_keys.head(connection, workspace)
    if not rows:
        return "never" if head else "fresh"
    return "fresh" if rows[0]["pairs_position"] == head else "behind"


def behind(connection: Connection[DictRow], workspace: WorkspaceId) -> int:
    """Return how many events came since pairs were worked out."""
    rows = connection.execute(
        "select pairs_position from views.look_alike_builds"
        " where workspace_id = %s and pairs_form = %s",
        (workspace, FORM),
    ).fetchall()
    since: int = rows[0]["pairs_position"] if rows else 0
    return look_alike_keys.head(connection, workspace) - since


def renew_keys(database: Database, workspace: WorkspaceId) -> None:
    """Bring the keys alone up to date, which finds the look-alikes of one."""
    with database.of(workspace).connection() as connection:
        build = look_alike_keys.locked(connection, workspace)
        if build is not None:
            people = People(connection, workspace)
            look_alike_keys.renew(connection, workspace, build, people)


class _Pairs:
    """The table of pairs, and whom it compares."""

    def __init__(
        self, connection: Connection[DictRow], workspace: WorkspaceId, people: People
    ) -> None:
        self._connection = connection
        self._workspace = workspace
        self._people = people

    def renew(self, build: Build) -> None:
        """Work out the pairs of those whose keys changed since."""
        rows = self._connection.execute(
            "select candidate_id from views.look_alike_keys"
            " where workspace_id = %s and since_position > %s",
            (self._workspace, build.pairs),
        ).fetchall()
        changed: list[CandidateId] = [row["candidate_id"] for row in rows]
        if build.pairs and len(changed) <= FEW_MAX:
            self._drop(changed)
            for start in range(0, len(changed), _TOGETHER):
                self._compare_some(changed[start : start + _TOGETHER])
        else:
            self._compare_all()
        self._connection.execute(
            "update views.look_alike_builds"
            " set pairs_position = keys_position, pairs_form = %s where workspace_id = %s",
            (FORM, self._workspace),
        )

    def _drop(self, changed: Collection[CandidateId]) -> None:
        """Take out the pairs of those who changed; of those who are gone there are none."""
        self._connection.execute(
            "delete from views.look_alikes where workspace_id = %(workspace)s"
            " and (one_id = any(%(changed)s) or other_id = any(%(changed)s))",
            {"workspace": self._workspace, "changed": list(changed)},
        )

    def _compare_some(self, chosen: list[CandidateId]) -> None:
        known = self._people.of(chosen)
        asking = list(known)
        found = sharing(
            self._connection, self._workspace, [keys_of(known[each]) for each in asking]
        )
        pairs = {
            (min(one, other), max(one, other))
            for one, others in zip(asking, found, strict=True)
            for other in others
            if one != other
        }
        self._write(pairs)

    def _compare_all(self) -> None:
        self._connection.execute(
            "delete from views.look_alikes where workspace_id = %s", (self._workspace,)
        )
        self._connection.execute("set local work_mem = '64MB'")
        for batch in partners(self._connection, self._workspace):
            self._write([(one, other) for one, others in batch for other in others])

    def _write(self, pairs: Collection[tuple[CandidateId, CandidateId]]) -> None:
        """Score pairs and keep those that are worth showing; one kept already stays."""
        together = {each for pair in pairs for each in pair}
        known = self._people.of(together)
        names = {each: name_key(known[each].name) for each in known}
        bearers = namesakes(self._connection, self._workspace, set(names.values()))
        scored: list[tuple[CandidateId, CandidateId, int]] = []
        for one, other in pairs:
            if one in known and other in known:
                namesake_count = max(bearers.get(names[each] or 0, 0) for each in (one, other))
                found = resemblance(known[one], known[other], namesakes=namesake_count)
                if found.score >= SHOWN_FROM:
                    scored.append((one, other, found.score))
        self._insert(scored)

    def _insert(self, scored: Iterable[tuple[CandidateId, CandidateId, int]]) -> None:
        rows = list(scored)
        self._connection.execute(
            "insert into views.look_alikes (workspace_id, one_id, other_id, score)"
            " select %s, * from unnest(%s::uuid[], %s::uuid[], %s::int[])"
            " on conflict (workspace_id, one_id, other_id) do nothing",
            (
                self._workspace,
                [one for one, _, _ in rows],
                [other for _, other, _ in rows],
                [score for _, _, score in rows],
            ),
        )
