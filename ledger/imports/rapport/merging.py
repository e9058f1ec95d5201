"""Who of another ledger is somebody known here, and what its merges mean beside those of here.

A person of that ledger keeps their id and their whole history. Where somebody here holds one of
their handles, one more event reads the two as one, so that undoing it, or the import, leaves
both as they were.
"""

from collections import ChainMap, defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from ledger.events import CandidatesMerged, HandleAdded
from ledger.imports.matching import NO_STREAM, streams
from ledger.imports.rapport.people import is_strong
from ledger.imports.rapport.plan import TransferPlan
from ledger.imports.rapport.standing import members_of, roots_of
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
        self._edges: dict[CandidateId, CandidateId] = {}
        self._roots: dict[CandidateId, CandidateId] = {}
        self._duplicates: dict[StreamId, CandidateId] = {}

    def meet(self, candidate: CandidateId) -> None:
        """Take note that somebody was first added in another ledger."""
        self._foreign.add(candidate)

    def hear(self, candidate: CandidateId, claim: HandleAdded) -> None:
        """Take note of somebody's handle."""
        type_ = claim.handle.type.value
        if not claim.is_shared and is_strong(type_, claim.key, claim.handle.value):
            self._claims[candidate].add(self._known.id_of("handle", type_, claim.key))

    def look_up(self, candidates: Collection[CandidateId]) -> None:
        """Ask anew, and in one question, whom these are read as."""
        self._roots = self._asked(candidates)

    def assume(self, plan: TransferPlan) -> None:
        """Read as one whom a plan merges."""
        self._edges |= plan.edges

    def forget(self, plan: TransferPlan) -> None:
        """Read nobody as one because of this plan."""
        for duplicate in plan.edges:
            self._edges.pop(duplicate, None)

    def root(self, candidate: CandidateId, plan: TransferPlan) -> CandidateId:
        """Return whom somebody is read as once everything planned so far is written.

        As in the views, nobody in a circle of merges is read as another.
        """
        walked = [candidate]
        while (root := self._next(walked[-1], plan)) != walked[-1]:
            if root in walked:
                return candidate
            walked.append(root)
        return root

    def unmerged(self, stream_id: StreamId, plan: TransferPlan) -> None:
        """Read two as two again whom a merge of the same ledger had made one."""
        if stream_id in self._duplicates:
            duplicate = self._duplicates[stream_id]
            plan.edges[duplicate] = duplicate

    def merged(
        self, told: CandidatesMerged, stream_id: StreamId, plan: TransferPlan
    ) -> CandidatesMerged | None:
        """Return what a merge of the other ledger is here; nothing where it says nothing new.

        A duplicate whom this ledger knows stays the primary. Two people of this ledger are not
        made one because each was recognised in somebody of the other: `plan` has nothing of it.
        """
        primary = CandidateId(told.primary_candidate_id)
        duplicate = CandidateId(told.duplicate_candidate_id)
        read_as = self.root(primary, plan), self.root(duplicate, plan)
        if read_as[1] in self._foreign:
            self._merge(duplicate, primary, stream_id, plan)
            return told
        if read_as[0] == read_as[1]:
            return None
        first, second = read_as
        if first in self._foreign:
            first, second = second, first
        elif self.is_about_both(told):
            return None
        self._merge(second, first, stream_id, plan)
        return CandidatesMerged(
            primary_candidate_id=first, duplicate_candidate_id=second, reason=told.reason
        )

    def is_about_both(self, told: CandidatesMerged) -> bool:
        """Say whether a merge names somebody of the other ledger."""
        return bool({told.primary_candidate_id, told.duplicate_candidate_id} & self._foreign)

    def others(
        self, candidates: Collection[CandidateId], plan: TransferPlan
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
        roots = {one: {self.root(each, plan) for each in ids} for one, ids in named.items()}
        database, workspace = self._ledger.database, self._ledger.workspace
        members = members_of(
            database, workspace, {each for ids in roots.values() for each in ids}
        )
        return {
            one: named[one].union(*(members[root] for root in ids))
            for one, ids in roots.items()
        }

    def recognised(
        self, people: Sequence[ForeignPerson], plan: TransferPlan
    ) -> list[tuple[StreamId, CandidatesMerged]]:
        """Return the merges that read people of the other ledger as who they are here.

        Each of them once and for all: where it was undone, two they stay.
        """
        holders = self._holders(people)
        pairs = [
            (holders[person.candidate], CandidateId(UUID(bytes=person.candidate)))
            for person in people
            if person.candidate in holders
        ]
        self.look_up({each for pair in pairs for each in pair})
        ids = [self._known.id_of("same person", *pair) for pair in pairs]
        database, workspace = self._ledger.database, self._ledger.workspace
        standing = streams(database, workspace, ids, plan.import_id)
        found: list[tuple[StreamId, CandidatesMerged]] = []
        for merge_id, (holder, candidate) in zip(ids, pairs, strict=True):
            read_as = self.root(candidate, plan)
            is_decided = standing.get(merge_id, NO_STREAM).version > 0
            if is_decided or read_as not in self._foreign or read_as == self.root(holder, plan):
                continue
            self._merge(read_as, holder, merge_id, plan)
            merge = CandidatesMerged(
                primary_candidate_id=holder, duplicate_candidate_id=read_as, reason=_REASON
            )
            found.append((merge_id, merge))
        return found

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

    def _merge(
        self,
        duplicate: CandidateId,
        primary: CandidateId,
        stream_id: StreamId,
        plan: TransferPlan,
    ) -> None:
        self._duplicates[stream_id] = duplicate
        # The earliest merge of a duplicate counts.
        if self._next(duplicate, plan) == duplicate:
            plan.edges[duplicate] = primary

    def _next(self, candidate: CandidateId, plan: TransferPlan) -> CandidateId:
        edges = ChainMap(plan.edges, self._edges)
        if candidate in edges:
            return edges[candidate]
        if candidate not in self._roots:
            self._roots |= self._asked([candidate])
        return self._roots[candidate]

    def _asked(self, candidates: Collection[CandidateId]) -> dict[CandidateId, CandidateId]:
        return roots_of(self._ledger.database, self._ledger.workspace, candidates)
