"""Any two histories: one comes into the other whole, once, and goes again without a trace."""

import os
import tempfile
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.installation import Installation
from ledger.imports.report import Report
from projections import VIEWS
from tests.ledger.imports.transfers import (
    engagements,
    everything,
    reinstate,
    revert,
    transferred,
)
from tests.ledger.stories import all_as_of, another_workspace, head, live, rows
from tests.projections.histories import PEOPLE, Batch, Step, Told, histories

pytestmark = pytest.mark.long

# `RAPPORT_EXAMPLES=2000` looks longer than CI has time for.
EXAMPLES = int(os.environ.get("RAPPORT_EXAMPLES", "12"))
_HOW = settings(
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def brought_over(source: Installation, to: Installation, together: int = 5_000) -> Report:
    """Bring one ledger into another, so many records at a time."""
    with tempfile.TemporaryDirectory() as folder:
        return transferred(source, to, Path(folder) / "history.ndjson", together=together)


# The second, third and fourth of one ledger are the first, second and third of the other.
_OURS = Batch("each", None, tuple(Step("handle", each, each) for each in range(PEOPLE)))
_THEIRS = Batch(
    "each", None, tuple(Step("handle", each, each - 1) for each in range(1, PEOPLE))
)


def lived(on: Installation, first: Batch, history: list[Batch]) -> tuple[Installation, Told]:
    """Return a new ledger in which this history happened, and may go on."""
    ledger = another_workspace(on)
    told = Told(ledger)
    for batch in (first, *history):
        told.write(batch)
    return ledger, told


def strangers(on: Installation) -> set[object]:
    """Return whom a timeline speaks of though nobody knows them."""
    query = (
        "select candidate_id from views.timeline where workspace_id = %(workspace)s"
        " except select candidate_id from views.profile where workspace_id = %(workspace)s"
    )
    return {row[0] for row in rows(on, query)}


def untouched(on: Installation, people: set[str]) -> dict[str, list[str]]:
    """Return the rows of views about some people, as texts."""
    found: dict[str, list[str]] = {}
    for view in VIEWS:
        if not view.is_shared and view.name != "timeline":
            query = (
                f"select t::text from views.{view.name} t where workspace_id = %(workspace)s"
                " and candidate_id = any(%(people)s::uuid[]) order by t::text"
            )
            found[view.name] = [row[0] for row in rows(on, query, people=list(people))]
    return found


def merged(on: Installation) -> dict[str, str]:
    query = (
        "select candidate_id::text, root_id::text from ledger.merged_candidates"
        " where workspace_id = %(workspace)s"
    )
    return dict(rows(on, query))


def known(on: Installation) -> set[str]:
    query = "select candidate_id::text from views.profile where workspace_id = %(workspace)s"
    return {row[0] for row in rows(on, query)}


@settings(_HOW, max_examples=max(5, EXAMPLES // 6))
@given(ours=histories, theirs=histories, together=st.sampled_from((1, 3, 5_000)))
def test_a_history_comes_in_whole_and_goes_without_a_trace(
    workspace: Installation, ours: list[Batch], theirs: list[Batch], together: int
) -> None:
    (here, _), (there, _) = lived(workspace, _OURS, ours), lived(workspace, _THEIRS, theirs)
    before, own = everything(here), engagements(here)
    alone = known(here)

    report = brought_over(there, here, together)
    after = everything(here)
    roots = merged(here)
    alone -= {roots.get(each, each) for each in known(there)}

    # Exactly once each, on the timeline of whom they are read as here.
    unknown = strangers(there)
    expected = Counter(
        (stream, roots.get(str(who), str(who)))
        for stream, who in engagements(there)
        if who not in unknown
    )
    came = Counter((stream, str(who)) for stream, who in engagements(here))
    assert came - Counter((stream, str(who)) for stream, who in own) == expected
    before_alone = untouched(here, alone)
    assert all_as_of(here, head(here)) == live(here)
    if report.event_count:
        revert(here, report)
        assert everything(here) == before
        assert untouched(here, alone) == before_alone
        reinstate(here, report)
    assert everything(here) == after


@settings(_HOW, max_examples=max(5, EXAMPLES // 10))
@given(
    ours=histories,
    theirs=histories,
    later=histories,
    together=st.sampled_from((1, 3, 5_000)),
)
def test_nothing_comes_twice_whichever_way_it_takes(
    workspace: Installation,
    ours: list[Batch],
    theirs: list[Batch],
    later: list[Batch],
    together: int,
) -> None:
    (one, _), (two, told) = lived(workspace, _OURS, ours), lived(workspace, _THEIRS, theirs)

    brought_over(one, two)
    for batch in later:
        told.write(batch)
    for _ in range(2):
        brought_over(two, one, together)
        brought_over(one, two, together)
    heads = head(one), head(two)
    brought_over(two, one)
    brought_over(one, two)
    brought_over(one, one)

    assert (head(one), head(two)) == heads
    for each in (one, two):
        assert all_as_of(each, head(each)) == live(each)
        assert max(Counter(stream for stream, _ in engagements(each)).values(), default=1) == 1
    assert recorded(one) == recorded(two)


def recorded(on: Installation) -> set[UUID]:
    """Return the engagements about people whom the ledger knows."""
    unknown = strangers(on)
    return {stream for stream, who in engagements(on) if who not in unknown}
