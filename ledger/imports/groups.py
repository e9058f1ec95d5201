"""Planning where people stand: in which pools, and how far with which application."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from ledger.events import (
    ApplicationClosed,
    ApplicationMoved,
    ApplicationOpened,
    CandidateJoinedPool,
    PoolCreated,
)
from ledger.imports.matching import NO_STREAM, Stream, streams
from ledger.imports.named_otherwise import Unfound, found_otherwise
from ledger.imports.plan import Ground, Met, Outcome, Plan
from ledger.imports.records import Application, Membership, Skipped
from ledger.tags import key_of
from ledger.words import CandidateId, StreamId

_STAGES = """
select distinct on (e.stream_id) e.stream_id, e.payload ->> 'stage' as stage
from ledger.events e
where e.workspace_id = %(workspace)s and e.stream_id = any(%(streams)s)
  and e.event_type in ('ApplicationOpened', 'ApplicationMoved') and e.import_id is not null
order by e.stream_id, e.position desc
"""


class GroupsPlanning:
    """Plans the memberships and applications of one batch, once its people are planned."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground = ground
        self._plan = plan
        self._met: Mapping[str, Met] = ChainMap(plan.met, ground.met)
        self._pools: dict[str, StreamId] = {}

    def join(self, told: Sequence[Membership]) -> None:
        """Plan these memberships; a pool that is not there yet is opened."""
        ground, plan = self._ground, self._plan
        known = [one for one in told if self._is_met(one)]
        if not known:
            return
        for one in known:
            self._pool_named(one.pool)
        theirs = [(one, self._pools[key_of(one.pool)], self._who(one)) for one in known]
        ids = [ground.known.id_of("membership", pool, who) for _, pool, who in theirs]
        standing = streams(ground.database, ground.workspace, ids, plan.import_id)
        for (one, pool_id, who), stream_id in zip(theirs, ids, strict=True):
            stream = standing.get(stream_id, NO_STREAM)
            is_known = stream.is_effective or ground.is_planned(stream_id, plan)
            if not is_known:
                plan.recorded.add(stream_id)
                joined = CandidateJoinedPool(pool_id=pool_id)
                plan.put(joined, stream_id, stream.version, who)
            word = "known" if is_known else "new"
            plan.outcomes.append(Outcome("memberships", word, (one.place,), not is_known))

    def apply(self, told: Sequence[Application]) -> None:
        """Plan these applications: opened, moved on, or ended since the source told last."""
        ground, plan = self._ground, self._plan
        known = [one for one in told if self._is_met(one)]
        if not known:
            return
        ids = [self._application_id(one) for one in known]
        standing = streams(ground.database, ground.workspace, ids, plan.import_id)
        again = found_otherwise(ground, plan, self._unfound(known, ids, standing))
        for at, (stream_id, stream) in again.items():
            ids[at], standing[stream_id] = stream_id, stream
        stages = self._stages(list(standing))
        for one, stream_id in zip(known, ids, strict=True):
            before = len(plan.entries)
            stream = standing.get(stream_id, NO_STREAM)
            is_new = not (stream.is_effective or ground.is_planned(stream_id, plan))
            if is_new:
                self._open(one, stream_id, stream.version)
            elif not ground.is_repeated and stream_id in stages:
                self._move(one, stream_id, stream.version, stages[stream_id])
            is_changed = len(plan.entries) > before
            word = "new" if is_new else "changed" if is_changed else "known"
            plan.outcomes.append(Outcome("applications", word, (one.place,), is_changed))

    def _unfound(
        self,
        applications: Sequence[Application],
        ids: Sequence[StreamId],
        standing: Mapping[UUID, Stream],
    ) -> list[Unfound]:
        """Return the applications that could be there under another handle of their person."""
        return [
            Unfound(
                at, self._met[self._plan.key(one.person)], partial(self._application_id, one)
            )
            for at, (one, stream_id) in enumerate(zip(applications, ids, strict=True))
            if one.external_id is None
            and not standing.get(stream_id, NO_STREAM).is_effective
            and not self._ground.is_planned(stream_id, self._plan)
        ]

    def _open(self, one: Application, stream_id: StreamId, standing: int) -> None:
        plan, who = self._plan, self._who(one)
        plan.recorded.add(stream_id)
        opened = ApplicationOpened(
            opportunity=one.opportunity, stage=one.stage, source=plan.source
        )
        plan.put(opened, stream_id, standing, who, one.applied_at or plan.told_at)
        self._close(one, stream_id, standing)

    def _move(self, one: Application, stream_id: StreamId, standing: int, stage: str) -> None:
        rows = self._ground.known.rows("applications", stream_id=stream_id)
        if not rows or rows[0]["status"] != "active":
            # Ended here, by hand or by the source: what is over does not move.
            return
        if one.stage != stage:
            moved = ApplicationMoved(stage=one.stage)
            self._plan.put(moved, stream_id, standing, self._who(one), self._plan.told_at)
        self._close(one, stream_id, standing)

    def _close(self, one: Application, stream_id: StreamId, standing: int) -> None:
        if one.outcome is not None:
            closed = ApplicationClosed(
                outcome=one.outcome, rejection_reason=one.rejection_reason
            )
            self._plan.put(
                closed, stream_id, standing, self._who(one), one.closed_at or self._plan.told_at
            )

    def _application_id(self, one: Application, strongest: str = "") -> StreamId:
        """Return the id of an application; under another handle than theirs now, if said."""
        name = one.external_id
        if name is None:
            handle = strongest or self._met[self._plan.key(one.person)].strongest
            name = f"{handle} {key_of(one.opportunity)}"
        return self._ground.known.id_of("application", self._plan.source, name)

    def _pool_named(self, name: str) -> None:
        """Find the pool of this name, or plan to open it."""
        key = key_of(name)
        if key in self._pools:
            return
        ground, plan = self._ground, self._plan
        for row in ground.known.rows("pools", name=name, is_archived=False):
            self._pools[key] = row["stream_id"]
            return
        pool_id = self._pools[key] = ground.known.id_of("pool", key)
        if not ground.is_planned(pool_id, plan):
            plan.recorded.add(pool_id)
            version = ground.known.version(pool_id)
            plan.put(PoolCreated(name=name), pool_id, version, None)

    def _is_met(self, one: Membership | Application) -> bool:
        if self._plan.key(one.person) in self._met:
            return True
        why = self._ground.why_unmet(self._plan.key(one.person), self._plan)
        self._plan.unmet.append(Skipped(one.place, why))
        return False

    def _who(self, one: Membership | Application) -> CandidateId:
        return self._met[self._plan.key(one.person)].candidate_id

    def _stages(self, stream_ids: Sequence[UUID]) -> dict[Any, str]:
        if not stream_ids:
            return {}
        asked = {"workspace": self._ground.workspace, "streams": list(stream_ids)}
        with self._ground.database.connection() as connection:
            rows = connection.execute(_STAGES, asked).fetchall()
        return {row["stream_id"]: row["stage"] for row in rows}
