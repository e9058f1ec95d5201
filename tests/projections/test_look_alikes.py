"""Who looks like whom, what was decided about it, and how both outlive merges and imports."""

from typing import Any

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.engagements import RecordEngagement
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.commands.look_alikes import DecideLater, KeepApart
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.entries import Entry
from ledger.events import CandidateAdded, EngagementRecorded
from ledger.handles import key_of
from ledger.ids import new_id
from ledger.likeness.traits import held
from ledger.words import CandidateId, Handle, HandleType, Kind, Profile, StreamId
from projections import look_alikes
from projections.look_alikes import Alike, Newcomer, Pair, State
from tests.ledger.stories import (
    brought_in,
    given_email,
    import_of,
    known_candidate,
    record,
    rows,
)


def anna(on: Installation, **facts: Any) -> CandidateId:
    """Enter Anna Müller of Acme, unless told otherwise."""
    profile = {"name": "Anna Müller", "company": "Acme GmbH", "location": "Berlin, Germany"}
    handles = facts.pop("handles", ())
    return known_candidate(on, profile=profile | facts, handles=handles)


def pairs(on: Installation, state: State = "open") -> list[Pair]:
    look_alikes.renew(on.database, on.workspace)
    with on.moment() as moment:
        return look_alikes.page(moment, state=state, after=None, limit=50)


def ids(found: list[Pair]) -> list[set[CandidateId]]:
    return [{pair.one, pair.other} for pair in found]


def alike(on: Installation, candidate: CandidateId) -> list[Alike]:
    look_alikes.renew_for_one(on.database, on.workspace)
    with on.moment() as moment:
        return look_alikes.of_candidate(moment, candidate)


def test_a_pair_is_shown_with_its_evidence_and_a_score_that_is_their_sum(
    workspace: Installation,
) -> None:
    one = anna(workspace, handles=[given_email("anna@acme.example")])
    other = anna(workspace, name="Anna Mueller", company="ACME")
    known_candidate(workspace, profile={"name": "Peter Holm", "company": "Acme"})

    (pair,) = pairs(workspace)

    assert {pair.one, pair.other} == {one, other}
    assert [each.words for each in pair.resemblance.evidence] == [
        "The name spelt otherwise: Anna Müller, Anna Mueller.",
        "Both work or worked at Acme GmbH.",
        "Nobody else in the ledger is called so.",
        "Both are in Berlin.",
    ]
    assert pair.resemblance.score == sum(each.points for each in pair.resemblance.evidence)
    assert pair.rank == pair.resemblance.score


def test_what_is_said_later_brings_pairs_and_takes_them_away(workspace: Installation) -> None:
    one, other = anna(workspace), anna(workspace, name="Peter Holm")
    before = pairs(workspace)

    record(
        workspace,
        UpdateCandidate.model_validate(
            {"candidate_id": other, "profile": {"name": "Müller, Anna"}}
        ),
    )
    during = pairs(workspace)
    record(
        workspace,
        UpdateCandidate.model_validate(
            {"candidate_id": other, "profile": {"name": "Peter Holm"}}
        ),
    )

    assert before == []
    assert ids(during) == [{one, other}]
    assert pairs(workspace) == []


def test_pairs_brought_up_to_date_are_those_worked_out_anew(workspace: Installation) -> None:
    for number in range(12):
        anna(workspace, name=f"{'Anna' if number % 2 else 'Ana'} Müller{number // 4}")
        pairs(workspace)
    little_by_little = pairs(workspace)

    for table in ("builds", "keys"):
        rows_of = f"delete from views.look_alike_{table} where workspace_id = %(workspace)s"
        rows(workspace, f"{rows_of} returning true")

    assert ids(pairs(workspace)) == ids(little_by_little)
    assert len(little_by_little) > 1


def test_two_kept_apart_are_never_shown_again(workspace: Installation) -> None:
    one, other = anna(workspace), anna(workspace)

    recorded = record(workspace, KeepApart(primary_candidate_id=one, other_candidate_id=other))
    again = record(workspace, KeepApart(primary_candidate_id=other, other_candidate_id=one))

    assert [each.event_type for each in recorded] == ["CandidatesKeptApart"]
    assert again == []
    assert pairs(workspace) == []
    assert alike(workspace, one) == []
    assert ids(pairs(workspace, "apart")) == [{one, other}]


def test_what_is_put_off_is_shown_among_what_is_put_off(workspace: Installation) -> None:
    one, other = anna(workspace), anna(workspace)

    record(workspace, DecideLater(primary_candidate_id=one, other_candidate_id=other))

    assert pairs(workspace) == []
    assert ids(pairs(workspace, "later")) == [{one, other}]
    assert [each.state for each in alike(workspace, one)] == ["later"]


def test_a_pair_is_kept_apart_under_whatever_ids_the_two_are_read(
    workspace: Installation,
) -> None:
    one, other, third = anna(workspace), anna(workspace), anna(workspace)
    record(workspace, KeepApart(primary_candidate_id=one, other_candidate_id=other))
    merge = MergeCandidates(primary_candidate_id=third, duplicate_candidate_id=one)

    record(workspace, merge)
    merged = pairs(workspace), pairs(workspace, "apart")
    record(workspace, UnmergeCandidates(merge_id=merge.merge_id))

    assert (ids(merged[0]), ids(merged[1])) == ([], [{third, other}])
    assert sorted(map(sorted, ids(pairs(workspace)))) == sorted(
        map(sorted, [{one, third}, {other, third}])
    )
    assert ids(pairs(workspace, "apart")) == [{one, other}]


def test_a_decision_needs_two_people_who_are_two(workspace: Installation) -> None:
    one, other = anna(workspace), anna(workspace)

    with pytest.raises(errors.Invalid):
        record(workspace, KeepApart(primary_candidate_id=one, other_candidate_id=one))
    with pytest.raises(errors.Unknown):
        record(
            workspace,
            KeepApart(primary_candidate_id=one, other_candidate_id=workspace.workspace),
        )
    record(workspace, MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=other))
    with pytest.raises(errors.NotAllowedNow):
        record(workspace, DecideLater(primary_candidate_id=one, other_candidate_id=other))


def test_a_profile_that_somebody_signs_with_leads_to_its_holder(
    workspace: Installation,
) -> None:
    link = Handle(type=HandleType.LINKEDIN, value="linkedin.com/in/a-mueller-77")
    holder = known_candidate(
        workspace, profile={"name": "Anna Müller"}, handles=[{"handle": link}]
    )
    writer = known_candidate(workspace, handles=[given_email("am77@mail.example")])
    body = "Thanks!\n\n-- \nA.\nhttps://www.linkedin.com/in/A-Mueller-77/\n"
    for direction, said in (("inbound", body), ("outbound", "linkedin.com/in/none")):
        record(
            workspace,
            RecordEngagement.model_validate(
                {
                    "candidate_id": writer,
                    "engagement": {"kind": "email", "direction": direction, "body": said},
                }
            ),
        )

    (found,) = alike(workspace, writer)

    assert found.candidate_id == holder
    assert "a-mueller-77" in found.resemblance.evidence[0].words


def test_newcomers_are_told_whom_they_resemble(workspace: Installation) -> None:
    one = anna(workspace, handles=[given_email("anna@acme.example")])
    phone = Handle(type=HandleType.PHONE, value="030 1234567")
    known_candidate(
        workspace,
        profile={"name": "Ole Holm"},
        handles=[{"handle": {"type": "phone", "value": "+49 30 1234567"}}],
    )
    newcomers: list[Newcomer] = [
        ("Anna Mueller", {"company": "Acme"}, ()),
        ("", {}, [held(phone.type, phone.value, key_of(phone))]),
        ("Peter Berg", {"company": "Acme"}, ()),
    ]

    look_alikes.renew_for_one(workspace.database, workspace.workspace)
    with workspace.moment() as moment:
        found = look_alikes.of_newcomers(moment, newcomers)

    assert [each.candidate_id for each in found[0]] == [one]
    assert "written otherwise" in found[1][0].resemblance.evidence[0].words
    assert found[2] == []


def test_no_pair_crosses_from_one_workspace_to_another(
    workspace: Installation, opened: Installation
) -> None:
    anna(workspace)
    anna(opened)

    assert pairs(workspace) == []


def test_a_reverted_import_takes_its_pairs_along_and_brings_them_back(
    workspace: Installation,
) -> None:
    one = anna(workspace)
    other = CandidateId(new_id())
    added = CandidateAdded(profile=Profile(name="Anna Müller"))
    import_id = import_of(workspace, "people")
    brought_in(workspace, import_id, [Entry(added, StreamId(other), 1, other)])

    before = pairs(workspace)
    record(workspace, RevertImport(import_id=import_id))
    reverted = pairs(workspace)
    record(workspace, ReinstateImport(import_id=import_id))

    assert ids(before) == [{one, other}]
    assert reverted == []
    assert ids(pairs(workspace)) == [{one, other}]


def test_talk_leaves_the_pairs_as_they_are_and_up_to_date(workspace: Installation) -> None:
    one, other = anna(workspace), anna(workspace)
    before = pairs(workspace)

    told = EngagementRecorded(kind=Kind.NOTE, body="Spoke about Porto.")
    record(workspace, RecordEngagement(candidate_id=one, engagement=told))
    behind = look_alikes.freshness(workspace.database, workspace.workspace)
    after = pairs(workspace)

    assert behind == "behind"
    assert look_alikes.freshness(workspace.database, workspace.workspace) == "fresh"
    assert after == before
    assert ids(after) == [{one, other}]


def test_whoever_is_gone_is_in_no_pair_where_only_keys_were_renewed(
    workspace: Installation,
) -> None:
    one, other, third = anna(workspace), anna(workspace), anna(workspace)
    assert len(pairs(workspace)) == 3

    record(workspace, MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=other))
    look_alikes.renew_for_one(workspace.database, workspace.workspace)

    assert ids(pairs(workspace)) == [{one, third}]
    left = rows(
        workspace,
        "select 1 from views.look_alikes where %(gone)s in (one_id, other_id)",
        gone=other,
    )
    assert left == []
