"""Live, rebuilt and as-of views cannot disagree: random histories try to make them."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api.installation import Installation
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.words import CandidateId
from projections import VIEWS
from projections.effective import PERSON
from projections.rebuild import rebuild_all
from projections.view import View, filled
from tests.ledger.stories import all_as_of, another_workspace, as_of, head, live, record, rows
from tests.projections.histories import (
    EXAMPLES,
    PEOPLE,
    WAYS,
    Batch,
    Step,
    Told,
    Way,
    histories,
    how,
    steps,
)


@how(EXAMPLES)
@given(history=histories, earlier=st.integers(0, 8))
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
@given(history=histories)
def test_one_persons_history_says_what_everybodys_says_of_them(
    workspace: Installation, history: list[Batch]
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    for batch in history:
        told.write(batch)

    for view in VIEWS:
        if not view.is_shared:
            for number in range(PEOPLE):
                who = told.name("candidate", number)
                alone = _of_person(workspace, view, who)
                assert set(alone) <= set(as_of(workspace, view, head(workspace)))
                assert sorted(alone) == _live_of(workspace, view, who)


@how(max(3, EXAMPLES // 12))
@given(history=histories)
def test_a_rebuild_puts_the_same_rows_in_every_view(
    workspace: Installation, history: list[Batch]
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    for batch in history:
        told.write(batch)
    before = live(workspace)

    rebuild_all(workspace.database, VIEWS, tell=lambda _: None)

    assert live(workspace) == before


@how(max(5, EXAMPLES // 2))
@given(
    history=histories,
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


def _of_person(on: Installation, view: View, who: UUID) -> list[str]:
    query = filled(
        view.rows(PERSON),
        workspace="%(workspace)s::uuid",
        until="%(until)s::bigint",
        candidate="%(who)s::uuid",
    )
    found = rows(on, f"select t::text from ({query}) t", until=head(on), who=who)
    return [row[0] for row in found]


def _live_of(on: Installation, view: View, who: UUID) -> list[str]:
    root = CandidateId(rows(on, "select ledger.root(%(workspace)s, %(who)s)", who=who)[0][0])
    query = (
        f"select t::text from views.{view.name} t"
        " where workspace_id = %(workspace)s and candidate_id = %(root)s order by t::text"
    )
    return [row[0] for row in rows(on, query, root=root)]
