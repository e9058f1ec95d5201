"""Whom merges read as whom is told as the ledger tells it, whatever is written by then."""

from uuid import UUID

import pytest
from hypothesis import given

from api.installation import Installation
from ledger.entries import Entry
from ledger.events import CandidatesMerged, CandidatesUnmerged
from ledger.ids import new_id
from ledger.imports.rapport.standing_merges import StandingMerges
from ledger.words import CandidateId, StreamId
from tests.ledger.imports.transfers import person
from tests.ledger.stories import another_workspace, append, rows
from tests.projections.histories import (
    EXAMPLES,
    PEOPLE,
    Batch,
    Told,
    histories_with_erasures,
    how,
)

_READ_AS = """
select c.candidate_id, coalesce(m.root_id, c.candidate_id)
from unnest(%(people)s::uuid[]) c(candidate_id)
left join ledger.merged_candidates m
  on m.workspace_id = %(workspace)s and m.candidate_id = c.candidate_id
"""


def _standing(on: Installation) -> StandingMerges:
    return StandingMerges(on.database, on.workspace)


def _must_agree(merges: StandingMerges, on: Installation, people: list[CandidateId]) -> None:
    told: dict[UUID, UUID] = dict(rows(on, _READ_AS, people=people))
    assert {each: merges.root(each) for each in people} == told
    for root in set(told.values()):
        read_as = {each for each in people if told[each] == root}
        assert merges.members(CandidateId(root)) == read_as


@how(max(5, EXAMPLES // 2))
@given(history=histories_with_erasures)
def test_a_history_read_at_once_or_in_steps_merges_whom_the_ledger_merges(
    workspace: Installation, history: list[Batch]
) -> None:
    here = another_workspace(workspace)
    told, in_steps = Told(here), _standing(here)
    people = [CandidateId(told.name("candidate", each)) for each in range(PEOPLE)]

    for batch in history:
        told.write(batch)
        in_steps.begin(None, ())
        at_once = _standing(here)
        at_once.begin(None, ())

        _must_agree(at_once, here, people)
        _must_agree(in_steps, here, people)


@pytest.fixture
def people(workspace: Installation) -> list[CandidateId]:
    return [CandidateId(person(workspace, name)) for name in ("Ada", "Bea", "Cleo")]


def _merge(duplicate: CandidateId, primary: CandidateId) -> Entry:
    merged = CandidatesMerged(primary_candidate_id=primary, duplicate_candidate_id=duplicate)
    return Entry(merged, StreamId(new_id()), 1, primary)


def _undo(merge: Entry) -> Entry:
    return Entry(CandidatesUnmerged(), merge.stream_id, 2, merge.candidate_id)


def test_what_is_planned_counts_the_same_before_and_after_it_is_written(
    workspace: Installation, people: list[CandidateId]
) -> None:
    ada, bea, cleo = people
    first, second = _merge(ada, bea), _merge(ada, cleo)
    plans = [[first], [second, _merge(bea, cleo)], [_undo(first)], [_undo(second)]]
    expected = [(bea, bea), (cleo, cleo), (cleo, cleo), (ada, cleo)]
    is_written, is_planned = _standing(workspace), _standing(workspace)

    for plan, read_as in zip(plans, expected, strict=True):
        for merges in (is_written, is_planned):
            merges.begin(None, ())
            for entry in plan:
                merges.plan(entry)
            merges.assume()
        is_planned.begin(None, ())
        assert (is_planned.root(ada), is_planned.root(bea)) == read_as
        append(workspace, plan)
        is_written.begin(None, ())

        _must_agree(is_written, workspace, people)
        _must_agree(is_planned, workspace, people)


def test_a_plan_that_came_to_nothing_merges_nobody(
    workspace: Installation, people: list[CandidateId]
) -> None:
    ada, bea, cleo = people
    merges = _standing(workspace)
    merges.begin(None, ())
    stands = _merge(ada, bea)
    merges.plan(stands)
    merges.assume()
    merges.begin(None, ())
    merges.plan(_merge(bea, cleo))
    dropped = merges.root(ada)
    merges.begin(None, ())
    kept = merges.root(ada), merges.has(stands.stream_id)
    merges.forget()
    merges.begin(None, ())

    assert dropped == cleo
    assert kept == (bea, True)
    assert (merges.root(ada), merges.has(stands.stream_id)) == (ada, False)


def test_nobody_in_a_circle_is_read_as_another(
    workspace: Installation, people: list[CandidateId]
) -> None:
    ada, bea, cleo = people
    append(workspace, [_merge(ada, bea), _merge(bea, ada), _merge(cleo, ada)])
    merges = _standing(workspace)
    merges.begin(None, ())

    assert [merges.root(each) for each in people] == people
    _must_agree(merges, workspace, people)
