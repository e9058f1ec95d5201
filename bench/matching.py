"""Whom an import recognises, and whom look-alikes suggest: 20,000 people recorded twice.

    python -m bench.matching [--people 20000] [--asked 2000] [--known 100000]

`bench/twice.py` says how the people are made. Both sources go through the import's own
planning, one after the other. Precision is the share of right ones among those who were
matched by their handles, within a source or across both. Of those who were not matched, some
are asked about, and recall is the share whose first record is among the first three
suggestions. `--known` is how large the ledger is in which everybody is compared with everybody,
and a new candidate with all.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from random import Random

from api.demo.people import MadeUpPerson, person
from bench.figures import Figure, ceiling, p95, show
from bench.stage import Stage, stage
from bench.twice import Recorded, twice
from ledger.commands.candidates import AddCandidate
from ledger.entries import Entry
from ledger.events import CandidateAdded, HandleAdded
from ledger.handles import key_of
from ledger.ids import id_of, new_id
from ledger.imports.bringer import Bringer
from ledger.imports.planning import Planner
from ledger.imports.reading import Batch
from ledger.imports.records import Person, Place, Reach
from ledger.parcels import Request
from ledger.words import CandidateId, Handle, HandleType, Profile, StreamId
from projections import look_alikes
from projections.knowledge import Knowledge
from projections.moment import Moment

_SEED = 3
_TOGETHER = 2_000
_SUGGESTIONS = 3
_NEW_ONES = 50


def measure(on: Stage, people: int, asked: int) -> Iterator[Figure]:
    """Yield precision, recall and the times they take."""
    pairs = list(twice(people, _SEED))
    first = _brought_in(on, "older", [one for one, _ in pairs])
    second = _brought_in(on, "newer", [other for _, other in pairs])
    whose: dict[CandidateId, int] = {}
    matched = right = 0
    for source in (first, second):
        for number, candidate in source.items():
            if candidate in whose:
                matched += 1
                right += whose[candidate] == number
            whose.setdefault(candidate, number)
    told = f"{right:,} of {matched:,} matched by a handle are right, of {people:,} people"
    yield _floor("strong matching precision", right / matched, 0.999, told)
    yield from _suggested(on, first, second, asked)


def measure_times(on: Stage, known: int) -> Iterator[Figure]:
    """Yield how long all pairs take, and the look-alikes of somebody who was just added."""
    people = (person(number) for number in range(known))
    _add(on, people)
    started = time.perf_counter()
    look_alikes.renew(on.database, on.workspace)
    taken = time.perf_counter() - started
    with on.database.connection() as connection:
        moment = Moment(connection, on.workspace)
        shown = len(look_alikes.page(moment, state="open", after=None, limit=500))
    what = f"look-alikes of everybody among {known:,}"
    yield ceiling(what, taken, 120, unit="s", told=f"{shown} pairs on the first page")
    seconds = [_of_a_new_one(on, person(known + number)) for number in range(_NEW_ONES)]
    what = f"look-alikes of a new candidate among {known:,}, p95"
    told = f"slowest {max(seconds) * 1_000:.0f} ms, what is kept brought up to date first"
    yield ceiling(what, p95(seconds), 1_000, unit="ms", told=told)


def _brought_in(on: Stage, source: str, records: Sequence[Recorded]) -> dict[int, CandidateId]:
    """Plan and write the records of one source; return who each of them is in the ledger."""
    known, by = Knowledge(on.database, on.workspace), Bringer(on.owner)
    planner = Planner(on.ledger, known, by, None, is_repeated=False)
    found: dict[int, CandidateId] = {}
    for start in range(0, len(records), _TOGETHER):
        together = records[start : start + _TOGETHER]
        told = tuple(_person(each) for each in together)
        plan = planner.plan(Batch(source, None, told, len(told), 0, {}), None)
        if plan.entries:
            on.ledger.append(Request(new_id(), on.owner, plan.entries))
        planner.assume(plan)
        for each in together:
            found[each.number] = plan.met[plan.key(str(each.number))].candidate_id
    return found


def _person(one: Recorded) -> Person:
    profile = Profile(
        first_name=one.first_name,
        last_name=one.last_name,
        company=one.company,
        title=one.title,
        location=one.location,
    )
    reaches = tuple(Reach(handle) for handle in one.handles)
    return Person(Place("made up", one.number + 1), str(one.number), profile, reaches)


def _suggested(
    on: Stage, first: dict[int, CandidateId], second: dict[int, CandidateId], asked: int
) -> Iterator[Figure]:
    known = set(first.values())
    unmatched = [number for number, candidate in second.items() if candidate not in known]
    chosen = Random(_SEED).sample(unmatched, min(asked, len(unmatched)))  # noqa: S311 - the same ones
    started = time.perf_counter()
    look_alikes.renew_for_one(on.database, on.workspace)
    renewed = time.perf_counter() - started
    seconds: list[float] = []
    found = 0
    with on.database.connection() as connection:
        moment = Moment(connection, on.workspace)
        for number in chosen:
            started = time.perf_counter()
            alike = look_alikes.of_candidate(moment, second[number])
            seconds.append(time.perf_counter() - started)
            best = [each.candidate_id for each in alike[:_SUGGESTIONS]]
            found += first[number] in best
    told = f"{found:,} of {len(chosen):,} asked about, of {len(unmatched):,} not matched"
    yield _floor("look-alike recall within three suggestions", found / len(chosen), 0.95, told)
    told = f"after {renewed:.1f} s for the keys of {len(known) + len(unmatched):,}"
    yield ceiling(
        "look-alikes of one candidate, p95", p95(seconds), 1_000, unit="ms", told=told
    )


def _of_a_new_one(on: Stage, who: MadeUpPerson) -> float:
    command = AddCandidate.model_validate(
        {
            "profile": {
                "first_name": who.first_name,
                "last_name": who.last_name,
                "company": who.company,
                "location": who.location,
            }
        }
    )
    on.ledger.record(command, by=on.owner)
    started = time.perf_counter()
    look_alikes.renew_for_one(on.database, on.workspace)
    with on.database.connection() as connection:
        moment = Moment(connection, on.workspace)
        look_alikes.of_candidate(moment, CandidateId(command.candidate_id))
    return time.perf_counter() - started


def _add(on: Stage, people: Iterator[MadeUpPerson]) -> None:
    entries: list[Entry] = []
    for who in people:
        candidate = CandidateId(new_id())
        profile = Profile(
            first_name=who.first_name,
            last_name=who.last_name,
            company=who.company,
            title=who.title,
            location=who.location,
        )
        added = CandidateAdded(profile=profile, source="bench")
        entries.append(Entry(added, StreamId(candidate), 1, candidate))
        handle = Handle(type=HandleType.EMAIL, value=who.email)
        key = key_of(handle)
        stream = StreamId(id_of(on.workspace, "handle", handle.type.value, key))
        entries.append(Entry(HandleAdded(handle=handle, key=key), stream, 1, candidate))
        if len(entries) >= _TOGETHER:
            on.ledger.append(Request(new_id(), on.owner, entries))
            entries = []
    if entries:
        on.ledger.append(Request(new_id(), on.owner, entries))
    with on.database.operator() as owner:
        owner.execute("vacuum (analyze)")


def _floor(name: str, seen: float, wanted: float, told: str) -> Figure:
    return Figure(name, seen, wanted, "of all", is_ceiling=False, told=told)


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=20_000)
    arguments.add_argument("--asked", type=int, default=2_000)
    arguments.add_argument("--known", type=int, default=100_000)
    given = arguments.parse_args()
    with stage() as on:
        show(measure(on, given.people, given.asked))
    if given.known:
        with stage() as on:
            show(measure_times(on, given.known))


if __name__ == "__main__":
    main()
