"""Asking a view: in which workspace, as of when, and as if whom were merged, by one text."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import DictRow, tuple_row

from ledger.words import CandidateId, Position, WorkspaceId
from projections import effective, standing
from projections.ahead import MERGED_INTO, OF_MERGES, ROOT, Asked, answers
from projections.past import Past
from projections.view import PLACES, View, after, filled
from projections.viewer import EVERYTHING, Viewer

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
    past: Past | None = None
    """Where whole views of earlier moments are kept; without it each read works them out."""
    pair: Pair | None = None
    """Two who are read as one in this moment alone: a merge that is only looked at."""
    viewer: Viewer = EVERYTHING
    """Who reads: what others keep private is in no answer, whichever view holds it."""
    head: Position | None = None
    """Where the ledger ended when the snapshot was taken, where that is known."""
    _stood: dict[tuple[CandidateId, ...], Mapping[str, Sequence[UUID]]] = field(
        default_factory=dict[tuple[CandidateId, ...], Mapping[str, Sequence[UUID]]],
        init=False,
        repr=False,
        compare=False,
    )
    _at_hand: list[tuple[Asked, Sequence[DictRow]]] = field(
        default_factory=list[tuple[Asked, Sequence[DictRow]]],
        init=False,
        repr=False,
        compare=False,
    )

    def as_if_merged(self, primary: CandidateId, duplicate: CandidateId) -> "Moment":
        """Return the moment in which these two are one; both must be read as themselves.

        Nothing is written, not even what would be taken back: the views are worked out over the
        same events, of one person more. Only what is asked of one candidate can be asked here.
        """
        return replace(self, pair=Pair(primary, duplicate))

    def rows(
        self,
        read: str,
        *views: View,
        people: Sequence[CandidateId] | None = None,
        **values: Any,
    ) -> Sequence[DictRow]:
        """Answer the `-- read` of the first view, which may join the other views named.

        As of a position, each view is its own query over the history up to there, under the
        name of its table, and so is a view that is not stored; `people` narrows that history to
        some candidates.
        """
        if people is not None and self._at_hand:
            for rows in self._told_ahead(Asked(read, views, list(people), values)):
                return rows
        text = views[0].sections[read]
        told = self._values(values, people)
        if self.until is not None and people is None and self.past is not None:
            closed = [self._closed(view, f"pg_temp.{view.name}") for view in views]
            text = after(list(filter(None, closed)), text)
            return self.past.rows(self.workspace, self.until, text, views, told)
        is_worked_out = not all(self._stores(view) for view in views)
        if is_worked_out and people is not None:
            told |= self.standing(people)
        # Planned for its values each time: a filter that is left out is a null, and the plan
        # that suits all values is a hundred times slower for some. Only where the history of a
        # few people is worked out first, planning is most of the work and each plan alike.
        prepare = None if is_worked_out and people is not None else False
        # The files are ours; psycopg would have a literal string for every statement.
        answer = self.connection.execute(  # pyright: ignore[reportCallIssue]
            self._over(text, views, people),  # pyright: ignore[reportArgumentType]
            told,
            prepare=prepare,
        )
        return answer.fetchall()

    def now(self) -> datetime:
        """Return the instant of the moment: of an earlier one, when its last event came."""
        if self.until is None:
            return datetime.now(UTC)
        rows = self.connection.execute(
            "select recorded_at from ledger.events where workspace_id = %s and position = %s",
            (self.workspace, self.until),
        ).fetchall()
        return rows[0]["recorded_at"] if rows else datetime.now(UTC)

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

    def _over(
        self, text: str, views: Sequence[View], people: Sequence[CandidateId] | None
    ) -> str:
        relations = [
            self._closed(view, f"views.{view.name}")
            if self._stores(view)
            else self._relation(view, people)
            for view in views
        ]
        return after(list(filter(None, relations)), text)

    def root(self, candidate: CandidateId) -> CandidateId:
        """Return whom a candidate is read as at this moment; old ids keep resolving."""
        (row,) = self._of_merges(ROOT, candidate)
        return CandidateId(row["root_id"])

    def merged_into(self, candidate: CandidateId) -> list[UUID]:
        """Return the ids that are read as this candidate at this moment."""
        return [row["candidate_id"] for row in self._of_merges(MERGED_INTO, candidate)]

    def _of_merges(self, text: str, candidate: CandidateId) -> Sequence[DictRow]:
        for rows in self._told_ahead(Asked(text, (), [candidate])):
            return rows
        statement, values = self._merges(text, candidate)
        return self.connection.execute(statement, values).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue] - ours

    def _merges(self, text: str, candidate: CandidateId) -> tuple[str, dict[str, Any]]:
        statement = filled(text.replace("{merged}", self._merged()), **PLACES)
        return statement, self._values({"candidate": candidate}, None)

    def ahead(self, *asked: Asked, whom: CandidateId | None = None) -> None:
        """Ask these reads about some people at once, and of somebody as whom they are read.

        When `rows`, `root` and `merged_into` are asked for the same, the answers are at hand.
        """
        merges = [] if whom is None else [Asked(text, (), [whom]) for text in OF_MERGES]
        statements = [self._merges(each.read, each.people[0]) for each in merges]
        for each in asked:
            values = self._values(dict(each.values), each.people)
            if not all(self._stores(view) for view in each.views):
                values |= self.standing(each.people)
            text = each.views[0].sections[each.read]
            statements.append((self._over(text, each.views, each.people), values))
        told = answers(self.connection, statements)
        self._at_hand.extend(zip((*merges, *asked), told, strict=True))

    def _told_ahead(self, asked: Asked) -> Iterator[Sequence[DictRow]]:
        return (rows for known, rows in self._at_hand if known == asked)

    def standing(self, people: Sequence[CandidateId]) -> Mapping[str, Sequence[UUID]]:
        """Return what holds of some people at this moment, as `standing.STANDING` names it."""
        asked = tuple(people)
        if asked not in self._stood:
            text = standing.STANDING.replace("{merged}", self._merged())
            values = self._values({}, people)
            (row,) = self.connection.execute(filled(text, **PLACES), values).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue]
            self._stood[asked] = row
        return self._stood[asked]

    def _stores(self, view: View) -> bool:
        return view.is_stored and self.until is None and self.pair is None

    def _relation(self, view: View, people: Sequence[CandidateId] | None) -> str:
        if view.is_about_nobody:
            scope = effective.SHARED
        elif view.is_shared:
            scope = effective.EVERYTHING
        elif self.pair is not None:
            # Nobody looks at a merge that was not made but at the two it would join.
            assert people is not None
            scope = effective.PEOPLE
        else:
            scope = effective.EVERYTHING if people is None else effective.PEOPLE
        query = filled(view.rows(scope), **PLACES)
        if self._is_closed(view):
            query = view.readable(f"(\n{query}\n)", is_then=self.until is not None)
        return f"{view.name} as materialized (\n{query}\n)"

    def _closed(self, view: View, table: str) -> str:
        """Return what stands in for a table of which not all is the viewer's to read.

        It takes the table's name, so that no read can forget to ask; the planner sees through.
        """
        if not self._is_closed(view):
            return ""
        query = view.readable(table, is_then=self.until is not None)
        return f"{view.name} as not materialized (\n{query}\n)"

    def _is_closed(self, view: View) -> bool:
        return self.viewer.own is not None and view.closes(is_then=self.until is not None)

    def _merged(self) -> str:
        if self.pair is not None:
            return standing.MERGED_AS_IF
        return standing.MERGED_NOW if self.until is None else standing.MERGED_UNTIL

    def _values(
        self, values: dict[str, Any], people: Sequence[CandidateId] | None
    ) -> dict[str, Any]:
        # A read of copies names the people it is about itself.
        told = {"people": None if people is None else list(people)} | values
        return told | {
            "workspace": self.workspace,
            "until": _ALL if self.until is None else self.until,
            "own": self.viewer.ids(),
            "primary": self.pair and self.pair.primary,
            "duplicate": self.pair and self.pair.duplicate,
        }
