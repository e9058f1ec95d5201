"""What a person's page is put together of: folded letters, the strip, values as text."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.screens import letters, person_strip
from api.screens.times import Times, locale_of, zone_of
from api.screens.told_text import text_of
from projections.activity import Week

TIMES = Times(zone_of("UTC"), locale_of("en-GB"), datetime(2026, 11, 26, 9, tzinfo=UTC))
MONDAY = date(2026, 11, 23)


def test_a_short_text_is_shown_whole() -> None:
    assert letters.opened("Call me\nsoon") == letters.Letter(
        "Call me\nsoon", "", "", is_cut=False
    )


def test_a_long_text_is_parted_between_words_and_nothing_is_lost() -> None:
    text = " ".join(f"word{number}" for number in range(500))
    found = letters.opened(text)

    assert found.rest
    assert f"{found.begins} {found.rest}" == text


def test_what_was_quoted_is_folded_and_an_answer_below_it_is_not() -> None:
    top = letters.opened("Gladly!\n\nOn Monday Ada Lovelace wrote:\n> Tea?")
    below = letters.opened("> Tea?\nGladly!")

    assert (top.begins, top.quoted) == ("Gladly!", "On Monday Ada Lovelace wrote:\n> Tea?")
    assert (below.begins, below.quoted) == ("> Tea?\nGladly!", "")


@pytest.mark.parametrize(("length", "is_cut"), [(20_000, False), (20_001, True)])
def test_no_more_of_a_letter_is_shown_than_anybody_reads(length: int, *, is_cut: bool) -> None:
    found = letters.opened("x" * length)

    assert found.is_cut is is_cut
    assert len(found.begins) + len(found.rest) == 20_000


def test_the_strip_begins_half_a_year_ago_where_there_is_less() -> None:
    strip = person_strip.drawn([Week(MONDAY, "call", "", 3)], TIMES, day=None)

    assert strip.first_on == MONDAY - timedelta(weeks=25)
    assert strip.width == 260
    (bar,) = strip.bars
    assert (bar.x, bar.y, bar.height, bar.engagement_count) == (251, 0, 36, 3)
    assert strip.day == strip.day_count


@pytest.mark.parametrize(("weeks", "bars"), [(155, 2), (156, 1)])
def test_of_a_history_over_three_years_a_bar_stands_for_several_weeks(
    weeks: int, bars: int
) -> None:
    first = MONDAY - timedelta(weeks=weeks)
    told = [Week(first, "call", "", 1), Week(first + timedelta(weeks=1), "note", "", 1)]
    strip = person_strip.drawn(told, TIMES, day=first)

    assert len(strip.bars) == bars
    assert sum(bar.engagement_count for bar in strip.bars) == 2
    assert strip.day == 0


def test_a_job_is_said_as_one_says_it() -> None:
    job = {
        "company_name": "Engines",
        "title": "Analyst",
        "start_date": "1842",
        "end_date": None,
    }

    assert text_of([job]) == "Analyst at Engines (1842 \N{EN DASH} )"
    assert text_of(None) == ""
    assert text_of(["a", 2]) == "a, 2"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 d"),
        (13, "13 d"),
        (14, "2 wk"),
        (59, "8 wk"),
        (60, "2 mo"),
        (364, "12 mo"),
        (365, "1 y"),
    ],
)
def test_what_is_long_past_is_said_in_the_largest_unit(days: int, said: str) -> None:
    then = TIMES.today - timedelta(days=days)

    assert TIMES.due(then) == f"overdue {said}"
    assert TIMES.days_ago(then) == f"{said} ago"
