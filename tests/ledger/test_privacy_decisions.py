"""What may be asked about consent, contact, notices, holds and retention, and when not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands import Command
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.pools import CreatePool, JoinPool
from ledger.commands.privacy import (
    AskDoNotContact,
    GiveConsent,
    GiveNotice,
    LiftDoNotContact,
    PlaceLegalHold,
    ReleaseLegalHold,
    WaiveNotice,
    WithdrawConsent,
)
from ledger.commands.retention import RemoveRetentionRule, SetRetentionRule
from ledger.ids import new_id
from ledger.words import CandidateId, Purpose, RetentionStart
from projections import consents, notices, retention_rules, safeguards
from tests.ledger.stories import call, head, known_candidate, record

TODAY = datetime.now(UTC).date()
NEWS = Purpose.NEWS


def _types(on: Installation, command: Command) -> list[str]:
    return [each.event_type for each in record(on, command)]


def _consents(on: Installation, who: UUID) -> dict[str, bool]:
    with on.moment() as moment:
        told = consents.of_candidates(moment, [CandidateId(who)])[CandidateId(who)]
    return {each.purpose: each.holds(TODAY) for each in told}


def test_a_consent_given_twice_is_recorded_once(workspace: Installation) -> None:
    who = known_candidate(workspace)
    given = GiveConsent(candidate_id=who, purpose=NEWS, expires_on=TODAY)

    assert _types(workspace, given) == ["ConsentGiven"]
    assert _types(workspace, given) == []
    longer = given.model_copy(update={"expires_on": TODAY + timedelta(days=1)})
    assert _types(workspace, longer) == ["ConsentGiven"]


def test_a_consent_holds_on_its_last_day_and_not_the_day_after(workspace: Installation) -> None:
    who = CandidateId(known_candidate(workspace))
    record(workspace, GiveConsent(candidate_id=who, purpose=NEWS, expires_on=TODAY))

    with workspace.moment() as moment:
        (told,) = consents.of_candidates(moment, [who])[who]

    assert told.holds(TODAY)
    assert not told.holds(TODAY + timedelta(days=1))


def test_a_consent_cannot_end_before_it_begins(workspace: Installation) -> None:
    who, before = known_candidate(workspace), head(workspace) + 1
    late = GiveConsent(candidate_id=who, purpose=NEWS, expires_on=TODAY - timedelta(days=1))

    with pytest.raises(errors.Invalid):
        record(workspace, late)

    assert head(workspace) == before - 1


def test_withdrawing_what_was_never_given_is_nothing_new(workspace: Installation) -> None:
    who = known_candidate(workspace)
    withdraw = WithdrawConsent(candidate_id=who, purpose=NEWS)

    assert _types(workspace, withdraw) == []
    record(workspace, GiveConsent(candidate_id=who, purpose=NEWS))
    assert _types(workspace, withdraw) == ["ConsentWithdrawn"]
    assert _types(workspace, withdraw) == []
    assert _consents(workspace, who) == {"news": False}


def test_a_merged_persons_consents_are_read_together_and_apart_again(
    workspace: Installation,
) -> None:
    one, two = known_candidate(workspace), known_candidate(workspace)
    record(workspace, GiveConsent(candidate_id=one, purpose=NEWS))
    record(workspace, GiveConsent(candidate_id=two, purpose=Purpose.FUTURE_OPENINGS))
    merge = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)
    record(workspace, merge)
    together = _consents(workspace, one)
    record(workspace, UnmergeCandidates(merge_id=merge.merge_id))

    assert together == {"news": True, "future_openings": True}
    assert _consents(workspace, one) == {"news": True}
    assert _consents(workspace, two) == {"future_openings": True}


def test_somebody_who_wants_no_contact_may_be_contacted_after_the_day(
    workspace: Installation,
) -> None:
    who = CandidateId(known_candidate(workspace))
    asked = AskDoNotContact(candidate_id=who, until=TODAY)

    assert _types(workspace, LiftDoNotContact(candidate_id=who)) == []
    assert _types(workspace, asked) == ["DoNotContactAsked"]
    assert _types(workspace, asked) == []
    with workspace.moment() as moment:
        told = safeguards.of_candidates(moment, [who])[who]["do_not_contact"]
    assert (told.holds(TODAY), told.holds(TODAY + timedelta(days=1))) == (True, False)
    assert _types(workspace, LiftDoNotContact(candidate_id=who)) == ["DoNotContactLifted"]
    with pytest.raises(errors.Invalid):
        record(workspace, AskDoNotContact(candidate_id=who, until=TODAY - timedelta(days=1)))


def test_a_notice_is_owed_until_it_is_given_or_waived(workspace: Installation) -> None:
    told = known_candidate(workspace, source="linkedin")
    waived = known_candidate(workspace, source="linkedin")
    owed = known_candidate(workspace, source="linkedin")
    known_candidate(workspace, origin="applied")
    record(workspace, GiveNotice(candidate_id=told))
    record(workspace, WaiveNotice(candidate_id=waived, reason="Knows it"))

    with workspace.moment() as moment:
        (due,) = notices.owed(moment, limit=10)
        before = notices.owed(moment, until=due.due_on - timedelta(days=1), limit=10)
        on = notices.owed(moment, until=due.due_on, limit=10)

    assert due.candidate_id == owed
    assert (before, on) == ([], [due])
    assert _types(workspace, GiveNotice(candidate_id=told)) == []
    with pytest.raises(errors.NotAllowedNow):
        record(workspace, WaiveNotice(candidate_id=told, reason="Too late"))


def test_a_hold_is_placed_and_released_once(workspace: Installation) -> None:
    who = known_candidate(workspace)
    place = PlaceLegalHold(candidate_id=who, reason="A claim")

    assert _types(workspace, ReleaseLegalHold(candidate_id=who)) == []
    assert _types(workspace, place) == ["LegalHoldPlaced"]
    assert _types(workspace, place) == []
    assert _types(workspace, ReleaseLegalHold(candidate_id=who)) == ["LegalHoldReleased"]


def test_nothing_is_put_down_about_a_stranger(workspace: Installation) -> None:
    for command in (
        GiveConsent(candidate_id=new_id(), purpose=NEWS),
        AskDoNotContact(candidate_id=new_id()),
        GiveNotice(candidate_id=new_id()),
        PlaceLegalHold(candidate_id=new_id(), reason="A claim"),
    ):
        with pytest.raises(errors.Unknown):
            record(workspace, command)
    assert head(workspace) == 0


def _due(on: Installation, day: date) -> set[tuple[UUID, bool]]:
    with on.moment() as moment:
        rows = retention_rules.due(moment, on=day, rule=None, after=None, limit=100)
    return {(row.candidate_id, row.is_held) for row in rows}


def test_a_rule_proposes_on_the_day_its_time_has_run_out(workspace: Installation) -> None:
    quiet, lively = known_candidate(workspace), known_candidate(workspace)
    for who, day in ((quiet, 5), (lively, 6)):
        at = datetime(2024, 3, day, 12, tzinfo=UTC)
        spoke = call(who, occurred_at=at)
        outbound = spoke.engagement.model_copy(update={"direction": "outbound"})
        record(workspace, spoke.model_copy(update={"engagement": outbound}))
    record(workspace, SetRetentionRule(name="Two years", months=24))

    assert _due(workspace, date(2026, 3, 4)) == set()
    assert _due(workspace, date(2026, 3, 5)) == {(quiet, False)}
    assert _due(workspace, date(2026, 3, 6)) == {(quiet, False), (lively, False)}
    record(workspace, PlaceLegalHold(candidate_id=quiet, reason="A claim"))
    assert _due(workspace, date(2026, 3, 5)) == {(quiet, True)}


def test_a_rule_may_be_of_one_source_or_pool_alone(workspace: Installation) -> None:
    one = known_candidate(workspace, source="linkedin")
    two = known_candidate(workspace, source="referral")
    pool = CreatePool(name="Porto")
    record(workspace, pool)
    record(workspace, JoinPool(pool_id=pool.pool_id, candidate_id=two))
    far = date(2190, 1, 1)
    rule = SetRetentionRule(
        name="R", months=1, counted_from=RetentionStart.ADDED, source="linkedin"
    )
    record(workspace, rule)

    assert _due(workspace, far) == {(one, False)}
    of_pool = rule.model_copy(update={"source": None, "pool_id": pool.pool_id})
    assert _types(workspace, of_pool) == ["RetentionRuleSet"]
    assert _types(workspace, of_pool) == []
    assert _due(workspace, far) == {(two, False)}
    assert _types(workspace, RemoveRetentionRule(rule_id=rule.rule_id)) == [
        "RetentionRuleRemoved"
    ]
    assert _types(workspace, RemoveRetentionRule(rule_id=rule.rule_id)) == []
    assert _due(workspace, far) == set()


def test_a_rule_about_what_is_not_there_is_refused(workspace: Installation) -> None:
    with pytest.raises(errors.Unknown):
        record(workspace, SetRetentionRule(name="R", months=1, pool_id=new_id()))
    with pytest.raises(errors.Unknown):
        record(workspace, RemoveRetentionRule(rule_id=new_id()))
