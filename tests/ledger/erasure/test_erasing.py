"""After an erasure nothing tells of the person, and everybody else reads as before."""

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.merges import UnmergeCandidates
from ledger.entries import Entry
from ledger.events import LegalHoldPlaced, LegalHoldReleased
from ledger.ids import new_id
from ledger.words import Profile, StreamId
from projections import VIEWS
from projections.rebuild import rebuild_all
from tests.ledger.erasure.people import CANARIES, NAME, add_again, cast, found_in, tables
from tests.ledger.stories import all_as_of, append, call, head, live, record, stored


def test_no_table_holds_a_word_of_somebody_erased(workspace: Installation) -> None:
    them = cast(workspace)
    assert found_in(tables(workspace)) == list(CANARIES)

    receipt = workspace.erase(them.person)

    assert found_in(tables(workspace)) == []
    assert set(receipt.candidate_ids) == them.ids
    assert receipt.event_count == sum(receipt.events_by_type.values())
    assert receipt.restated_count == 1
    assert len(receipt.emptied_elsewhere) == 2


def test_views_read_alike_live_rebuilt_and_as_of_the_head(alone: Installation) -> None:
    them = cast(alone)
    alone.erase(them.person)
    before = live(alone)

    assert all_as_of(alone, head(alone)) == before
    rebuild_all(alone.database, VIEWS, tell=lambda _: None)
    assert live(alone) == before


def test_envelope_digest_and_order_stay(workspace: Installation) -> None:
    them = cast(workspace)
    columns = "position, stream_id, version, event_type, candidate_id, occurred_at, digest"
    before = stored(workspace, columns)

    workspace.erase(them.person)

    assert stored(workspace, columns)[: len(before)] == before
    assert [row[0] for row in stored(workspace, "position")] == list(
        range(1, head(workspace) + 1)
    )


def test_somebody_erased_twice_is_erased_once(workspace: Installation) -> None:
    them = cast(workspace)
    first = workspace.erase(them.person)
    end = head(workspace)

    again = workspace.erase(them.duplicate)

    assert again.is_repeat
    assert (again.position, again.event_count) == (first.position, first.event_count)
    assert again.events_by_type == first.events_by_type
    assert head(workspace) == end


def test_nothing_is_recorded_about_somebody_erased(workspace: Installation) -> None:
    them = cast(workspace)
    workspace.erase(them.person)
    end = head(workspace)

    for command in (
        call(them.person),
        call(them.duplicate),
        UpdateCandidate(candidate_id=them.person, profile=Profile(title="x")),
    ):
        with pytest.raises(errors.Erased, match="was erased on"):
            record(workspace, command)
    with pytest.raises(errors.Unknown):
        record(workspace, UnmergeCandidates(merge_id=them.merge))

    assert head(workspace) == end


def test_an_address_of_somebody_erased_is_refused_by_hand(workspace: Installation) -> None:
    them = cast(workspace)
    workspace.erase(them.person)

    with pytest.raises(errors.Suppressed, match="rapport suppression lift"):
        record(workspace, add_again())


def test_a_legal_hold_refuses_until_it_is_released(workspace: Installation) -> None:
    them = cast(workspace)
    hold = StreamId(new_id())
    append(workspace, [Entry(LegalHoldPlaced(reason="suit"), hold, 1, them.duplicate)])
    end = head(workspace)

    with pytest.raises(errors.LegallyHeld):
        workspace.eraser().look(them.person)
    with pytest.raises(errors.LegallyHeld):
        workspace.erase(them.person)
    assert head(workspace) == end

    append(workspace, [Entry(LegalHoldReleased(), hold, 2, them.duplicate)])
    assert workspace.erase(them.person).position == head(workspace)


def test_a_look_at_an_erasure_writes_nothing_and_says_the_same(workspace: Installation) -> None:
    them = cast(workspace)
    before = tables(workspace)

    looked = workspace.eraser().look(them.duplicate)

    assert tables(workspace) == before
    done = workspace.erase(them.person)
    same = (
        "candidate_ids",
        "event_count",
        "events_by_type",
        "emptied_elsewhere",
        "restated_count",
        "mentions",
        "mention_count",
        "suppressed_count",
    )
    assert [getattr(looked, each) for each in same] == [getattr(done, each) for each in same]
    assert looked.is_dry_run


def test_a_reason_that_names_the_person_is_refused(workspace: Installation) -> None:
    them = cast(workspace)
    with pytest.raises(errors.Invalid):
        workspace.erase(them.person, reason=f"{NAME} asked for it")

    assert workspace.erase(them.person, reason="asked for it").position


def test_a_stranger_cannot_be_erased(workspace: Installation) -> None:
    with pytest.raises(errors.Unknown):
        workspace.erase(new_id())
