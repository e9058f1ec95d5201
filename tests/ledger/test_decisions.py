"""What may be asked about talks, pools, promises, applications and imports, and when not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from typing_extensions import override

from api.installation import Installation
from ledger import errors
from ledger.commands import Command
from ledger.commands.applications import CloseApplication, MoveApplication, OpenApplication
from ledger.commands.engagements import CorrectEngagement, RecordEngagement, RetractEngagement
from ledger.commands.follow_ups import CancelFollowUp, FinishFollowUp, PromiseFollowUp
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.pools import (
    ArchivePool,
    CreatePool,
    JoinPool,
    LeavePool,
    RenamePool,
    ReopenPool,
)
from ledger.entries import Entry
from ledger.events import EngagementRecorded
from ledger.ids import new_id
from ledger.recording import Ledger
from ledger.words import ApplicationOutcome, Kind
from projections.knowledge import Knowledge
from tests.ledger.stories import (
    STARTED,
    append,
    brought_in,
    call,
    head,
    import_of,
    known_candidate,
    live,
    record,
    rows,
)

HIRED = ApplicationOutcome.HIRED


def opened(on: Installation, who: UUID) -> UUID:
    command = OpenApplication(candidate_id=who, opportunity="SRE")
    record(on, command)
    return command.application_id


def promised(on: Installation, who: UUID) -> UUID:
    command = PromiseFollowUp(candidate_id=who, due_on=date(2027, 2, 5), about="Porto")
    record(on, command)
    return command.follow_up_id


def talked(on: Installation, who: UUID) -> UUID:
    command = call(who)
    record(on, command)
    return command.engagement_id


def pool_of(on: Installation, name: str = "Porto") -> UUID:
    command = CreatePool(name=name)
    record(on, command)
    return command.pool_id


def test_what_a_source_tells_twice_is_recorded_once(workspace: Installation) -> None:
    who = known_candidate(workspace)
    told = EngagementRecorded(kind=Kind.EMAIL, source="gmail", external_id="<1@x>")

    first = record(workspace, RecordEngagement(candidate_id=who, engagement=told))
    again = record(workspace, RecordEngagement(candidate_id=who, engagement=told))

    assert (len(first), again) == (1, [])


def test_what_a_source_told_of_somebody_merged_is_known_of_both(
    workspace: Installation,
) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)
    told = EngagementRecorded(kind=Kind.EMAIL, source="gmail", external_id="<1@x>")
    record(workspace, RecordEngagement(candidate_id=two, engagement=told))
    record(workspace, MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two))

    assert record(workspace, RecordEngagement(candidate_id=one, engagement=told)) == []
    assert record(workspace, RecordEngagement(candidate_id=two, engagement=told)) == []


def test_a_correction_names_only_what_changed(workspace: Installation) -> None:
    talk = talked(workspace, known_candidate(workspace))
    right = CorrectEngagement(engagement_id=talk, changes={"kind": "meeting", "subject": None})

    first, again = record(workspace, right), record(workspace, right)

    assert (len(first), again) == (1, [])
    changes = rows(
        workspace,
        "select payload from ledger.events where workspace_id = %(workspace)s"
        " and event_type = 'EngagementCorrected'",
    )
    assert changes == [({"changes": {"kind": "meeting"}},)]


def test_a_retracted_engagement_is_neither_corrected_nor_retracted_again(
    workspace: Installation,
) -> None:
    talk = talked(workspace, known_candidate(workspace))

    assert record(workspace, RetractEngagement(engagement_id=talk))
    assert record(workspace, RetractEngagement(engagement_id=talk)) == []
    with pytest.raises(errors.NotAllowedNow):
        record(workspace, CorrectEngagement(engagement_id=talk, changes={"kind": "note"}))
    with pytest.raises(errors.Unknown):
        record(workspace, RetractEngagement(engagement_id=new_id()))


def test_an_archived_pool_takes_no_one_in_and_lets_everybody_go(
    workspace: Installation,
) -> None:
    one, two, pool = known_candidate(workspace), known_candidate(workspace), pool_of(workspace)
    joins = JoinPool(pool_id=pool, candidate_id=one)
    leaves = LeavePool(pool_id=pool, candidate_id=one)
    assert [len(record(workspace, joins)), record(workspace, joins)] == [1, []]

    record(workspace, ArchivePool(pool_id=pool))

    assert record(workspace, ArchivePool(pool_id=pool)) == []
    with pytest.raises(errors.NotAllowedNow):
        record(workspace, JoinPool(pool_id=pool, candidate_id=two))
    assert [len(record(workspace, leaves)), record(workspace, leaves)] == [1, []]

    opens = ReopenPool(pool_id=pool)
    assert [len(record(workspace, opens)), record(workspace, opens)] == [1, []]
    assert len(record(workspace, JoinPool(pool_id=pool, candidate_id=two))) == 1
    assert len(record(workspace, ArchivePool(pool_id=pool))) == 1


def test_a_pool_is_renamed_to_another_name_only(workspace: Installation) -> None:
    pool = pool_of(workspace, "Porto")

    assert record(workspace, RenamePool(pool_id=pool, name="Porto")) == []
    assert record(workspace, RenamePool(pool_id=pool, name="Lisboa"))
    for command in (
        RenamePool(pool_id=new_id(), name="x"),
        ArchivePool(pool_id=new_id()),
        ReopenPool(pool_id=new_id()),
        JoinPool(pool_id=new_id(), candidate_id=new_id()),
        LeavePool(pool_id=new_id(), candidate_id=new_id()),
    ):
        with pytest.raises(errors.Unknown):
            record(workspace, command)


def test_a_follow_up_ends_once_and_one_way(workspace: Installation) -> None:
    who = known_candidate(workspace)
    kept, dropped = promised(workspace, who), promised(workspace, who)

    for end, other, promise in (
        (FinishFollowUp, CancelFollowUp, kept),
        (CancelFollowUp, FinishFollowUp, dropped),
    ):
        assert record(workspace, end(follow_up_id=promise))
        assert record(workspace, end(follow_up_id=promise)) == []
        with pytest.raises(errors.NotAllowedNow):
            record(workspace, other(follow_up_id=promise))
    with pytest.raises(errors.Unknown):
        record(workspace, FinishFollowUp(follow_up_id=new_id()))


def test_an_application_moves_until_it_is_closed(workspace: Installation) -> None:
    job = opened(workspace, known_candidate(workspace))

    assert record(workspace, MoveApplication(application_id=job, stage="Applied")) == []
    assert record(workspace, MoveApplication(application_id=job, stage="Offer"))
    assert record(workspace, CloseApplication(application_id=job, outcome=HIRED))
    for command in (
        MoveApplication(application_id=job, stage="Start"),
        CloseApplication(application_id=job, outcome=HIRED),
    ):
        with pytest.raises(errors.NotAllowedNow):
            record(workspace, command)
    with pytest.raises(errors.Unknown):
        record(workspace, MoveApplication(application_id=new_id(), stage="Offer"))


def test_a_stage_may_be_as_long_as_a_line(workspace: Installation) -> None:
    job = opened(workspace, known_candidate(workspace))
    longest = "".join(chr(0x20000 + 7 * number % 40_000) for number in range(1_000))

    assert record(workspace, MoveApplication(application_id=job, stage=longest))


@pytest.mark.parametrize("is_later", [True, False])
def test_applications_and_promises_go_back_with_their_candidate(
    workspace: Installation, *, is_later: bool
) -> None:
    pair = sorted((known_candidate(workspace), known_candidate(workspace)))
    one, two = reversed(pair) if is_later else pair
    job, promise = opened(workspace, two), promised(workspace, two)
    merge = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)
    record(workspace, merge)
    record(workspace, MoveApplication(application_id=job, stage="Offer"))
    record(workspace, FinishFollowUp(follow_up_id=promise))

    record(workspace, UnmergeCandidates(merge_id=merge.merge_id))

    for view, word in (("applications", "Offer"), ("follow_ups", "done")):
        (row,) = live(workspace)[view]
        assert str(two) in row
        assert str(one) not in row
        assert word in row
    moved = rows(
        workspace,
        "select distinct candidate_id from views.timeline where workspace_id = %(workspace)s"
        " and event_type in ('ApplicationMoved', 'FollowUpDone')",
    )
    assert moved == [(two,)]


def test_an_import_is_taken_back_and_brought_back_once_each(workspace: Installation) -> None:
    import_id = import_of(workspace, "one")
    brought_in(workspace, import_id, [])
    revert, reinstate = RevertImport(import_id=import_id), ReinstateImport(import_id=import_id)

    assert record(workspace, reinstate) == []
    assert [len(record(workspace, revert)), record(workspace, revert)] == [1, []]
    assert [len(record(workspace, reinstate)), record(workspace, reinstate)] == [1, []]
    with pytest.raises(errors.Unknown):
        record(workspace, RevertImport(import_id=new_id()))


def test_an_import_under_way_is_not_taken_back(workspace: Installation) -> None:
    import_id = import_of(workspace, "one")
    append(workspace, [Entry(STARTED, import_id, 1)])

    with pytest.raises(errors.NotAllowedNow):
        record(workspace, RevertImport(import_id=import_id))


class _Overtaken(Knowledge):
    """What is known to somebody whom somebody else overtakes once, right after a question."""

    def __init__(self, on: Installation, view: str, first: Command) -> None:
        super().__init__(on.database, on.workspace)
        self._on, self._view, self._first = on, view, [first]

    @override
    def rows(self, view: str, **key: Any) -> Sequence[Mapping[str, Any]]:
        found = super().rows(view, **key)
        if view == self._view and self._first:
            record(self._on, self._first.pop())
        return found


def overtaken(on: Installation, view: str, command: Command, first: Command) -> list[Any]:
    known = _Overtaken(on, view, first)
    ledger = Ledger(on.database, on.workspace, lambda: known)
    return ledger.record(command, by=on.owner)


def test_an_application_closed_meanwhile_does_not_move(workspace: Installation) -> None:
    job = opened(workspace, known_candidate(workspace))
    close = CloseApplication(application_id=job, outcome=HIRED)

    move = MoveApplication(application_id=job, stage="Offer")
    with pytest.raises(errors.NotAllowedNow):
        overtaken(workspace, "applications", move, close)

    assert head(workspace) == 3


def test_a_promise_cancelled_meanwhile_is_not_kept(workspace: Installation) -> None:
    promise = promised(workspace, known_candidate(workspace))
    cancel = CancelFollowUp(follow_up_id=promise)

    with pytest.raises(errors.NotAllowedNow):
        overtaken(workspace, "follow_ups", FinishFollowUp(follow_up_id=promise), cancel)


def test_an_engagement_retracted_meanwhile_is_not_corrected(workspace: Installation) -> None:
    talk = talked(workspace, known_candidate(workspace))
    correct = CorrectEngagement(engagement_id=talk, changes={"kind": "note"})

    with pytest.raises(errors.NotAllowedNow):
        overtaken(workspace, "engagement", correct, RetractEngagement(engagement_id=talk))


def test_what_somebody_else_did_meanwhile_is_not_done_again(workspace: Installation) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)
    pool, import_id = pool_of(workspace), import_of(workspace, "one")
    brought_in(workspace, import_id, [])
    merge = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)
    record(workspace, merge)

    for view, command in (
        ("pool_members", JoinPool(pool_id=pool, candidate_id=one)),
        ("pool_members", LeavePool(pool_id=pool, candidate_id=one)),
        ("pools", ArchivePool(pool_id=pool)),
        ("pools", ReopenPool(pool_id=pool)),
        ("merges", UnmergeCandidates(merge_id=merge.merge_id)),
        ("imports", RevertImport(import_id=import_id)),
        ("imports", ReinstateImport(import_id=import_id)),
    ):
        before = head(workspace)
        assert overtaken(workspace, view, command, command) == []
        assert head(workspace) == before + 1


def test_time_comes_in_from_outside(workspace: Installation) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)

    (entry,) = call(new_id(), occurred_at=at).decide(workspace.knowledge(), at)

    assert entry.occurred_at == at
