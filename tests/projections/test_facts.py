"""Of all that was told of somebody one value holds; the others are kept, and shown in order."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api.installation import Installation
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.commands.merges import MergeCandidates
from ledger.entries import Entry
from ledger.events import CandidateUpdated
from ledger.words import CandidateId, Position, Profile, StreamId
from projections import facts, lists, profile
from projections.moment import Moment
from tests.ledger.stories import (
    another_workspace,
    as_of,
    brought_in,
    head,
    import_of,
    known_candidate,
    live,
    record,
)
from tests.projections.histories import EXAMPLES, PEOPLE, Batch, Told, histories, how

_MANY = 1_000


def _titles(on: Installation, who: UUID, until: int | None = None) -> list[Any]:
    position = None if until is None else Position(until)
    with on.moment(position) as moment:
        told = facts.of_candidate(moment, CandidateId(who), field="title", limit=_MANY)
    return [each.value for each in told]


def _title(on: Installation, who: UUID) -> str:
    """Return the title that profile shows and search finds."""
    with on.moment() as moment:
        shown = profile.of_candidates(moment, [CandidateId(who)])[CandidateId(who)]
        title: str = shown.values["title"]
        found = lists.by_name(
            moment,
            query=title,
            pool=None,
            tag=None,
            after=None,
            limit=_MANY,
        )
    assert [row.profile.candidate_id for row in found] == [who]
    return title


def _bring_in(on: Installation, who: UUID, title: str, *, year: int) -> StreamId:
    """Bring in a file of a year that says what somebody's title is."""
    import_id, stream = import_of(on, title), StreamId(who)
    updated = CandidateUpdated(profile=Profile(title=title), source="network")
    told_at = datetime(year, 5, 1, tzinfo=UTC)
    version = on.knowledge().version(stream) + 1
    brought_in(
        on, import_id, [Entry(updated, stream, version, CandidateId(who), told_at, import_id)]
    )
    return import_id


def _change(on: Installation, who: UUID, title: str) -> None:
    update = {"candidate_id": who, "profile": {"title": title}}
    record(on, UpdateCandidate.model_validate(update))


def test_an_older_file_brought_in_after_a_newer_one_changes_nothing(
    workspace: Installation,
) -> None:
    who = known_candidate(workspace)

    _bring_in(workspace, who, "Director", year=2026)
    _bring_in(workspace, who, "Engineer", year=2024)
    _bring_in(workspace, who, "Manager", year=2025)

    assert _title(workspace, who) == "Director"
    assert _titles(workspace, who) == ["Director", "Manager", "Engineer"]


def test_of_two_files_of_one_date_the_later_one_brought_in_holds(
    workspace: Installation,
) -> None:
    who = known_candidate(workspace)

    _bring_in(workspace, who, "Engineer", year=2024)
    _bring_in(workspace, who, "Manager", year=2024)

    assert _title(workspace, who) == "Manager"


def test_a_value_put_right_by_hand_outlives_every_file(workspace: Installation) -> None:
    who = known_candidate(workspace)
    _bring_in(workspace, who, "Engineer", year=2024)
    _change(workspace, who, "Painter")

    _bring_in(workspace, who, "Director", year=2099)

    assert _title(workspace, who) == "Painter"
    assert _titles(workspace, who) == ["Painter", "Director", "Engineer"]


def test_the_newest_value_put_down_by_hand_holds(workspace: Installation) -> None:
    who = known_candidate(workspace, profile={"title": "Baker"})

    _change(workspace, who, "Cook")
    _change(workspace, who, "Chef")

    assert _title(workspace, who) == "Chef"
    assert _titles(workspace, who) == ["Chef", "Cook", "Baker"]
    assert _titles(workspace, who, head(workspace) - 1) == ["Cook", "Baker"]


def test_the_candidates_own_facts_come_before_a_duplicates_newer_ones(
    workspace: Installation,
) -> None:
    ada, twin = known_candidate(workspace), known_candidate(workspace)
    _bring_in(workspace, ada, "Analyst", year=2020)
    _bring_in(workspace, twin, "Countess", year=2026)

    record(workspace, MergeCandidates(primary_candidate_id=ada, duplicate_candidate_id=twin))

    assert _title(workspace, ada) == "Analyst"
    with workspace.moment() as moment:
        told = facts.of_candidate(moment, ada, field="title", limit=_MANY)
    assert [(each.value, each.subject_id) for each in told] == [
        ("Analyst", ada),
        ("Countess", twin),
    ]


def test_a_reverted_files_word_is_gone_until_it_is_reinstated(workspace: Installation) -> None:
    who = known_candidate(workspace, profile={"title": None})
    _bring_in(workspace, who, "Engineer", year=2024)
    newer = _bring_in(workspace, who, "Director", year=2026)

    record(workspace, RevertImport(import_id=newer))
    reverted = _titles(workspace, who)
    record(workspace, ReinstateImport(import_id=newer))

    assert reverted == [None, "Engineer"]
    assert _titles(workspace, who) == [None, "Director", "Engineer"]


def test_a_fact_says_where_and_when_it_was_told(workspace: Installation) -> None:
    who = known_candidate(workspace)
    import_id = _bring_in(workspace, who, "Engineer", year=2024)

    with workspace.moment() as moment:
        (told,) = facts.of_candidate(moment, who, limit=1)

    assert (told.field, told.source, told.import_id) == ("title", "network", import_id)
    assert told.told_at == datetime(2024, 5, 1, tzinfo=UTC)
    assert told.recorded_at > told.told_at
    assert (told.holds, told.is_by_hand, told.told_count) == (True, False, 1)


def test_no_more_values_are_shown_than_asked_for(workspace: Installation) -> None:
    who = known_candidate(workspace, profile={"title": "0", "company": "Lumen"})
    for number in range(1, 4):
        _change(workspace, who, str(number))

    with workspace.moment() as moment:
        told = facts.of_candidate(moment, who, limit=3)

    assert [(each.field, each.value, each.told_count) for each in told] == [
        ("company", "Lumen", 1),
        ("title", "3", 4),
        ("title", "2", 4),
        ("title", "1", 4),
    ]


@how(max(5, EXAMPLES // 3))
@given(history=histories, earlier=st.integers(0, 40))
def test_what_holds_is_what_the_profile_shows_at_any_moment(
    workspace: Installation, history: list[Batch], earlier: int
) -> None:
    workspace = another_workspace(workspace)
    story = Told(workspace)
    for batch in history:
        story.write(batch)
    end = head(workspace)

    for until in (None, Position(max(0, end - earlier))):
        with workspace.moment(until) as moment:
            for number in range(PEOPLE):
                who = moment.root(CandidateId(story.name("candidate", number)))
                told = facts.of_candidate(moment, who, limit=_MANY)
                holding = {
                    each.field: (each.value, each.position) for each in told if each.holds
                }
                assert holding == _shown(moment, who)
    assert as_of(workspace, profile.PROFILE, end) == live(workspace)["profile"]


def _shown(moment: Moment, who: CandidateId) -> dict[str, tuple[Any, int]]:
    return {
        field: (fact["value"], profile.rank_of(fact).position)
        for known in profile.of_candidates(moment, [who]).values()
        for field, fact in known.facts.items()
    }
