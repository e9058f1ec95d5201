"""Asking a view: in which workspace, and as of when. The same text answers now and then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.words import CandidateId, Position, WorkspaceId
from projections import effective
from projections.view import View, filled

_PLACES = {
    "workspace": "%(workspace)s::uuid",
    "until": "%(until)s::bigint",
    "candidate": "%(person)s::uuid",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One workspace's views at one moment: now, or as of an earlier position."""

    connection: Connection[DictRow]
    workspace: WorkspaceId
    until: Position | None = None

    def rows(
        self, read: str, *views: View, person: CandidateId | None = None, **values: Any
    ) -> Sequence[DictRow]:
        """Answer the `-- read` of the first view, which may join the other views named.

        As of a position, each view is its own query over the history up to there, under the
        name of its table; `person` narrows that history to one candidate.
        """
        text = views[0].sections[read]
        if self.until is not None:
            # A read may begin with relations of its own; then ours come before them.
            rest = text.removeprefix("with ")
            joint = "\n" if rest == text else ",\n"
            text = f"with {', '.join(_as_of(view, person) for view in views)}{joint}{rest}"
        parameters = values | {
            "workspace": self.workspace,
            "until": self.until,
            "person": person,
        }
        # Planned for its values each time: a filter that is left out is a null, and the plan
        # that suits all values is a hundred times slower for some. The files are ours; psycopg
        # would have a literal string for every statement.
        answer = self.connection.execute(text, parameters, prepare=False)  # pyright: ignore[reportArgumentType, reportCallIssue]
        return answer.fetchall()

    def root(self, candidate: CandidateId) -> CandidateId:
        """Return whom a candidate is read as at this moment; old ids keep resolving."""
        if self.until is None:
            statement = "select ledger.root(%(workspace)s, %(candidate)s) as root_id"
        else:
            statement = (
                "select coalesce((select m.root_id"
                " from ledger.merged_until(%(workspace)s, %(until)s) m"
                " where m.candidate_id = %(candidate)s), %(candidate)s) as root_id"
            )
        values = {"workspace": self.workspace, "until": self.until, "candidate": candidate}
        (row,) = self.connection.execute(statement, values).fetchall()
        return CandidateId(row["root_id"])


def _as_of(view: View, person: CandidateId | None) -> str:
    is_about_one = person is not None and not view.is_shared
    scope = effective.PERSON if is_about_one else effective.EVERYTHING
    return f"{view.name} as materialized (\n{filled(view.rows(scope), **_PLACES)}\n)"
