"""Whoever met somebody who was erased keeps their whole record, then as now."""

from typing import Any

import psycopg
import pytest

from api.installation import Installation
from ledger.commands.engagements import CorrectEngagement, RetractEngagement
from ledger.words import Participant
from projections.timeline import TIMELINE
from tests.ledger.erasure.people import (
    NAME,
    OTHER_THERE,
    PERSON_THERE,
    cast,
    found_in,
    group,
    tables,
)
from tests.ledger.stories import (
    another_workspace,
    as_of,
    head,
    known_candidate,
    live,
    record,
    rows,
)


def engagement(on: Installation, engagement_id: Any) -> dict[str, Any]:
    """Return an engagement as it reads now."""
    (row,) = on.knowledge().rows("engagement", stream_id=engagement_id)
    return dict(row)


def test_an_engagement_of_others_reads_as_before_without_the_person(
    workspace: Installation,
) -> None:
    them = cast(workspace)
    before = engagement(workspace, them.group_of_other)

    workspace.erase(them.person)
    after = engagement(workspace, them.group_of_other)

    (left,) = after["payload"].pop("participants")
    assert left == {
        "name": OTHER_THERE[0],
        "handle": {"type": "email", "value": OTHER_THERE[1]},
    }
    assert before["payload"].pop("participants")[1] == left
    assert after == before


def test_others_views_are_what_they_were(workspace: Installation) -> None:
    them = cast(workspace)
    of_other = (
        "select t::text from views.{} t"
        " where workspace_id = %(workspace)s and candidate_id = %(who)s"
    )
    names = ("profile", "handles", "relationship", "pool_members", "search")

    def told() -> list[Any]:
        return [rows(workspace, of_other.format(name), who=them.other) for name in names]

    before = told()
    workspace.erase(them.person)

    assert told() == before


def test_as_of_before_the_erasure_others_read_as_they_did_then(workspace: Installation) -> None:
    them = cast(workspace)
    record(
        workspace,
        CorrectEngagement(engagement_id=them.group_of_other, changes={"subject": "Dinner"}),
    )
    then = head(workspace)
    record(
        workspace,
        CorrectEngagement(engagement_id=them.group_of_other, changes={"subject": "Tea"}),
    )
    workspace.erase(them.person)

    assert engagement(workspace, them.group_of_other)["payload"]["subject"] == "Tea"
    assert engagement(workspace, them.group_of_other)["edit_count"] == 2
    (line,) = [
        line for line in as_of(workspace, TIMELINE, then) if str(them.group_of_other) in line
    ]
    assert "Dinner" in line
    assert "Tea" not in line
    assert found_in(line) == []
    (line,) = [
        line
        for line in as_of(workspace, TIMELINE, then - 1)
        if str(them.group_of_other) in line
    ]
    assert "Lunch" in line


def test_a_correction_that_names_the_person_is_restated_in_its_place(
    workspace: Installation,
) -> None:
    them = cast(workspace)
    both = [
        {"name": NAME, "handle": {"type": "email", "value": PERSON_THERE[1]}},
        {"name": "Zoe"},
    ]
    record(
        workspace,
        CorrectEngagement(
            engagement_id=them.group_of_other, changes={"participants": both, "subject": "A"}
        ),
    )
    record(
        workspace,
        CorrectEngagement(engagement_id=them.group_of_other, changes={"subject": "B"}),
    )

    receipt = workspace.erase(them.person)

    after = engagement(workspace, them.group_of_other)
    assert receipt.restated_count == 2
    assert [each["name"] for each in after["payload"]["participants"]] == ["Zoe"]
    assert (after["payload"]["subject"], after["edit_count"]) == ("B", 2)
    assert found_in(tables(workspace)) == []


def test_two_of_a_group_may_be_erased_one_after_the_other(workspace: Installation) -> None:
    them = cast(workspace)
    anna = known_candidate(
        workspace,
        profile={"name": "Anna Drei"},
        handles=({"handle": {"type": "email", "value": "anna@x.example"}},),
    )
    of_third = group(them.third, PERSON_THERE, OTHER_THERE, ("Anna Drei", "anna@x.example"))
    record(workspace, of_third)

    workspace.erase(them.person)
    workspace.erase(anna)

    after = engagement(workspace, of_third.engagement_id)
    assert [each["name"] for each in after["payload"]["participants"]] == [OTHER_THERE[0]]
    assert (after["edit_count"], after["payload"]["body"]) == (0, "At noon?")
    assert found_in(tables(workspace)) == []
    workspace.erase(them.third)
    assert workspace.knowledge().rows("engagement", stream_id=of_third.engagement_id) == []


def test_a_retracted_engagement_stays_retracted(workspace: Installation) -> None:
    them = cast(workspace)
    record(workspace, RetractEngagement(engagement_id=them.group_of_other))

    workspace.erase(them.person)

    assert workspace.knowledge().rows("engagement", stream_id=them.group_of_other) == []
    assert found_in(tables(workspace)) == []


def test_a_name_alone_is_the_person_only_in_a_conversation_of_theirs(
    workspace: Installation,
) -> None:
    them = cast(workspace)
    of_talk = group(them.other, conversation="talk")
    elsewhere = group(them.other, conversation="elsewhere")
    for command in (of_talk, elsewhere):
        named = {"participants": (Participant(name=NAME),)}
        told = command.engagement.model_copy(update=named)
        record(workspace, command.model_copy(update={"engagement": told}))

    receipt = workspace.erase(them.person)

    assert engagement(workspace, of_talk.engagement_id)["payload"]["participants"] == []
    left = engagement(workspace, elsewhere.engagement_id)
    assert left["payload"]["participants"][0]["name"] == NAME
    assert receipt.mentions == (left["position"],)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        (f"Ask {NAME.upper()} about it", True),
        ("write to quirina.zw@nirgends.example!", True),
        ("call 030 / 99 88 77-665", True),
        ("call 0049 (0)30 99887766", False),
        (f"{NAME}sky", False),
        ("Quirina", False),
    ],
)
def test_texts_of_others_stay_and_are_listed(
    workspace: Installation,
    text: str,
    is_named: bool,  # noqa: FBT001 - a value of the table
) -> None:
    them = cast(workspace)
    told = group(them.third, OTHER_THERE)
    told = told.model_copy(
        update={"engagement": told.engagement.model_copy(update={"body": text})}
    )
    (recorded,) = record(workspace, told)

    receipt = workspace.erase(them.person)

    assert engagement(workspace, told.engagement_id)["payload"]["body"] == text
    assert receipt.mentions == ((recorded.position,) if is_named else ())


def test_another_workspace_is_untouched(workspace: Installation) -> None:
    beside = another_workspace(workspace)
    them, _ = cast(workspace), cast(beside)
    before = live(beside)

    workspace.erase(them.person)

    assert live(beside) == before


@pytest.mark.parametrize(
    "change",
    [
        "payload = null, salt = null",
        "payload = null",
        "digest = ''",
        "payload = '{}'",
        "payload = null, salt = null, actor_id = gen_random_uuid()",
    ],
)
def test_no_event_is_emptied_but_by_an_erasure(workspace: Installation, change: str) -> None:
    them = cast(workspace)
    position = workspace.erase(them.person).position
    refused = f"update ledger.events set {change} where workspace_id = %(workspace)s"

    for setting in ("", f"select set_config('rapport.erasing_at', '{position}', false);"):
        with pytest.raises(psycopg.DatabaseError, match="only grows"):
            rows(
                workspace,
                setting + refused.replace("%(workspace)s", f"'{workspace.workspace}'"),
            )
    with pytest.raises(psycopg.DatabaseError, match="Nobody was erased"):
        rows(workspace, "select ledger.forget(%(workspace)s, 1)")


def test_an_earlier_erasure_empties_nothing_more(workspace: Installation) -> None:
    them = cast(workspace)
    position = workspace.erase(them.person).position
    before = tables(workspace)

    rows(workspace, "select ledger.forget(%(workspace)s, %(at)s)", at=position)

    assert tables(workspace) == before
