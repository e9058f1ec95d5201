"""Which merges stand, and so who is read as whom: those written, and the planned ones on top.

A plan is made while the one before it is being written, so that the database may or may not
hold that one yet. What is answered here is the same either way, and it is what the database
will say once all is written (`ledger.merged_until`).
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import tuple_row

from ledger.database import Database
from ledger.entries import Entry
from ledger.events import CandidatesMerged
from ledger.words import CandidateId, WorkspaceId


class _Word(NamedTuple):
    """What an event said of a merge: whom it reads as whom; nobody, where it undoes it."""

    stream: UUID
    version: int
    primary: UUID | None
    duplicate: UUID | None


class _Edge(NamedTuple):
    primary: CandidateId
    duplicate: CandidateId


_GONE = """
select array(select import_id from ledger.reverted_imports
             where workspace_id = %(workspace)s) as imports,
       (select max(position) from ledger.events
        where workspace_id = %(workspace)s and event_type = 'CandidateErased') as erased
"""

_SAID = """
select position, stream_id, version,
       (payload ->> 'primary_candidate_id')::uuid,
       (payload ->> 'duplicate_candidate_id')::uuid
from ledger.events
where workspace_id = %(workspace)s and position > %(after)s
  and event_type in ('CandidatesMerged', 'CandidatesUnmerged')
  and (import_id is null or import_id <> all(%(gone)s))
order by position
"""


class StandingMerges:
    """Read once, then only what is new, while the plans of one transfer are made."""

    def __init__(self, database: Database, workspace: WorkspaceId) -> None:
        self._database = database.of(workspace)
        self._workspace = workspace
        self._gone: tuple[frozenset[UUID], int | None] = frozenset(), None
        """The imports taken back, and where somebody was erased last: both take merges away."""
        self._assumed: list[list[_Word]] = []
        self._planned: list[_Word] = []
        self._clear()

    def _clear(self) -> None:
        self._after = 0
        self._versions: dict[UUID, int] = {}
        self._edges: dict[UUID, _Edge] = {}
        # Of each duplicate the merges that stand, the earliest first: that one counts.
        self._of: defaultdict[CandidateId, dict[UUID, CandidateId]] = defaultdict(dict)
        self._under: defaultdict[CandidateId, set[UUID]] = defaultdict(set)

    def begin(self, own: UUID | None, reinstated: Collection[UUID]) -> None:
        """Begin a plan: take in what others wrote, let go of a plan that came to nothing.

        What the import at work did counts, and so does what it is about to reinstate.
        """
        with self._database.connection() as connection:
            asked: dict[str, Any] = {"workspace": self._workspace}
            (row,) = connection.execute(_GONE, asked).fetchall()
            gone = frozenset(row["imports"]) - {own, *reinstated}, row["erased"]
            if self._planned or gone != self._gone:
                self._planned, self._gone = [], gone
                self._clear()
            asked |= {"after": self._after, "gone": list(gone[0])}
            with connection.cursor(row_factory=tuple_row) as said:
                said.execute(_SAID, asked)
                for position, *word in said:
                    self._after = position
                    self._hear(_Word(*word))
        for plan in self._assumed:
            for word in plan:
                self._hear(word)

    def plan(self, entry: Entry) -> None:
        """Count an entry of the plan at work that merges two, or takes a merge back."""
        event = entry.event
        is_merge = isinstance(event, CandidatesMerged)
        word = _Word(
            entry.stream_id,
            entry.version,
            event.primary_candidate_id if is_merge else None,
            event.duplicate_candidate_id if is_merge else None,
        )
        self._planned.append(word)
        self._hear(word)

    def assume(self) -> None:
        """Count the plan at work as written."""
        self._assumed.append(self._planned)
        self._planned = []

    def forget(self) -> None:
        """Count the plan that was assumed last no more."""
        self._assumed.pop()
        self._planned = []
        self._clear()

    def has(self, stream_id: UUID) -> bool:
        """Say whether anything was said of a merge."""
        return stream_id in self._versions

    def root(self, candidate: CandidateId) -> CandidateId:
        """Return whom somebody is read as.

        As in the views, nobody in a circle of merges, nor whoever leads into one, is read as
        another.
        """
        walked = [candidate]
        while (primary := self._next(walked[-1])) is not None:
            if primary in walked:
                return candidate
            walked.append(primary)
        return walked[-1]

    def members(self, root: CandidateId) -> set[CandidateId]:
        """Return all who are read as somebody who is read as themselves, that one included."""
        members = {root}
        if self._next(root) is not None:
            return members
        waiting = [root]
        while waiting:
            primary = waiting.pop()
            for stream in self._under.get(primary, ()):
                duplicate = self._edges[stream].duplicate
                if self._next(duplicate) == primary and duplicate not in members:
                    members.add(duplicate)
                    waiting.append(duplicate)
        return members

    def _next(self, candidate: CandidateId) -> CandidateId | None:
        return next(iter(self._of[candidate].values()), None) if candidate in self._of else None

    def _hear(self, word: _Word) -> None:
        if word.version <= self._versions.get(word.stream, 0):
            return
        self._versions[word.stream] = word.version
        if word.stream in self._edges:
            before = self._edges.pop(word.stream)
            del self._of[before.duplicate][word.stream]
            self._under[before.primary].discard(word.stream)
        # An erasure takes from a merge whom it merged.
        if word.primary is not None and word.duplicate is not None:
            edge = _Edge(CandidateId(word.primary), CandidateId(word.duplicate))
            self._edges[word.stream] = edge
            self._of[edge.duplicate][word.stream] = edge.primary
            self._under[edge.primary].add(word.stream)
