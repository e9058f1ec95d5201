"""A merge looked at is the merge made; one undone leaves every view as if it had never been."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.installation import Installation
from ledger import errors
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.words import CandidateId
from projections import VIEWS, profile
from projections.moment import Moment
from projections.view import View
from tests.ledger.stories import (
    another_workspace,
    append,
    everything_of,
    known_candidate,
    live,
    record,
    rows,
    stored,
)
from tests.projections.histories import EXAMPLES, PEOPLE, Batch, Told, histories, how

_people = st.integers(0, PEOPLE - 1)
_OF_ONE = tuple(view for view in VIEWS if not view.is_shared)


class _Merging(NamedTuple):
    """A merge that may be made in the middle of a history."""

    story: Told
    command: MergeCandidates


def _begun(on: Installation, history: list[Batch], pair: tuple[int, int]) -> _Merging:
    story = Told(on)
    for batch in history:
        story.write(batch)
    one, two = (on.knowledge().root(story.name("candidate", each)) for each in pair)
    command = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)
    assume(one != two)
    try:
        command.decide(on.knowledge(), datetime.now(UTC))
    except errors.NotAllowedNow:
        assume(condition=False)
    return _Merging(story, command)


@how(max(5, EXAMPLES // 3))
@given(history=histories, pair=st.tuples(_people, _people))
def test_a_merge_that_is_looked_at_shows_what_the_merge_then_makes(
    workspace: Installation, history: list[Batch], pair: tuple[int, int]
) -> None:
    workspace = another_workspace(workspace)
    command = _begun(workspace, history, pair).command
    before = _everything(workspace)

    looked_at = {view.name: _as_if(workspace, view, command) for view in _OF_ONE}
    ids = _ids_as_if(workspace, command)

    assert _everything(workspace) == before
    record(workspace, command)
    assert looked_at == {view.name: _live_of(workspace, view, command) for view in _OF_ONE}
    with workspace.moment() as moment:
        root = CandidateId(command.primary_candidate_id)
        assert ids == moment.merged_into(root)


@how(max(10, EXAMPLES // 2))
@given(history=histories, between=histories, pair=st.tuples(_people, _people), late=histories)
def test_a_merge_undone_leaves_every_view_as_if_it_had_never_been(
    workspace: Installation,
    history: list[Batch],
    between: list[Batch],
    pair: tuple[int, int],
    late: list[Batch],
) -> None:
    workspace = another_workspace(workspace)
    story, command = _begun(workspace, history, pair)
    before = _rows(workspace, command.merge_id)
    record(workspace, command)
    assert _rows(workspace, command.merge_id) != before

    for batch in between:
        story.write(batch)
    record(workspace, UnmergeCandidates(merge_id=command.merge_id))
    for batch in late:
        story.write(batch)

    twin = _without(workspace, command.merge_id)
    assert _rows(workspace, command.merge_id) == _rows(twin, command.merge_id)


@pytest.mark.parametrize("is_primary", [True, False])
def test_nobody_is_merged_into_a_circle_until_it_is_undone(
    workspace: Installation, *, is_primary: bool
) -> None:
    one, two, three = (known_candidate(workspace, profile={"title": t}) for t in "abc")
    there = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)
    back = MergeCandidates(primary_candidate_id=two, duplicate_candidate_id=one)
    at, known = datetime.now(UTC), workspace.knowledge()
    append(workspace, [*there.decide(known, at), *back.decide(known, at)])
    primary, duplicate = (two, three) if is_primary else (three, two)
    merge = MergeCandidates(primary_candidate_id=primary, duplicate_candidate_id=duplicate)

    with pytest.raises(errors.NotAllowedNow, match=str(there.merge_id)):
        record(workspace, merge)
    record(workspace, UnmergeCandidates(merge_id=there.merge_id))
    record(workspace, merge)

    assert len({workspace.knowledge().root(who) for who in (one, two, three)}) == 1


def test_only_what_is_asked_of_one_can_be_looked_at(workspace: Installation) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)

    with workspace.moment() as moment:
        would_be = moment.as_if_merged(one, two)
        assert would_be.root(two) == one
        assert list(profile.of_candidates(would_be, [one])) == [one]
        with pytest.raises(AssertionError):
            profile.count(would_be)


def _everything(on: Installation) -> tuple[object, ...]:
    head_row = rows(on, "select * from ledger.heads where workspace_id = %(workspace)s")
    merged = "select * from ledger.merged_candidates where workspace_id = %(workspace)s"
    return head_row, stored(on), rows(on, merged), live(on)


def _as_if(on: Installation, view: View, command: MergeCandidates) -> list[str]:
    """Return a view's rows of a person, worked out as if a merge had been made."""
    primary = CandidateId(command.primary_candidate_id)
    duplicate = CandidateId(command.duplicate_candidate_id)
    with on.moment() as moment:
        return everything_of(moment.as_if_merged(primary, duplicate), view, primary)


def _ids_as_if(on: Installation, command: MergeCandidates) -> list[UUID]:
    with on.database.snapshot() as connection:
        primary = CandidateId(command.primary_candidate_id)
        moment = Moment(connection, on.workspace).as_if_merged(
            primary, CandidateId(command.duplicate_candidate_id)
        )
        return moment.merged_into(primary)


def _live_of(on: Installation, view: View, command: MergeCandidates) -> list[str]:
    """Return a view's stored rows of the merged person, but for the merge's own line."""
    query = (
        f"select t::text from views.{view.name} t where workspace_id = %(workspace)s"
        " and candidate_id = %(primary)s order by t::text"
    )
    found = rows(on, query, primary=command.primary_candidate_id)
    return [row[0] for row in found if str(command.merge_id) not in row[0]]


def _rows(on: Installation, merge_id: UUID) -> dict[str, list[str]]:
    """Return the rows of every view, but for what a merge says of itself."""
    return {
        name: [
            text.replace(str(on.workspace), "") for text in texts if str(merge_id) not in text
        ]
        for name, texts in live(on).items()
    }


def _without(on: Installation, merge_id: UUID) -> Installation:
    """Return a ledger that holds the same events at the same places, but not a merge.

    Where the merge stood stands a noted file, which no view but the timeline hears of.
    """
    twin = another_workspace(on)
    with twin.database.owner() as connection, connection.transaction():
        connection.execute(
            "insert into ledger.events"
            " select %(twin)s, position, stream_id, version,"
            " case stream_id when %(merge)s then 'AttachmentNoted' else event_type end,"
            " schema_version, candidate_id, occurred_at, recorded_at, actor_id, import_id,"
            " request_id, payload, salt, digest"
            " from ledger.events where workspace_id = %(workspace)s",
            {"twin": twin.workspace, "workspace": on.workspace, "merge": merge_id},
        )
        connection.execute(
            "select ledger.complete_append(workspace_id, 1, max(position),"
            " array_agg(distinct event_type), max(recorded_at))"
            " from ledger.events where workspace_id = %s group by workspace_id",
            (twin.workspace,),
        )
    return twin
