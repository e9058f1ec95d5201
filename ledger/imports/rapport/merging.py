"""Who of another ledger is somebody known here, and what its merges mean beside those of here.

A person of that ledger keeps their id and their whole history. Where somebody here holds one of
their handles, one more event reads the two as one, so that undoing it, or the import, leaves
both as they were.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from ledger.entries import Entry
from ledger.events import CandidatesMerged, HandleAdded
from ledger.imports.matching import NO_STREAM, streams
from ledger.imports.rapport.people import is_strong
from ledger.imports.rapport.standing_merges import StandingMerges
from ledger.imports.records import ForeignPerson
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import CandidateId, StreamId

_REASON = "The same person in both ledgers: they share an address, a number or a profile."


class SamePeople:
    """Who is read as whom, while the batches of one transfer are planned."""

    def __init__(self, ledger: Ledger, known: Known) -> None:
        self._ledger = ledger
        self._known = known
        self._foreign: set[CandidateId] = set()
        self._claims: defaultdict[CandidateId, set[StreamId]] = defaultdict(set)
        self.merges = StandingMerges(ledger.database, ledger.workspace)

    def meet(self, candidate: CandidateId) -> None:
        """Take note that somebody was first added in another ledger."""
        self._foreign.add(candidate)

    def hear(self, candidate: CandidateId, claim: HandleAdded) -> None:
        """Take note of somebody's handle."""
        type_ = claim.handle.type.value
        if not claim.is_shared and is_strong(type_, claim.key, claim.handle.value):
            self._claims[candidate].add(self._known.id_of("handle", type_, claim.key))

    def merged(self, told: CandidatesMerged) -> CandidatesMerged | None:
        """Return what a merge of the other ledger is here; nothing where it says nothing new.

        A duplicate whom this ledger knows stays the primary. Nobody is read as somebody who is
        read as them already: of a circle, nobody would be merged any more. And two people of
        this ledger are not made one because each was recognised in somebody of the other.
        """
        first, second = self._read_as(told)
        if second in self._foreign:
            is_circle = first == second == told.duplicate_candidate_id
            return None if is_circle else told
        if first == second:
            return None
        if first in self._foreign:
            first, second = second, first
        elif self._is_about_theirs(told):
            return None
        return CandidatesMerged(
            primary_candidate_id=first, duplicate_candidate_id=second, reason=told.reason
        )

    def is_new(self, told: CandidatesMerged) -> bool:
        """Say whether a merge names two who are read as two here."""
        first, second = self._read_as(told)
        return first != second

    def is_theirs(self, person: ForeignPerson) -> bool:
        """Say whether somebody is read as nobody whom this ledger knew."""
        return self.merges.root(CandidateId(UUID(bytes=person.candidate))) in self._foreign

    def _read_as(self, told: CandidatesMerged) -> tuple[CandidateId, CandidateId]:
        ids = told.primary_candidate_id, told.duplicate_candidate_id
        first, second = (self.merges.root(CandidateId(each)) for each in ids)
        return first, second

    def _is_about_theirs(self, told: CandidatesMerged) -> bool:
        return bool({told.primary_candidate_id, told.duplicate_candidate_id} & self._foreign)

    def others(
        self, candidates: Collection[CandidateId]
    ) -> Mapping[CandidateId, set[CandidateId]]:
        """Return under which ids each of these may have been told of here."""
        handle_ids = [each for one in candidates for each in self._claims.get(one, ())]
        holders = self._known.holders(handle_ids)
        named = {
            one: {
                one,
                *(holders[each] for each in self._claims.get(one, ()) if each in holders),
            }
            for one in candidates
        }
        return {
            one: ids.union(*(self.merges.members(self.merges.root(each)) for each in ids))
            for one, ids in named.items()
        }

    def recognised(
        self, people: Sequence[ForeignPerson], import_id: UUID | None
    ) -> Iterator[Entry]:
        """Yield the merges that read people of the other ledger as who they are here.

        Each of them once and for all: where it was undone, two they stay. Whoever takes one
        counts it before the next is asked for.
        """
        holders = self._holders(people)
        pairs = [
            (holders[person.candidate], CandidateId(UUID(bytes=person.candidate)))
            for person in people
            if person.candidate in holders
        ]
        ids = [self._known.id_of("same person", *pair) for pair in pairs]
        database, workspace = self._ledger.database, self._ledger.workspace
        standing = streams(database, workspace, ids, import_id)
        for merge_id, (holder, candidate) in zip(ids, pairs, strict=True):
            read_as = self.merges.root(candidate)
            is_decided = standing.get(merge_id, NO_STREAM).version or self.merges.has(merge_id)
            is_one = read_as == self.merges.root(holder)
            if is_decided or is_one or read_as not in self._foreign:
                continue
            merge = CandidatesMerged(
                primary_candidate_id=holder, duplicate_candidate_id=read_as, reason=_REASON
            )
            yield Entry(merge, merge_id, 1, holder, None, import_id, merge_id)

    def _holders(self, people: Sequence[ForeignPerson]) -> dict[bytes, CandidateId]:
        """Return who of this ledger holds the strongest handle of each that anybody holds."""
        ids = {
            person.candidate: [self._known.id_of("handle", *each) for each in person.handles]
            for person in people
        }
        held = self._known.holders([each for theirs in ids.values() for each in theirs])
        found: dict[bytes, CandidateId] = {}
        for candidate, theirs in ids.items():
            for handle_id in theirs:
                # Whom the other ledger knows as well, it keeps apart or merges itself.
                if handle_id in held and held[handle_id] not in self._foreign:
                    found.setdefault(candidate, held[handle_id])
        return found
