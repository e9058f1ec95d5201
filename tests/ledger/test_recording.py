"""Many callers at once, each as if it were alone: no gap, no loss, nothing twice."""

import hashlib
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TypeVar
from uuid import UUID

import pytest
import rfc8785

from api.installation import Installation
from ledger import errors
from ledger.commands import Command
from ledger.commands.candidates import AddCandidate, UpdateCandidate
from ledger.commands.engagements import RecordEngagement
from ledger.commands.merges import MergeCandidates
from ledger.commands.pools import CreatePool, JoinPool
from ledger.commands.tags import AddTag
from ledger.entries import Entry, Recorded
from ledger.events import EngagementRecorded, TagAdded
from ledger.ids import new_id
from ledger.parcels import COPIED_ABOVE, Parcel, Request
from ledger.rows import copy
from ledger.store import VersionTakenError
from ledger.words import CandidateId, Kind, StreamId
from tests.ledger.stories import (
    CALL,
    all_as_of,
    another_workspace,
    append,
    call,
    given_email,
    head,
    known_candidate,
    live,
    record,
    rows,
    stored,
)

THREADS = 8

Told = TypeVar("Told")


def at_once(do: Callable[[int], Told], times: int) -> list[Told]:
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(do, range(times)))


def test_positions_have_no_gap_whatever_eight_threads_ask(workspace: Installation) -> None:
    people = [known_candidate(workspace) for _ in range(4)]
    pool = CreatePool(name="Porto")
    record(workspace, pool)

    def ask(number: int) -> list[Recorded]:
        who = people[number % 4]
        commands: tuple[Command, ...] = (
            call(who),
            AddTag(candidate_id=who, tag=f"tag {number % 7}"),
            JoinPool(candidate_id=who, pool_id=pool.pool_id),
            AddCandidate(handles=(given_email(f"p{number % 30}@x.example"),)),
            UpdateCandidate.model_validate(
                {"candidate_id": who, "profile": {"title": f"T{number}"}}
            ),
            call(new_id()),
        )
        try:
            return record(workspace, random.Random(number).choice(commands))  # noqa: S311 - no secret
        except (errors.Refused, errors.Contended):
            return []

    before = head(workspace)
    answers = [place for places in at_once(ask, 400) for place in places]

    places = stored(workspace, "position, version, stream_id, recorded_at")
    assert [row[0] for row in places] == list(range(1, len(places) + 1))
    assert sorted(place.position for place in answers) == list(
        range(before + 1, len(places) + 1)
    )
    assert len({row[1:3] for row in places}) == len(places)
    assert all_as_of(workspace, head(workspace)) == live(workspace)


def test_time_never_goes_back_and_versions_count_their_stream(workspace: Installation) -> None:
    who = known_candidate(workspace)
    at_once(lambda _: record(workspace, call(who)), 100)
    at_once(lambda n: record(workspace, AddTag(candidate_id=who, tag=f"tag {n % 3}")), 30)

    instants = [row[0] for row in stored(workspace, "recorded_at")]
    assert instants == sorted(instants)
    for versions in rows(
        workspace,
        "select array_agg(version order by position) from ledger.events"
        " where workspace_id = %(workspace)s group by stream_id",
    ):
        assert versions[0] == list(range(1, len(versions[0]) + 1))


def test_a_clock_that_is_set_back_does_not_show(workspace: Installation) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    rows(
        workspace,
        "update ledger.heads set recorded_at = %(later)s where workspace_id = %(workspace)s"
        " returning 1",
        later=later,
    )

    place = record(workspace, AddCandidate())[0]

    assert place.recorded_at == later


@pytest.mark.parametrize("is_named", [True, False])
def test_one_request_sent_by_eight_callers_at_once_is_recorded_once(
    workspace: Installation, *, is_named: bool
) -> None:
    who = known_candidate(workspace)
    for number in range(20):
        request_id, named = new_id(), new_id()

        def send(_: int, request_id: UUID = request_id, named: UUID = named) -> list[Recorded]:
            # Without an id of its own, each call names the engagement anew.
            engagement_id = named if is_named else new_id()
            command = call(who, engagement_id=engagement_id)
            return workspace.ledger.record(command, by=workspace.owner, request_id=request_id)

        answers = at_once(send, THREADS)

        assert answers == [answers[0]] * THREADS
        assert head(workspace) == number + 2


def test_a_request_twice_in_one_transaction_is_recorded_once(workspace: Installation) -> None:
    who, request_id = known_candidate(workspace), new_id()
    requests = [
        Request(request_id, workspace.owner, [Entry(CALL, StreamId(new_id()), 1, who)]),
        Request(new_id(), workspace.owner, [Entry(CALL, StreamId(new_id()), 1, who)]),
        Request(request_id, workspace.owner, [Entry(CALL, StreamId(new_id()), 1, who)]),
    ]

    first, other, again = workspace.ledger.store.append(requests)

    assert first == again != other
    assert head(workspace) == 3


def test_a_request_repeated_later_answers_what_it_recorded_then(
    workspace: Installation,
) -> None:
    request_id = new_id()
    command = AddCandidate(handles=(given_email("ana@x.example"),), tags=("Porto",))

    first = workspace.ledger.record(command, by=workspace.owner, request_id=request_id)
    again = workspace.ledger.record(AddCandidate(), by=workspace.owner, request_id=request_id)

    assert again == first
    assert head(workspace) == 3


def test_who_loses_the_race_for_a_version_decides_again(workspace: Installation) -> None:
    who = known_candidate(workspace)

    def update(number: int) -> list[Recorded]:
        facts = {"title": f"T{number}"}
        command = UpdateCandidate.model_validate({"candidate_id": who, "profile": facts})
        for _ in range(50):
            try:
                return record(workspace, command)
            except errors.Contended:
                continue
        raise AssertionError

    at_once(update, 60)

    assert [row[0] for row in stored(workspace, "version")] == list(range(1, 62))


def test_of_eight_who_give_one_tag_one_is_heard(workspace: Installation) -> None:
    who = known_candidate(workspace)

    answers = at_once(lambda _: record(workspace, AddTag(candidate_id=who, tag="Porto")), 8)

    assert sorted(len(answer) for answer in answers) == [0] * 7 + [1]


def test_twenty_handles_claimed_by_eight_threads_have_twenty_winners(
    workspace: Installation,
) -> None:
    def claim(number: int) -> tuple[UUID, UUID]:
        handle = given_email(f"p{number % 20}@x.example")
        command = AddCandidate(handles=(handle,))
        try:
            record(workspace, command)
        except errors.HandleHeld as refusal:
            return command.candidate_id, refusal.facts["candidate_id"]
        return command.candidate_id, command.candidate_id

    told = at_once(claim, 160)

    winners = {who for who, holder in told if who == holder}
    assert len(winners) == 20
    assert {holder for _, holder in told} == winners
    known = rows(
        workspace, "select candidate_id from views.profile where workspace_id = %(workspace)s"
    )
    assert {row[0] for row in known} == winners


def test_a_bad_command_in_a_group_fails_alone(workspace: Installation) -> None:
    who = known_candidate(workspace)

    def ask(number: int) -> str:
        # A stranger, and an engagement whose id is taken: one rule each says no.
        bad = (call(new_id()), call(who, engagement_id=who))
        command = bad[number % 2] if number % 5 == 0 else call(who)
        try:
            record(workspace, command)
        except errors.LedgerError as refusal:
            return type(refusal).__name__
        return "recorded"

    outcomes = at_once(ask, 200)

    assert outcomes.count("recorded") == 160
    assert outcomes.count("Unknown") == 20
    assert outcomes.count("Contended") == 20
    assert head(workspace) == 161


def test_what_the_database_alone_refuses_fails_alone_too(workspace: Installation) -> None:
    who = known_candidate(workspace)
    unreadable = EngagementRecorded.model_construct(kind=Kind.CALL, body="\x00")

    def ask(number: int) -> str:
        event = unreadable if number % 5 == 0 else CALL
        entry = Entry(event, StreamId(new_id()), 1, who)
        try:
            workspace.ledger._group.append(Request(new_id(), workspace.owner, [entry]))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - the way in that callers share
        except Exception as refusal:  # noqa: BLE001 - whichever it is
            return type(refusal).__name__
        return "recorded"

    outcomes = at_once(ask, 100)

    assert outcomes.count("recorded") == 80
    assert head(workspace) == 81


def test_an_engagement_with_a_stranger_is_refused_and_wrote_nothing(
    workspace: Installation,
) -> None:
    known_candidate(workspace)
    before = stored(workspace), live(workspace)

    with pytest.raises(errors.Unknown):
        record(workspace, call(new_id()))
    with pytest.raises(errors.Unknown):
        append(
            workspace,
            [Entry(TagAdded(tag="a", key="a"), StreamId(new_id()), 1, CandidateId(new_id()))],
        )
    strangers = [
        Entry(CALL, StreamId(new_id()), 1, CandidateId(new_id()))
        for _ in range(COPIED_ABOVE + 1)
    ]
    with pytest.raises(errors.Unknown):
        append(workspace, strangers)

    assert (stored(workspace), live(workspace)) == before


def test_a_candidate_of_another_workspace_is_a_stranger(workspace: Installation) -> None:
    who = known_candidate(another_workspace(workspace))

    with pytest.raises(errors.Unknown):
        record(workspace, call(who))
    with pytest.raises(errors.Unknown):
        record(workspace, MergeCandidates(primary_candidate_id=who, duplicate_candidate_id=who))

    assert head(workspace) == 0


def test_a_taken_version_writes_nothing_at_all(workspace: Installation) -> None:
    who = known_candidate(workspace)
    entries = [Entry(CALL, StreamId(new_id()), 1, who), Entry(CALL, StreamId(who), 1, who)]

    with pytest.raises(VersionTakenError):
        append(workspace, entries)

    assert head(workspace) == 1


def test_every_digest_is_that_of_salt_and_canonical_payload(workspace: Installation) -> None:
    who = known_candidate(
        workspace,
        profile={"custom_fields": {"\U0001f600": 1, "\ufb33": [True, None, "\u2028"]}},
    )
    record(workspace, call(who))
    append(workspace, [Entry(CALL, StreamId(new_id()), 1, who) for _ in range(300)])

    kept = stored(workspace, "payload, salt, digest")

    assert len({salt for _, salt, _ in kept}) == len(kept) == 302
    for payload, salt, digest in kept:
        assert len(salt) == 16
        assert digest == hashlib.sha256(salt + rfc8785.dumps(payload)).digest()


def test_each_of_many_commands_has_its_own_outcome(workspace: Installation) -> None:
    who, request_id = known_candidate(workspace), new_id()
    commands: list[Command] = [
        call(who),
        call(new_id()),
        AddTag(candidate_id=who, tag="Porto"),
        AddTag(candidate_id=who, tag="porto"),
        AddCandidate(handles=(given_email("a@x.example"),)),
        AddCandidate(handles=(given_email("A@X.example"),)),
        call(who),
        call(who),
    ]
    ids = [*[None] * 6, request_id, request_id]

    outcomes = workspace.ledger.record_many(commands, by=workspace.owner, request_ids=ids)

    shapes = [
        type(each).__name__ if isinstance(each, errors.LedgerError) else len(each)
        for each in outcomes
    ]
    assert shapes == [1, "Unknown", 1, 0, 2, "HandleHeld", 1, 1]
    assert outcomes[6] == outcomes[7]
    assert head(workspace) == 6


def test_many_commands_repeated_answer_the_same(workspace: Installation) -> None:
    who = known_candidate(workspace)
    commands = [call(who) for _ in range(1_200)]
    ids = [new_id() for _ in commands]

    first = workspace.ledger.record_many(commands, by=workspace.owner, request_ids=ids)
    again = workspace.ledger.record_many(commands, by=workspace.owner, request_ids=ids)

    assert again == first
    assert head(workspace) == 1_201


def test_a_copy_stores_what_calls_store(workspace: Installation) -> None:
    elsewhere = another_workspace(workspace)
    who, at = CandidateId(new_id()), datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC)
    added = AddCandidate(candidate_id=who).decide(workspace.knowledge(), at)
    told = RecordEngagement(candidate_id=who, engagement=CALL, occurred_at=at)
    entries = [
        *added,
        *told.decide(workspace.knowledge(), at),
        Entry(
            TagAdded(tag="İ\\\t\U0001f600", key="i"),
            StreamId(new_id()),
            1,
            who,
            import_id=new_id(),
        ),
    ]
    requests = [Request(new_id(), workspace.owner, [entry]) for entry in entries]

    answers = workspace.ledger.store.append(requests)
    with elsewhere.database.connection() as connection:
        place = copy(connection, elsewhere.workspace, Parcel(requests))
    repeated = copy_again(elsewhere, requests)

    columns = (
        "position, stream_id, version, event_type, schema_version, candidate_id,"
        " case when occurred_at <> recorded_at then occurred_at end, actor_id, import_id,"
        " request_id, payload"
    )
    assert stored(elsewhere, columns) == stored(workspace, columns)
    assert (place.first, len(answers)) == (1, 3)
    assert sorted(repeated) == sorted(request.request_id for request in requests)
    assert all_as_of(elsewhere, head(elsewhere)) == live(elsewhere)


def copy_again(on: Installation, requests: list[Request]) -> list[UUID]:
    with on.database.connection() as connection:
        return list(copy(connection, on.workspace, Parcel(requests)).repeated)


def test_a_large_append_repeated_is_recorded_once(workspace: Installation) -> None:
    who = known_candidate(workspace)
    entries = [Entry(CALL, StreamId(new_id()), 1, who) for _ in range(COPIED_ABOVE + 50)]
    request = Request(new_id(), workspace.owner, entries)

    first = workspace.ledger.append(request)
    again = workspace.ledger.append(request)

    assert again == first
    assert head(workspace) == COPIED_ABOVE + 51


def test_of_a_large_append_what_is_there_already_is_left_out(workspace: Installation) -> None:
    who = known_candidate(workspace)
    requests = [
        Request(new_id(), workspace.owner, [Entry(CALL, StreamId(new_id()), 1, who)])
        for _ in range(COPIED_ABOVE + 50)
    ]
    workspace.ledger.append(requests[7])

    answers = workspace.ledger.store.append(requests)

    positions = [recorded.position for (recorded,) in answers]
    assert positions[7] == 2
    assert positions[:7] + positions[8:] == list(range(3, COPIED_ABOVE + 52))
    assert head(workspace) == COPIED_ABOVE + 51


def test_others_record_while_many_rows_are_on_their_way(workspace: Installation) -> None:
    who = known_candidate(workspace)
    entries = [Entry(CALL, StreamId(new_id()), 1, who) for _ in range(3 * COPIED_ABOVE)]
    parcel = Parcel([Request(new_id(), workspace.owner, entries)])
    first, *rest = parcel.parts
    is_halfway, may_go_on = Event(), Event()

    def slowly() -> Iterator[bytes]:
        yield first
        is_halfway.set()
        assert may_go_on.wait(60)
        yield from rest

    parcel.parts = slowly()
    with ThreadPoolExecutor(1) as threads:
        putting = threads.submit(workspace.ledger.put, parcel)
        assert is_halfway.wait(60)
        try:
            (recorded,) = record(workspace, call(who))
        finally:
            may_go_on.set()
        putting.result()

    assert recorded.position == 2
    assert head(workspace) == len(entries) + 2
    assert all_as_of(workspace, head(workspace)) == live(workspace)
