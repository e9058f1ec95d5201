"""Random histories: anything that may be asked, about a few people, written in any batches."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from api.installation import Installation
from ledger import errors
from ledger.commands import (
    Command,
    applications,
    candidates,
    engagements,
    follow_ups,
    handles,
    look_alikes,
    merges,
    pools,
    privacy,
    retention,
    searches,
    tags,
)
from ledger.commands import imports as of_imports
from ledger.commands.handles import handle_id_of
from ledger.entries import Entry
from ledger.events import ImportCompleted
from ledger.ids import id_of, new_id
from ledger.known import Known
from ledger.parcels import Parcel, Request
from ledger.rows import copy
from ledger.store import VersionTakenError, raise_refused
from ledger.words import POOL_STAGES, Purpose, StreamId
from tests.ledger.stories import STARTED, email

PEOPLE = 4

# `RAPPORT_EXAMPLES=2000` looks longer than CI has time for.
EXAMPLES = int(os.environ.get("RAPPORT_EXAMPLES", "24"))


def how(examples: int) -> settings:
    """Return how a property of histories is looked into: so many of them, on one database."""
    return settings(
        max_examples=examples,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    )


_KINDS = ("call", "email", "meeting", "note")
_DIRECTIONS = ("inbound", "outbound", None, None)
_FACTS = ("title", "company", "first_name", "location")

Names = Callable[..., UUID]
"""The id of something, by what it is and a number; the same within one history."""


class Step(NamedTuple):
    """Something asked: what, and two numbers that say of whom and how."""

    what: str
    a: int
    b: int


Way = Literal["each", "call", "copy"]
WAYS: tuple[Way, ...] = ("each", "call", "copy")


class Batch(NamedTuple):
    """Some steps, how they are written, and the import that did them, if one did."""

    way: Way
    import_number: int | None
    steps: tuple[Step, ...]


def _of_people(names: Names, a: int, b: int, known: Known) -> dict[str, Command]:
    who = names("candidate", a)
    handle = email(f"p{b}@x.example")
    handle_id = handle_id_of(known, handle)
    given = handles.GivenHandle(handle=handle, label=f"L{a}" if a % 2 else None)
    fact = {_FACTS[b]: None if a == b else f"F{a}{b}"}
    return {
        "add": candidates.AddCandidate.model_validate(
            {"candidate_id": who, "profile": {"first_name": f"P{a}"}, "source": f"S{b}"}
        ),
        "update": candidates.UpdateCandidate.model_validate(
            {"candidate_id": who, "profile": fact}
        ),
        "handle": handles.AddHandle(candidate_id=who, given=given),
        "correct handle": handles.CorrectHandle.model_validate(
            {
                "candidate_id": who,
                "handle_id": handle_id,
                "status": "outdated",
                "label": f"C{b}",
            }
        ),
        "remove handle": handles.RemoveHandle(candidate_id=who, handle_id=handle_id),
        "tag": tags.AddTag(candidate_id=who, tag="TAG" if a % 2 else f"tag{b}"),
        "untag": tags.RemoveTag(candidate_id=who, tag=f"tag{b}" if b else "tag"),
        "promise": follow_ups.PromiseFollowUp.model_validate(
            {
                "candidate_id": who,
                "follow_up_id": names("promise", b),
                "due_on": f"2026-01-0{b + 1}",
                "about": "Porto",
            }
        ),
        "keep": follow_ups.FinishFollowUp(follow_up_id=names("promise", b)),
        "cancel": follow_ups.CancelFollowUp(follow_up_id=names("promise", b)),
        "apply": applications.OpenApplication(
            candidate_id=who, application_id=names("job", b), opportunity="SRE"
        ),
        "move": applications.MoveApplication(application_id=names("job", b), stage=f"S{a}"),
        "close": applications.CloseApplication.model_validate(
            {"application_id": names("job", b), "outcome": "hired"}
        ),
        "take up": applications.ReopenApplication(application_id=names("job", b)),
        "take back": applications.RetractApplication(application_id=names("job", b)),
    }


def _of_talks(names: Names, a: int, b: int) -> dict[str, Command]:
    engagement = names("engagement", a * PEOPLE + b)
    told: dict[str, Any] = {
        "kind": _KINDS[b],
        "direction": _DIRECTIONS[a],
        "is_cancelled": a == b or None,
        "participants": [
            {"name": f"P{each}", "handle": {"type": "email", "value": f"p{each}@x.example"}}
            for each in (a, b)
        ],
    }
    return {
        "talk": engagements.RecordEngagement.model_validate(
            {
                "candidate_id": names("candidate", a),
                "engagement_id": engagement,
                "occurred_at": f"2025-0{a + 1}-1{b}T10:00:00Z",
                "engagement": told,
            }
        ),
        "correct": engagements.CorrectEngagement.model_validate(
            {
                "engagement_id": names("engagement", b * PEOPLE + a),
                "changes": {
                    "kind": "interview",
                    "direction": _DIRECTIONS[b],
                    "is_cancelled": (None, True, False)[a % 3],
                },
                "occurred_at": None if a % 2 else f"2024-05-0{b + 1}T00:00:00Z",
            }
        ),
        "retract": engagements.RetractEngagement(engagement_id=engagement),
    }


def _of_groups(names: Names, a: int, b: int) -> dict[str, Command]:
    who, pool = names("candidate", a), names("pool", b % 2)
    merge, import_id = names("merge", a), names("import", a % 2)
    return {
        "pool": pools.CreatePool(pool_id=pool, name=f"Pool {a}"),
        "rename": pools.RenamePool(pool_id=pool, name=f"New {a}"),
        "archive": pools.ArchivePool(pool_id=pool),
        "reopen": pools.ReopenPool(pool_id=pool),
        "stages": pools.NameStages(pool_id=pool, stages=("To contact", f"Stage {a}")),
        "stage": pools.MoveInPool(
            pool_id=pool, candidate_id=who, stage=POOL_STAGES[b] if a % 2 else f"Stage {b}"
        ),
        "search": searches.SaveSearch(
            search_id=names("search", b), name=f"Search {a}", query=f"stage=warm&tag=tag{a}"
        ),
        "no search": searches.DropSearch(search_id=names("search", b)),
        "join": pools.JoinPool(pool_id=pool, candidate_id=who),
        "leave": pools.LeavePool(pool_id=pool, candidate_id=who),
        "merge": merges.MergeCandidates(
            primary_candidate_id=names("candidate", b), duplicate_candidate_id=who
        ).model_copy(update={"merge_id": merge} if a != b else {}),
        "apart": look_alikes.KeepApart(
            primary_candidate_id=who, other_candidate_id=names("candidate", b)
        ),
        "later": look_alikes.DecideLater(
            primary_candidate_id=who, other_candidate_id=names("candidate", b)
        ),
        "unmerge": merges.UnmergeCandidates(merge_id=merge),
        "revert": of_imports.RevertImport(import_id=import_id),
        "reinstate": of_imports.ReinstateImport(import_id=import_id),
    }


def _of_privacy(names: Names, a: int, b: int) -> dict[str, Command]:
    who, purposes = names("candidate", a), tuple(Purpose)
    until = date(2190, 1, 1 + b) if b % 2 else None
    return {
        "consent": privacy.GiveConsent(candidate_id=who, purpose=purposes[b], expires_on=until),
        "withdraw": privacy.WithdrawConsent(candidate_id=who, purpose=purposes[b]),
        "no contact": privacy.AskDoNotContact(candidate_id=who, until=until),
        "contact": privacy.LiftDoNotContact(candidate_id=who),
        "notice": privacy.GiveNotice(candidate_id=who, channel=f"C{b}"),
        "waive": privacy.WaiveNotice(candidate_id=who, reason=f"W{b}"),
        "hold": privacy.PlaceLegalHold(candidate_id=who, reason=f"H{b}"),
        "release": privacy.ReleaseLegalHold(candidate_id=who),
        "rule": retention.SetRetentionRule(
            rule_id=names("rule", b), name=f"R{a}", months=1 + a, pool_id=None
        ),
        "no rule": retention.RemoveRetentionRule(rule_id=names("rule", b)),
    }


def _command(names: Names, known: Known, step: Step) -> Command:
    what, a, b = step
    asked = _of_people(names, a, b, known) | _of_talks(names, a, b)
    asked |= _of_groups(names, a, b) | _of_privacy(names, a, b)
    return asked[what]


ERASE = "erase"
"""Done by people alone: no import erases anybody."""

WHAT = (
    *("update", "handle", "handle", "correct handle", "remove handle", "tag", "untag"),
    *("promise", "keep", "cancel", "apply", "move", "close", "talk", "talk", "talk"),
    *("apply", "take up", "take back"),
    *("consent", "consent", "withdraw", "no contact", "contact", "notice", "waive"),
    *("hold", "release", "rule", "no rule"),
    *("correct", "retract", "pool", "rename", "archive", "reopen", "join", "leave", "add"),
    *("join", "stages", "stage", "stage", "stage", "search", "no search"),
    *(
        "apart",
        "later",
        "merge",
        "merge",
        "merge",
        "unmerge",
        "unmerge",
        "revert",
        "revert",
        "reinstate",
    ),
)

_numbers = st.integers(0, PEOPLE - 1)
steps = st.builds(Step, st.sampled_from(WHAT), _numbers, _numbers)
batches = st.builds(
    Batch,
    st.sampled_from(WAYS),
    st.sampled_from((None, None, 0, 1)),
    st.lists(steps, min_size=1, max_size=9).map(tuple),
)
histories = st.lists(batches, min_size=1, max_size=9)
_erasures = st.builds(Step, st.just(ERASE), _numbers, _numbers)
_erasing = st.builds(Batch, st.just("each"), st.none(), st.tuples(_erasures))
histories_with_erasures = st.lists(
    st.one_of(batches, batches, batches, batches, _erasing), min_size=1, max_size=9
)
"""The same, in which people are erased now and then."""


def _dated(batch: Batch) -> datetime:
    """Return the date of the file that a batch comes from: no matter of when it is read."""
    return datetime(2025, 1 + len(batch.steps) % 3, 1, tzinfo=UTC)


class Told:
    """One history as it is written; ids are its own."""

    def __init__(self, on: Installation) -> None:
        self._on = on
        self._seed = new_id()
        self.erased_at = 0
        """Where somebody was erased last: before it, views read otherwise now than then."""
        for number in range(PEOPLE):
            with suppress(errors.Refused):
                self.write(Batch("each", None, (Step("add", number, number),)))

    def name(self, *words: object) -> UUID:
        """Return the id of something by what it is and its number."""
        return id_of(self._seed, *words)

    def write(self, batch: Batch) -> None:
        """Write a batch; what is refused writes nothing."""
        known = self._on.knowledge()
        if batch.way == "each" and batch.import_number is None:
            for step in batch.steps:
                if step.what == ERASE:
                    self._erase(step.a)
                    continue
                with suppress(errors.Refused, errors.Contended):
                    self._on.ledger.record(_command(self.name, known, step), by=self._on.owner)
            return
        entries = self._decided(known, batch.steps)
        if batch.import_number is not None:
            import_id = StreamId(self.name("import", batch.import_number))
            version = known.version(import_id)
            begun = [] if version else [Entry(STARTED, import_id, 1)]
            ended = Entry(ImportCompleted(report={}), import_id, version + len(begun) + 1)
            # What turns imports about is done by people.
            caused = [
                entry._replace(
                    import_id=import_id, occurred_at=entry.occurred_at or _dated(batch)
                )
                for entry in entries
                if not type(entry.event).__name__.startswith("Import")
            ]
            entries = [*begun, *caused, ended]
        if entries:
            with suppress(errors.Refused, VersionTakenError):
                self._append(batch.way, entries)

    def _erase(self, number: int) -> None:
        with suppress(errors.Refused):
            done = self._on.eraser().erase(self.name("candidate", number), by=self._on.owner)
            assert done.position is not None
            self.erased_at = max(self.erased_at, done.position)

    def _decided(self, known: Known, asked: Sequence[Step]) -> list[Entry]:
        """Decide each step on what was known before the batch, as callers at once do."""
        versions: dict[StreamId, int] = {}
        entries: list[Entry] = []
        for step in asked:
            if step.what == ERASE:
                continue
            with suppress(errors.Refused):
                for entry in _command(self.name, known, step).decide(known, datetime.now(UTC)):
                    stream_id = entry.stream_id
                    before = versions.get(stream_id, known.version(stream_id))
                    if entry.version > 1 or before == 0:
                        versions[stream_id] = before + 1
                        entries.append(entry._replace(version=before + 1))
        return entries

    def _append(self, way: str, entries: Sequence[Entry]) -> None:
        requests = [Request(new_id(), self._on.owner, [entry]) for entry in entries]
        if way != "copy":
            self._on.ledger.store.append(requests)
            return
        with self._on.database.connection() as connection:
            try:
                copy(connection, self._on.workspace, Parcel(requests))
            except psycopg.Error as error:
                raise_refused(error)
