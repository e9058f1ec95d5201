from collections import Counter
from datetime import date
from itertools import islice
from typing import get_args

from api.demo.happenings import (
    MadeUpApplication,
    MadeUpApplicationClosed,
    MadeUpApplicationMoved,
    MadeUpEngagement,
    MadeUpKind,
    MadeUpPoolJoined,
    MadeUpPromise,
    MadeUpPromiseDropped,
    MadeUpPromiseKept,
    MadeUpTagGiven,
)
from api.demo.history import history
from api.demo.people import EARLIEST, LATEST, people, person
from ledger.words import ApplicationOutcome, CallOutcome, Kind

SOME = tuple(people(2_000))


def test_the_same_seed_gives_the_same_people() -> None:
    assert tuple(people(50)) == SOME[:50]
    assert next(people(1, seed=1)) != SOME[0]


def test_a_person_stays_the_same_whatever_the_count() -> None:
    assert list(islice(people(1_000_000), 20)) == list(people(20))
    assert person(1_234) == SOME[1_234]


def test_nobody_shares_an_address_a_number_or_a_profile() -> None:
    everybody = list(people(30_000))

    assert len({one.email for one in everybody}) == 30_000
    assert len({one.linkedin for one in everybody}) == 30_000
    phones = [one.phone for one in everybody if one.phone]
    assert len(phones) > 5_000
    assert len(set(phones)) == len(phones)


def test_addresses_and_numbers_reach_nobody() -> None:
    assert all(one.email.isascii() and one.email.endswith(".example") for one in SOME)
    assert {one.phone[:4] for one in SOME if one.phone.startswith("+1")} == {"+1 2"} | {
        f"+1 {digit}" for digit in "3456789"
    }
    assert all(" 555 01" in one.phone for one in SOME if one.phone.startswith("+1"))


def test_about_three_profiles_in_a_hundred_need_percent_encoding() -> None:
    count = sum(not one.linkedin.isascii() for one in SOME)

    assert 30 <= count <= 100


def test_a_few_companies_employ_many() -> None:
    sizes = Counter(one.company for one in SOME).most_common()

    assert sizes[0][1] > 40
    assert len(sizes) > 600
    assert any("," in name for name, _ in sizes)


def test_names_come_in_many_scripts_and_namesakes_are_rare() -> None:
    names = {one.name for one in SOME}

    assert len(names) > 1_900
    for letter in "дαخ木王ßłş":
        assert any(letter in name for name in names), letter


def test_a_career_has_no_gaps_and_ends_today() -> None:
    for one in SOME:
        assert one.jobs[-1].ended_on is None
        assert all(
            job.ended_on == after.started_on
            for job, after in zip(one.jobs, one.jobs[1:], strict=False)
        )
        assert one.job_on(LATEST) == one.jobs[-1]
        assert one.job_on(date(1990, 1, 1)) == one.jobs[0]
        assert EARLIEST <= one.connected_on <= LATEST


def test_a_history_repeats_itself_and_an_earlier_day_gives_its_beginning() -> None:
    for one in SOME[:200]:
        whole = history(one)
        part = history(one, until=date(2022, 6, 30))

        assert whole == history(one)
        assert part == whole[: len(part)]
        assert all(event.occurred_at.date() > date(2022, 6, 30) for event in whole[len(part) :])
        assert whole == sorted(whole, key=lambda event: event.occurred_at)


def test_most_have_a_few_engagements_and_some_have_dozens() -> None:
    counts = [
        sum(isinstance(event, MadeUpEngagement) for event in history(one)) for one in SOME
    ]

    assert 7.5 <= sum(counts) / len(counts) <= 11
    assert sum(count <= 3 for count in counts) > 700
    assert sum(count >= 60 for count in counts) > 10


def test_histories_speak_the_words_of_the_ledger() -> None:
    assert set(get_args(MadeUpKind)) <= {kind.value for kind in Kind}
    for one in SOME[:500]:
        for event in history(one):
            if isinstance(event, MadeUpEngagement) and event.outcome:
                assert event.outcome in list(CallOutcome)
            if isinstance(event, MadeUpApplicationClosed):
                assert event.outcome in list(ApplicationOutcome)


def test_what_is_kept_moved_or_closed_was_promised_or_opened_before() -> None:
    for one in SOME[:500]:
        promised: set[int] = set()
        opened: set[int] = set()
        labels: Counter[str] = Counter()
        for event in history(one):
            match event:
                case MadeUpPromise():
                    assert event.number not in promised
                    assert event.due_on > event.occurred_at.date()
                    promised.add(event.number)
                case MadeUpPromiseKept():
                    assert event.number in promised
                case MadeUpApplication():
                    assert event.number not in opened
                    opened.add(event.number)
                case MadeUpApplicationMoved() | MadeUpApplicationClosed():
                    assert event.number in opened
                case MadeUpTagGiven():
                    labels[event.tag] += 1
                case MadeUpPoolJoined():
                    labels[event.pool] += 1
                case _:
                    pass
        assert all(count == 1 for count in labels.values())


def test_what_is_left_undone_is_due_about_now() -> None:
    open_ones: list[int] = []
    for one in SOME[:200]:
        promised: dict[int, int] = {}
        for event in history(one):
            match event:
                case MadeUpPromise():
                    promised[event.number] = (event.due_on - LATEST).days
                case MadeUpPromiseKept() | MadeUpPromiseDropped():
                    del promised[event.number]
                case _:
                    pass
        open_ones += promised.values()

    assert min(open_ones) >= -12
    assert max(open_ones) <= 45
    assert sum(days <= 7 for days in open_ones) >= 5


def test_bodies_are_varied() -> None:
    bodies = [
        event.body
        for one in SOME[:500]
        for event in history(one)
        if isinstance(event, MadeUpEngagement)
    ]

    assert all(bodies)
    assert len(set(bodies)) > len(bodies) / 2
    assert not any("{" in body for body in bodies)
