"""Asking a view: in which workspace, as of when, and as if whom were merged, by one text."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import DictRow, tuple_row

from ledger.words import CandidateId, Position, WorkspaceId
from projections import effective
from projections.view import View, filled

_PLACES = {
    "workspace": "%(workspace)s::uuid",
    "until": "%(until)s::bigint",
    "candidate": "%(person)s::uuid",
    "primary": "%(primary)s::uuid",
    "duplicate": "%(duplicate)s::uuid",
}
# No ledger grows that far: what is worked out now is worked out from all there is.
_ALL = Position((1 << 63) - 1)
_ROWS_A_FETCH = 1_000


class Pair(NamedTuple):
    """Two who are not merged, both read as themselves, and would be read as the first."""

    primary: CandidateId
    duplicate: CandidateId


@dataclass(frozen=True, slots=True)
class Moment:
    """One workspace's views at one moment: now, or as of an earlier position."""

    connection: Connection[DictRow]
    workspace: WorkspaceId
    until: Position | None = None
    pair: Pair | None = None
    """Two who are read as one in this moment alone: a merge that is only looked at."""

    def as_if_merged(self, primary: CandidateId, duplicate: CandidateId) -> "Moment":
        """Return the moment in which these two are one; both must be read as themselves.

        Nothing is written, not even what would be taken back: the views are worked out over the
        same events, of one person more. Only what is asked of one candidate can be asked here.
        """
        return replace(self, pair=Pair(primary, duplicate))

    def rows(
        self, read: str, *views: View, person: CandidateId | None = None, **values: Any
    ) -> Sequence[DictRow]:
        """Answer the `-- read` of the first view, which may join the other views named.

        As of a position, each view is its own query over the history up to there, under the
        name of its table, and so is a view that is not stored; `person` narrows that history to
        one candidate.
        """
        # Planned for its values each time: a filter that is left out is a null, and the plan
        # that suits all values is a hundred times slower for some.
        text = self._over(views[0].sections[read], views, person)
        answer = self.connection.execute(text, self._values(values, person), prepare=False)  # pyright: ignore[reportArgumentType, reportCallIssue] - the files are ours
        return answer.fetchall()

    def copied(self, text: str, *views: View, **values: Any) -> Iterator[bytes]:
        """Yield the rows of a query over views as lines of CSV, a header first.

        The database writes them (RFC 4180; null is empty, an empty text is `""`), so that a
        million rows cost nothing here but their bytes.
        """
        query = f"copy (\n{self._over(text, views, None)}\n) to stdout (format csv, header)"
        with (
            self.connection.cursor() as cursor,
            cursor.copy(query, self._values(values, None)) as copying,  # pyright: ignore[reportArgumentType] - ours
        ):
            for piece in copying:
                yield bytes(piece)

    def streamed(
        self, text: str, *views: View, **values: Any
    ) -> Generator[tuple[Any, ...], None, None]:
        """Yield the rows of a query over views as they are asked for, however many there are.

        Several such queries may be under way at once, in a snapshot only.
        """
        name = f"streamed_{uuid4().hex}"
        with self.connection.cursor(name, row_factory=tuple_row) as cursor:
            cursor.itersize = _ROWS_A_FETCH
            cursor.execute(self._over(text, views, None), self._values(values, None))  # pyright: ignore[reportArgumentType, reportCallIssue] - ours
            yield from cursor

    def _over(self, text: str, views: Sequence[View], person: CandidateId | None) -> str:
        relations = [self._relation(view, person) for view in views if not self._stores(view)]
        if not relations:
            return text
        # A read may begin with relations of its own; then ours come before them.
        rest = text.removeprefix("with ")
        joint = "\n" if rest == text else ",\n"
        return f"with {', '.join(relations)}{joint}{rest}"

    def root(self, candidate: CandidateId) -> CandidateId:
        """Return whom a candidate is read as at this moment; old ids keep resolving."""
        text = (
            f"select coalesce((select m.root_id from ({self._merged()}) m"
            " where m.candidate_id = {candidate}), {candidate}) as root_id"
        )
        statement = filled(text, **_PLACES)
        (row,) = self.connection.execute(statement, self._values({}, candidate)).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue]
        return CandidateId(row["root_id"])

    def merged_into(self, candidate: CandidateId) -> list[UUID]:
        """Return the ids that are read as this candidate at this moment."""
        text = (
            f"select m.candidate_id from ({self._merged()}) m"
            " where m.root_id = {candidate} order by m.candidate_id"
        )
        statement = filled(text, **_PLACES)
        rows = self.connection.execute(statement, self._values({}, candidate)).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue]
        return [row["candidate_id"] for row in rows]

    def _stores(self, view: View) -> bool:
        return view.is_stored and self.until is None and self.pair is None

    def _relation(self, view: View, person: CandidateId | None) -> str:
        if view.is_shared:
            scope = effective.EVERYTHING
        elif self.pair is not None:
            assert person is not None
            scope = effective.PERSON_AS_IF
        else:
            scope = effective.EVERYTHING if person is None else effective.PERSON
        return f"{view.name} as materialized (\n{filled(view.rows(scope), **_PLACES)}\n)"

    def _merged(self) -> str:
        if self.pair is not None:
            return effective.MERGED_AS_IF
        return effective.MERGED_NOW if self.until is None else effective.MERGED_UNTIL

    def _values(self, values: dict[str, Any], person: CandidateId | None) -> dict[str, Any]:
        return values | {
            "workspace": self.workspace,
            "until": _ALL if self.until is None else self.until,
            "person": person,
            "primary": self.pair and self.pair.primary,
            "duplicate": self.pair and self.pair.duplicate,
        }
