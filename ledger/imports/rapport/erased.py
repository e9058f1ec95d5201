"""Who of another ledger was erased here, under an id or by a handle of theirs?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from ledger.database import Database
from ledger.events import (
    CandidatesMerged,
    CandidatesUnmerged,
    EngagementRecorded,
    HandleAdded,
)
from ledger.imports.erased import Absent
from ledger.imports.rapport.people import is_strong
from ledger.imports.records import ForeignEvent
from ledger.known import Known
from ledger.words import HandleType, WorkspaceId

_ERASED = """
select candidate_id, erased_at from erasures
where workspace_id = %s and candidate_id = any(%s)
"""


class _Merge(NamedTuple):
    primary: bytes
    duplicate: bytes


class Erased:
    """Hears all events of a file first, since somebody's address may stand at its end."""

    def __init__(self, database: Database, workspace: WorkspaceId, known: Known) -> None:
        self._database = database.of(workspace)
        self._workspace = workspace
        self._known = known
        self._days: dict[bytes, date] = {}

    def look_ahead(self, events: Iterable[ForeignEvent]) -> None:
        """Find those who were erased here, and with them whom they are read as there."""
        candidates: set[bytes] = set()
        holders: defaultdict[tuple[HandleType, str], set[bytes]] = defaultdict(set)
        merges: dict[bytes, _Merge] = {}
        for event in events:
            if event.candidate is not None:
                candidates.add(event.candidate)
            if event.event_type == HandleAdded.__name__ and event.candidate is not None:
                for handle in _handle(event):
                    holders[handle].add(event.candidate)
            elif event.event_type == CandidatesMerged.__name__:
                told = orjson.loads(event.payload)
                ids = told["primary_candidate_id"], told["duplicate_candidate_id"]
                merges[event.stream] = _Merge(*(UUID(each).bytes for each in ids))
            elif event.event_type == CandidatesUnmerged.__name__:
                merges.pop(event.stream, None)
        self._days = self._by_id(candidates)
        for handle, day in self._known.erased_on(list(holders)).items():
            for candidate in holders[handle]:
                self._days.setdefault(candidate, day)
        self._spread(list(merges.values()))

    def add(self, candidate: UUID, day: date) -> None:
        """Count somebody who was erased since."""
        self._days.setdefault(candidate.bytes, day)

    def day(self, *candidates: bytes | None) -> date | None:
        """Return when one of these was erased here, if one was."""
        return next((self._days[each] for each in candidates if each in self._days), None)

    def day_of(self, event: ForeignEvent) -> date | None:
        """Return when somebody was erased of whom an event tells, in its payload as well."""
        if not self._days:
            return None
        named: list[bytes | None] = [event.candidate]
        if event.event_type in _OF_TWO:
            told: dict[str, Any] = orjson.loads(event.payload)
            named += [UUID(told[name]).bytes for name in _NAMES if name in told]
        return self.day(*named)

    def _by_id(self, candidates: set[bytes]) -> dict[bytes, date]:
        ids = [UUID(bytes=each) for each in candidates]
        with self._database.connection() as connection:
            rows = connection.execute(_ERASED, (self._workspace, ids)).fetchall()
        return {row["candidate_id"].bytes: row["erased_at"].date() for row in rows}

    def _spread(self, merges: list[_Merge]) -> None:
        """Count those who are read as one with somebody erased as erased, too."""
        is_settled = not self._days
        while not is_settled:
            before = len(self._days)
            for merge in merges:
                day = self.day(*merge)
                if day is not None:
                    for each in merge:
                        self._days.setdefault(each, day)
            is_settled = len(self._days) == before


_NAMES = ("primary_candidate_id", "duplicate_candidate_id", "other_candidate_id")
_OF_TWO = {"CandidatesMerged", "CandidatesKeptApart", "LookAlikesPutOff"}


def without_erased(event: EngagementRecorded, known: Known) -> EngagementRecorded:
    """Return an engagement without those who took part and were erased here."""
    there = event.participants or ()
    left = Absent(known, [there], known.region).left(there)
    return event.model_copy(update={"participants": left or None})


def _handle(event: ForeignEvent) -> list[tuple[HandleType, str]]:
    told: dict[str, Any] = orjson.loads(event.payload)
    type_, key, value = told["handle"]["type"], told["key"], told["handle"]["value"]
    if told.get("is_shared") or not is_strong(type_, key, value):
        return []
    return [(HandleType(type_), key)]
