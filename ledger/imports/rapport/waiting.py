"""What of another ledger can be decided only once all else of it is written?

A merge that said nothing new, or would have read two people of this ledger as one, may do
otherwise by then; and only then does it show who is whom in either ledger. Decided any earlier,
it would come when the same file is brought in a second time.
"""

from collections.abc import Iterator, Sequence

from ledger.imports.rapport.merging import SamePeople
from ledger.imports.rapport.plan import TransferPlan
from ledger.imports.records import ForeignEvent, ForeignPerson, Record

# What is asked about and written at once.
_TOGETHER = 5_000


class Waiting:
    """Keeps what waits, while the batches of one transfer are planned."""

    def __init__(self, people: SamePeople) -> None:
        self._people = people
        self._to_merge: dict[bytes, ForeignEvent] = {}
        self._to_recognise: list[ForeignPerson] = []
        self._recognised_count = 0

    def assume(self, plan: TransferPlan) -> None:
        """Keep what waits of a plan."""
        self._to_merge |= {merge.stream: merge for merge in plan.merges}
        self._to_recognise += plan.people
        self._recognised_count += plan.recognised_count

    def forget(self, plan: TransferPlan) -> None:
        """Keep nothing of the plan that was assumed last."""
        for merge in plan.merges:
            self._to_merge.pop(merge.stream, None)
        if plan.people:
            del self._to_recognise[-len(plan.people) :]

    def rest(self) -> Iterator[Sequence[Record]]:
        """Yield what waits: to be planned in turn, each when all before it is written.

        Whoever is recognised may lose a handle that was taken off them in the other ledger, so
        that it names somebody else from then on: the rest are asked about again until nobody
        more is recognised.
        """
        if self._to_merge:
            yield tuple(self._to_merge.values())
        waiting, is_settled = self._to_recognise, False
        while not is_settled:
            before = self._recognised_count
            for first in range(0, len(waiting), _TOGETHER):
                yield waiting[first : first + _TOGETHER]
            waiting = [person for person in waiting if self._people.is_theirs(person)]
            is_settled = self._recognised_count == before
