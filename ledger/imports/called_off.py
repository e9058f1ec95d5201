"""Planning what was called off: dates of a series that its source does not tell any more."""

from collections.abc import Sequence

from ledger.events import EngagementCorrected
from ledger.imports.colleagues import Colleagues
from ledger.imports.matching import NO_STREAM, streams
from ledger.imports.plan import Ground, Outcome, Plan
from ledger.imports.records import WholeSeries
from ledger.imports.told_of_deeds import Said, said_of

_OFF = EngagementCorrected(changes={"is_cancelled": True})


class CalledOffPlanning:
    """Plans for the series of one batch what each of them has no more."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground = ground
        self._plan = plan

    def add(self, told: Sequence[WholeSeries]) -> None:
        """Plan that the dates these series have no more do not take place.

        A file that was brought in before says what was so then: it calls nothing off.
        """
        ground, plan = self._ground, self._plan
        if not told or ground.is_repeated:
            return
        series = {one.conversation_id: one for one in told}
        found = ground.known.standing_in(list(series))
        colleagues = Colleagues(ground.database, ground.workspace, ground.by, found)
        found = {each: whose for each, whose in found.items() if not colleagues.keep(each)}
        said = said_of(ground, list(found), plan.import_id)
        versions = streams(ground.database, ground.workspace, list(found), plan.import_id)
        for stream_id, candidate_id in found.items():
            before = said.get(stream_id)
            of = series.get(before.payload.get("conversation_id", "")) if before else None
            if before is None or of is None or not self._is_off(of, before):
                continue
            version = versions.get(stream_id, NO_STREAM).version
            plan.put(_OFF, stream_id, version, candidate_id)
            plan.outcomes.append(Outcome("engagements", "corrected", (of.place,), is_new=True))

    def _is_off(self, series: WholeSeries, said: Said) -> bool:
        told_at = self._plan.told_at
        return (
            said.payload.get("source") == self._plan.source
            and said.payload.get("external_id") not in series.external_ids
            and series.since <= said.occurred_at <= series.until
            and "is_cancelled" not in said.by_hand
            # An older file knows nothing of what came in after it was written.
            and (told_at is None or said.recorded_at <= told_at)
        )
