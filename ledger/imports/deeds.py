"""Planning what people did: engagements new, known, or told otherwise than before."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from ledger.canonical import canonical
from ledger.events import EngagementCorrected, EngagementRecorded
from ledger.ids import id_of, id_of_moment
from ledger.imports.colleagues import Colleagues
from ledger.imports.erased import Absent
from ledger.imports.matching import NO_STREAM, Stream, streams
from ledger.imports.named_otherwise import Unfound, found_otherwise
from ledger.imports.plan import Ground, Met, Outcome, Plan
from ledger.imports.records import Engagement, Skipped
from ledger.imports.told_of_deeds import Said, said_of
from ledger.words import HandleType, StreamId

# LinkedIn calls a connection by the day and the name, which somebody may have changed since.
_OF_CONNECTION = "connection:"
_MARK = f"{HandleType.LINKEDIN_CONNECTION.value}:"


class DeedsPlanning:
    """Plans the engagements of one batch, once its people are planned."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground = ground
        self._plan = plan
        self._met: Mapping[str, Met] = ChainMap(plan.met, ground.met)
        self._absent = Absent(ground.known, (), None)
        self._colleagues = Colleagues(ground.database, ground.workspace, ground.by)

    def add(self, told: Sequence[Engagement]) -> None:
        """Plan these engagements; those of strangers are left out."""
        plan, ground = self._plan, self._ground
        engagements: list[Engagement] = []
        for one in told:
            if plan.key(one.person) in self._met:
                engagements.append(one)
            else:
                why = ground.why_unmet(plan.key(one.person), plan)
                plan.unmet.append(Skipped(one.place, why))
        there = (one.participants for one in engagements)
        self._absent = Absent(ground.known, there, ground.region or ground.known.region)
        ids = [self._id_of(engagement) for engagement in engagements]
        standing = streams(ground.database, ground.workspace, ids, plan.import_id)
        again = found_otherwise(ground, plan, self._unfound(engagements, ids, standing))
        for at, (stream_id, stream) in again.items():
            ids[at], standing[stream_id] = stream_id, stream
        movable = [
            stream_id
            for engagement, stream_id in zip(engagements, ids, strict=True)
            if engagement.is_movable and stream_id in standing
        ]
        self._colleagues = Colleagues(ground.database, ground.workspace, ground.by, movable)
        mine = [each for each in movable if not self._colleagues.keep(each)]
        said = said_of(ground, mine, plan.import_id)
        for engagement, stream_id in zip(engagements, ids, strict=True):
            stream = standing.get(stream_id, NO_STREAM)
            if not (stream.is_effective or self._is_planned(stream_id)):
                self._record(engagement, stream_id, stream)
            elif stream_id in said and not self._ground.is_repeated:
                self._correct(engagement, stream_id, stream, said[stream_id])
            else:
                self._count(engagement, "known")

    def _unfound(
        self,
        engagements: Sequence[Engagement],
        ids: Sequence[StreamId],
        standing: Mapping[UUID, Stream],
    ) -> list[Unfound]:
        """Return the engagements that could be there under another handle of their person."""
        return [
            Unfound(at, self._met[self._plan.key(one.person)], partial(self._id_of, one))
            for at, (one, stream_id) in enumerate(zip(engagements, ids, strict=True))
            if (one.key_with_person or one.external_id.startswith(_OF_CONNECTION))
            and not standing.get(stream_id, NO_STREAM).is_effective
            and not self._is_planned(stream_id)
        ]

    def _is_planned(self, stream_id: StreamId) -> bool:
        return stream_id in self._ground.recorded or stream_id in self._plan.recorded

    def _record(self, engagement: Engagement, stream_id: StreamId, stream: Stream) -> None:
        event = self._event(engagement)
        if event is None:
            return
        candidate_id = self._met[self._plan.key(engagement.person)].candidate_id
        at = engagement.occurred_at or self._plan.told_at
        self._plan.put(event, stream_id, stream.version, candidate_id, at)
        self._plan.recorded.add(stream_id)
        self._count(engagement, "new")

    def _correct(
        self, engagement: Engagement, stream_id: StreamId, stream: Stream, said: Said
    ) -> None:
        """Put down what the source tells otherwise now, but for what a person put right."""
        event = self._event(engagement)
        if event is None:
            return
        told: dict[str, Any] = orjson.loads(canonical(event.payload()))
        others = {"visibility"} if self._colleagues.have(stream_id) else set[str]()
        changes = {
            name: told.get(name)
            for name in sorted({*told, *said.payload} - said.by_hand - others)
            if told.get(name) != said.payload.get(name)
        }
        at = engagement.occurred_at
        is_moved = at not in (None, said.occurred_at) and "occurred_at" not in said.by_hand
        if not changes and not is_moved:
            self._count(engagement, "known")
            return
        corrected = EngagementCorrected(changes=changes, occurred_at=at if is_moved else None)
        candidate_id = self._met[self._plan.key(engagement.person)].candidate_id
        self._plan.put(corrected, stream_id, stream.version, candidate_id)
        self._count(engagement, "corrected")

    def _event(self, engagement: Engagement) -> EngagementRecorded | None:
        try:
            return EngagementRecorded(
                kind=engagement.kind,
                direction=engagement.direction,
                channel=engagement.channel,
                subject=engagement.subject,
                body=engagement.body,
                participants=self._absent.left(engagement.participants) or None,
                outcome=engagement.outcome,
                duration_minutes=engagement.duration_minutes,
                is_cancelled=engagement.is_cancelled or None,
                visibility=engagement.visibility,
                attachments=engagement.attachments or None,
                conversation_id=engagement.conversation_id,
                source=self._plan.source,
                external_id=engagement.external_id,
            )
        except ValidationError as error:
            problem = error.errors()[0]
            reason = f"{problem['loc'][0] if problem['loc'] else 'value'}: {problem['msg']}"
            self._plan.skipped.append(Skipped(engagement.place, reason))
            return None

    def _count(self, engagement: Engagement, word: str) -> None:
        is_new = word != "known"
        self._plan.outcomes.append(Outcome("engagements", word, (engagement.place,), is_new))

    def _id_of(self, engagement: Engagement, strongest: str = "") -> StreamId:
        """Return the id of an engagement; under another handle than theirs now, if said."""
        names: list[object] = ["engagement", self._plan.source, engagement.external_id]
        if engagement.key_with_person:
            met = self._met[self._plan.key(engagement.person)]
            names.append(strongest or met.strongest)
        elif strongest.startswith(_MARK):
            names[-1] = _OF_CONNECTION + strongest.removeprefix(_MARK)
        workspace, at = self._ground.workspace, engagement.occurred_at
        if at is None or engagement.is_movable:
            return StreamId(id_of(workspace, *names))
        return StreamId(id_of_moment(at, workspace, *names))
