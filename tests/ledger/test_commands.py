"""What may be asked of the ledger about people, and when the answer is no."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.candidates import AddCandidate, NoteAttachment, UpdateCandidate
from ledger.commands.handles import AddHandle, CorrectHandle, RemoveHandle, handle_id_of
from ledger.commands.imports import RevertImport
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.tags import AddTag, RemoveTag
from ledger.entries import Recorded
from ledger.ids import new_id
from ledger.words import Attachment, CandidateId
from tests.ledger.stories import (
    brought_in,
    call,
    email,
    given_email,
    head,
    import_of,
    known_candidate,
    live,
    record,
    rows,
    stored,
)

ANA = "ana@x.example"


def types_of(places: list[Recorded]) -> list[str]:
    return [place.event_type for place in places]


def handle_id(on: Installation, address: str = ANA) -> UUID:
    return handle_id_of(on.knowledge(), email(address))


def update(who: UUID, *, if_version: int | None = None, **facts: object) -> UpdateCandidate:
    return UpdateCandidate.model_validate(
        {"candidate_id": who, "profile": facts, "if_version": if_version}
    )


def merged(on: Installation, one: UUID, two: UUID) -> UUID:
    command = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)
    record(on, command)
    return command.merge_id


def test_a_candidate_is_entered_with_handles_and_tags_in_one_go(
    workspace: Installation,
) -> None:
    handles = (given_email(ANA), given_email("Ana@X.example"), given_email("b@x.example"))

    places = record(workspace, AddCandidate(handles=handles, tags=("Porto", "porto", "SRE")))

    assert types_of(places) == ["CandidateAdded", *["HandleAdded"] * 2, *["TagAdded"] * 2]


def test_a_candidate_whose_handle_is_held_is_not_entered_at_all(
    workspace: Installation,
) -> None:
    holder = known_candidate(workspace, handles=[given_email(ANA)])

    with pytest.raises(errors.HandleHeld) as refusal:
        record(workspace, AddCandidate(handles=(given_email("b@x.example"), given_email(ANA))))

    assert refusal.value.facts["candidate_id"] == holder
    assert head(workspace) == 2


def test_only_facts_that_differ_are_recorded(workspace: Installation) -> None:
    who = known_candidate(workspace, profile={"first_name": "Ana", "title": "SRE"})

    record(workspace, update(who, first_name="Ana", title=None, company="Acme"))

    ((payload,), *_) = reversed(stored(workspace, "payload"))
    assert payload == {"profile": {"title": None, "company": "Acme"}}


def test_facts_that_are_known_are_nothing_new(workspace: Installation) -> None:
    who = known_candidate(workspace, profile={"first_name": "Ana"})

    assert record(workspace, update(who, first_name="Ana")) == []


def test_an_update_on_what_was_read_before_is_refused(workspace: Installation) -> None:
    who = known_candidate(workspace)
    record(workspace, update(who, title="SRE"))

    with pytest.raises(errors.StaleVersion) as refusal:
        record(workspace, update(who, title="Lead", if_version=1))

    assert refusal.value.facts == {"expected": 1, "version": 2, "stream_id": who}
    assert record(workspace, update(who, title="Lead", if_version=2))


def test_the_version_a_profile_shows_is_the_one_an_update_expects(
    workspace: Installation,
) -> None:
    who = known_candidate(workspace)
    import_id = import_of(workspace, "one")
    told = update(who, title="SRE").decide(workspace.knowledge(), _now())
    brought_in(workspace, import_id, told)
    _revert(workspace, import_id)
    ((shown,),) = rows(
        workspace, "select version from views.profile where workspace_id = %(workspace)s"
    )

    places = record(workspace, update(who, title="Lead", if_version=shown))

    assert types_of(places) == ["CandidateUpdated"]


def test_a_stranger_can_be_told_nothing(workspace: Installation) -> None:
    who = new_id()
    asked = (
        update(who, title="SRE"),
        AddHandle(candidate_id=who, given=given_email(ANA)),
        CorrectHandle(candidate_id=who, handle_id=new_id(), label="home"),
        RemoveHandle(candidate_id=who, handle_id=new_id()),
        AddTag(candidate_id=who, tag="Porto"),
        RemoveTag(candidate_id=who, tag="Porto"),
        NoteAttachment(candidate_id=who, attachment=Attachment(filename="cv.pdf")),
        call(who),
    )

    for command in asked:
        with pytest.raises(errors.Unknown):
            record(workspace, command)

    assert head(workspace) == 0


def test_a_handle_told_twice_is_recorded_once(workspace: Installation) -> None:
    who = known_candidate(workspace)
    claim = AddHandle(candidate_id=who, given=given_email(ANA))

    first, again = record(workspace, claim), record(workspace, claim)

    assert (types_of(first), again) == (["HandleAdded"], [])


def test_a_removed_handle_is_free_for_somebody_else(workspace: Installation) -> None:
    who = known_candidate(workspace, handles=[given_email(ANA)])
    other = known_candidate(workspace)
    record(workspace, RemoveHandle(candidate_id=who, handle_id=handle_id(workspace)))

    places = record(workspace, AddHandle(candidate_id=other, given=given_email(ANA)))

    assert (types_of(places), places[0].version) == (["HandleAdded"], 3)
    with pytest.raises(errors.HandleHeld):
        record(workspace, AddHandle(candidate_id=who, given=given_email(ANA)))


def test_a_handle_added_again_starts_afresh(workspace: Installation) -> None:
    who = known_candidate(workspace, handles=[given_email(ANA)])
    the_handle = handle_id(workspace)
    record(workspace, CorrectHandle(candidate_id=who, handle_id=the_handle, label="old home"))
    record(workspace, RemoveHandle(candidate_id=who, handle_id=the_handle))

    record(workspace, AddHandle(candidate_id=who, given=given_email(ANA)))

    query = (
        "select told, claimed_position from views.handles where workspace_id = %(workspace)s"
    )
    assert rows(workspace, query) == [({"is_primary": False}, 5)]


def test_a_handle_is_corrected_once(workspace: Installation) -> None:
    who = known_candidate(workspace, handles=[given_email(ANA)])
    wrong = CorrectHandle.model_validate(
        {"candidate_id": who, "handle_id": handle_id(workspace), "status": "invalid"}
    )

    first, again = record(workspace, wrong), record(workspace, wrong)

    assert (types_of(first), again) == (["HandleCorrected"], [])


def test_a_handle_is_current_until_somebody_says_otherwise(workspace: Installation) -> None:
    who = known_candidate(workspace, handles=[given_email(ANA)])
    current = CorrectHandle.model_validate(
        {"candidate_id": who, "handle_id": handle_id(workspace), "status": "current"}
    )

    assert record(workspace, current) == []


def test_nobody_corrects_or_removes_another_ones_handle(workspace: Installation) -> None:
    known_candidate(workspace, handles=[given_email(ANA)])
    other, the_handle = known_candidate(workspace), handle_id(workspace)

    with pytest.raises(errors.Unknown):
        record(workspace, RemoveHandle(candidate_id=other, handle_id=the_handle))
    with pytest.raises(errors.Unknown):
        record(workspace, CorrectHandle(candidate_id=other, handle_id=the_handle, label="x"))


@pytest.mark.parametrize(
    ("given", "same"),
    [("Porto", "pORTO"), ("ΟΔΟΣ", "οδος"), ("İstanbul", "İSTANBUL"), ("Straße", "STRASSE")],
)
def test_a_tag_is_the_same_however_it_is_written(
    workspace: Installation, given: str, same: str
) -> None:
    who = known_candidate(workspace, tags=[given])

    again = record(workspace, AddTag(candidate_id=who, tag=same))
    removed = record(workspace, RemoveTag(candidate_id=who, tag=same))
    twice = record(workspace, RemoveTag(candidate_id=who, tag=same))

    assert (again, types_of(removed), twice) == ([], ["TagRemoved"], [])
    assert live(workspace)["tags"] == []


def test_the_longest_words_a_candidate_may_have_are_taken(workspace: Installation) -> None:
    # Nothing of it repeats, so no page of an index can make it shorter.
    longest = "".join(chr(0x20000 + 7 * number % 40_000) for number in range(1_000))

    who = known_candidate(
        workspace, profile={"first_name": longest, "last_name": longest}, tags=[longest[:100]]
    )

    assert record(workspace, AddTag(candidate_id=who, tag=longest[:100])) == []
    assert record(workspace, RemoveTag(candidate_id=who, tag=longest[:100]))


def test_a_merge_is_made_once(workspace: Installation) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)
    merged(workspace, one, two)

    for pair in ((one, two), (two, one)):
        command = MergeCandidates(primary_candidate_id=pair[0], duplicate_candidate_id=pair[1])
        assert record(workspace, command) == []


def test_nobody_is_merged_with_themselves(workspace: Installation) -> None:
    who = known_candidate(workspace)

    with pytest.raises(errors.Invalid):
        merged(workspace, who, who)


def test_a_merge_is_taken_back_once(workspace: Installation) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)
    unmerge = UnmergeCandidates(merge_id=merged(workspace, one, two))

    first, again = record(workspace, unmerge), record(workspace, unmerge)

    assert (types_of(first), again) == (["CandidatesUnmerged"], [])
    with pytest.raises(errors.Unknown):
        record(workspace, UnmergeCandidates(merge_id=new_id()))


def test_what_is_told_of_a_merged_candidate_is_told_of_the_one_they_are_read_as(
    workspace: Installation,
) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)
    merged(workspace, one, two)

    places = record(workspace, AddTag(candidate_id=two, tag="Porto"))

    assert places[0].candidate_id == one
    assert record(workspace, AddTag(candidate_id=one, tag="porto")) == []


def test_a_chain_of_merges_comes_apart_in_any_order(workspace: Installation) -> None:
    one, two, three = (known_candidate(workspace, tags=[f"t{n}"]) for n in range(3))
    before = live(workspace, "merges", "timeline")
    first = merged(workspace, two, three)
    second = merged(workspace, one, two)
    assert _roots(workspace, one, two, three) == [one, one, one]

    record(workspace, UnmergeCandidates(merge_id=first))
    assert _roots(workspace, one, two, three) == [one, one, three]
    record(workspace, UnmergeCandidates(merge_id=second))

    assert live(workspace, "merges", "timeline") == before


def _roots(on: Installation, *people: UUID) -> list[CandidateId]:
    return [on.knowledge().root(who) for who in people]


def _now() -> datetime:
    return datetime.now(UTC)


def _revert(on: Installation, import_id: UUID) -> None:
    record(on, RevertImport(import_id=import_id))
