"""Live, rebuilt and as-of views cannot disagree: random histories try to make them."""

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.installation import Installation
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.words import CandidateId, Position
from projections import VIEWS
from projections.effective import EVERYTHING
from projections.rebuild import rebuild_all
from projections.timeline import TIMELINE
from projections.view import View, filled
from tests.ledger.stories import (
    all_as_of,
    another_workspace,
    everything_of,
    head,
    live,
    record,
    rows,
)
from tests.projections.histories import (
    ERASE,
    EXAMPLES,
    PEOPLE,
    WAYS,
    Batch,
    Step,
    Told,
    Way,
    histories,
    histories_with_erasures,
    how,
    steps,
)

pytestmark = pytest.mark.long


@how(EXAMPLES)
@given(history=histories_with_erasures, earlier=st.integers(0, 8))
def test_a_view_says_the_same_live_rebuilt_and_as_of_any_position(
    workspace: Installation, history: list[Batch], earlier: int
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    said = {head(workspace): live(workspace)}

    for batch in history:
        told.write(batch)
        said[head(workspace)] = live(workspace)

    assert all_as_of(workspace, head(workspace)) == live(workspace)
    since = [position for position in said if position >= told.erased_at]
    then = since[earlier % len(since)]
    assert all_as_of(workspace, then) == said[then]


@how(max(5, EXAMPLES // 5))
@given(history=histories_with_erasures)
def test_one_persons_history_says_what_everybodys_says_of_them(
    workspace: Installation, history: list[Batch]
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    for batch in history:
        told.write(batch)

    everybody = all_as_of(workspace, head(workspace))
    for view in VIEWS:
        if not view.is_shared:
            for number in range(PEOPLE):
                who = CandidateId(told.name("candidate", number))
                alone = _of_person(workspace, view, who)
                assert set(alone) <= set(everybody[view.name])
                assert sorted(alone) == _live_of(workspace, view, who)


@how(max(3, EXAMPLES // 12))
@given(history=histories_with_erasures)
def test_a_rebuild_puts_the_same_rows_in_every_view(
    alone: Installation, history: list[Batch]
) -> None:
    workspace = another_workspace(alone)
    told = Told(workspace)
    for batch in history:
        told.write(batch)
    before = live(workspace)

    rebuild_all(workspace.database, VIEWS, tell=lambda _: None)

    assert live(workspace) == before


@how(max(5, EXAMPLES // 2))
@given(
    history=histories_with_erasures,
    asked=st.lists(steps, min_size=1, max_size=12).map(tuple),
    way=st.sampled_from(WAYS),
)
def test_a_reverted_import_leaves_every_view_as_it_was_without_it(
    workspace: Installation, history: list[Batch], asked: tuple[Step, ...], way: Way
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    for batch in history:
        told.write(batch)
    before = live(workspace, "imports", "timeline"), _lines(workspace)

    told.write(Batch(way, 7, asked))
    during = live(workspace, "imports", "timeline"), _lines(workspace)
    import_id = told.name("import", 7)
    # About somebody who was erased nothing is recorded: then there is nothing to take back.
    assume(workspace.knowledge().version(import_id) > 0)
    record(workspace, RevertImport(import_id=import_id))
    after = live(workspace, "imports", "timeline"), _lines(workspace)
    record(workspace, ReinstateImport(import_id=import_id))

    assert after == before
    assert (live(workspace, "imports", "timeline"), _lines(workspace)) == during


def _lines(on: Installation) -> list[str]:
    """Return the timeline but for what merges and imports say of themselves."""
    query = (
        "select t::text from views.timeline t where workspace_id = %(workspace)s"
        " and event_type not like 'Import%%'"
        " and event_type not in ('CandidatesMerged', 'CandidatesUnmerged') order by t::text"
    )
    return [row[0] for row in rows(on, query)]


def _of_person(on: Installation, view: View, who: CandidateId) -> list[str]:
    with on.moment(Position(head(on) + 1)) as moment:
        return everything_of(moment, view, who)


def _live_of(on: Installation, view: View, who: UUID) -> list[str]:
    root = CandidateId(rows(on, "select ledger.root(%(workspace)s, %(who)s)", who=who)[0][0])
    query = (
        f"select t::text from views.{view.name} t"
        " where workspace_id = %(workspace)s and candidate_id = %(root)s order by t::text"
    )
    return [row[0] for row in rows(on, query, root=root)]


@how(max(5, EXAMPLES // 3))
@given(history=histories, late=histories, number=st.integers(0, PEOPLE - 1))
def test_after_an_erasure_everybody_else_reads_as_of_before_as_they_did_then(
    workspace: Installation, history: list[Batch], late: list[Batch], number: int
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    for batch in history:
        told.write(batch)
    then = head(workspace)
    before = _as_of_everybody(workspace, then)
    for batch in late:
        told.write(batch)
    gone = {str(each) for each in _ever_with(workspace, told.name("candidate", number))}

    told.write(Batch("each", None, (Step(ERASE, number, 0),)))

    after = _as_of_everybody(workspace, then)
    assert _of_others(after, gone) == _of_others(before, gone)


def _as_of_everybody(on: Installation, position: int) -> list[str]:
    """Return the rows of every view as of then, of a timeline what it says and not how.

    Decisions about two people go with either, so they are left out.
    """
    query = filled(
        TIMELINE.rows(EVERYTHING),
        workspace="%(workspace)s::uuid",
        until="%(until)s::bigint",
    )
    lines = rows(
        on,
        "select (t.position, t.candidate_id, t.subject_id, t.event_type, t.kind, t.direction,"
        f" t.is_cancelled, t.occurred_at, t.edit_count)::text from ({query}) t"
        " where t.event_type not like 'Candidates%%' and t.event_type <> 'LookAlikesPutOff'",
        until=position,
    )
    views = all_as_of(on, position)
    others = [row for name, found in views.items() if name != TIMELINE.name for row in found]
    return sorted([line for (line,) in lines] + others)


def _of_others(told: list[str], gone: set[str]) -> list[str]:
    return [row for row in told if not any(each in row for each in gone)]


def _ever_with(on: Installation, who: UUID) -> set[UUID]:
    """Return everybody who was ever merged with somebody, and whom they were merged with."""
    merges = rows(
        on,
        "select (payload ->> 'primary_candidate_id')::uuid,"
        " (payload ->> 'duplicate_candidate_id')::uuid from ledger.events"
        " where workspace_id = %(workspace)s and event_type = 'CandidatesMerged'",
    )
    found = {who}
    for _ in range(PEOPLE):
        for pair in merges:
            if found & set(pair):
                found |= set(pair)
    return found
