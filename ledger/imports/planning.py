"""From a batch of neutral records to the entries that say what is new in them."""

from typing import TypeVar
from uuid import UUID

from ledger.imports.bringer import Bringer
from ledger.imports.called_off import CalledOffPlanning
from ledger.imports.collector import held_back
from ledger.imports.deeds import DeedsPlanning
from ledger.imports.groups import GroupsPlanning
from ledger.imports.people import PeoplePlanning
from ledger.imports.plan import Ground, Plan
from ledger.imports.reading import Batch
from ledger.imports.records import (
    Application,
    Engagement,
    Membership,
    Person,
    WholeSeries,
)
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import CandidateId

_Kind = TypeVar("_Kind")


class Planner:
    """Plans one import, batch by batch, each on top of those it was told to assume."""

    def __init__(
        self,
        ledger: Ledger,
        known: Known,
        by: Bringer,
        region: str | None,
        *,
        is_repeated: bool,
    ) -> None:
        self._ground = Ground(
            ledger.database, ledger.workspace, known, by, region, is_repeated=is_repeated
        )

    def plan(self, batch: Batch, import_id: UUID | None) -> Plan:
        """Return what is new in these records."""
        plan = Plan(import_id, batch.source, batch.told_at)
        with held_back():
            PeoplePlanning(self._ground, plan).add(_all(batch, Person))
            DeedsPlanning(self._ground, plan).add(_all(batch, Engagement))
            CalledOffPlanning(self._ground, plan).add(_all(batch, WholeSeries))
            groups = GroupsPlanning(self._ground, plan)
            groups.join(_all(batch, Membership))
            groups.apply(_all(batch, Application))
        return plan

    def assume(self, plan: Plan) -> None:
        """Build later plans on this one, as if it were written already."""
        self._ground.assume(plan)

    def forget(self, plan: Plan) -> None:
        """Build on this plan no more: somebody else was first, and it must be made anew."""
        self._ground.forget(plan)

    def bury(self, candidate_id: CandidateId, why: str) -> None:
        """Tell nothing more of somebody who was erased while the import was at work."""
        self._ground.bury(candidate_id, why)


def _all(batch: Batch, kind: type[_Kind]) -> list[_Kind]:
    return [record for record in batch.records if isinstance(record, kind)]
