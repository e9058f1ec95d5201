from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports import markup
from ledger.imports.linkedin import dates, names
from ledger.imports.markup import text_of


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2025-08-01 09:00:01 UTC", datetime(2025, 8, 1, 9, 0, 1, tzinfo=UTC)),
        ("2024/01/05 10:20:30 UTC", datetime(2024, 1, 5, 10, 20, 30, tzinfo=UTC)),
        ("2024-01-05", datetime(2024, 1, 5, tzinfo=UTC)),
        ("07 Jun 2026", datetime(2026, 6, 7, tzinfo=UTC)),
        ("7-Feb-22", datetime(2022, 2, 7, tzinfo=UTC)),
        ("02-Feb-2022", datetime(2022, 2, 2, tzinfo=UTC)),
        ("4/9/18, 9:05 AM", datetime(2018, 4, 9, 9, 5, tzinfo=UTC)),
        ("12/31/19, 12:00 AM", datetime(2019, 12, 31, tzinfo=UTC)),
        ("12/31/19, 12:59\u202fpm", datetime(2019, 12, 31, 12, 59, tzinfo=UTC)),
    ],
)
def test_each_shape_of_date_is_read(cell: str, expected: datetime) -> None:
    assert dates.instant(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "02/07/2022",
        "7/2/22",
        "31/12/19, 9:05 AM",
        "7. Juni 2026",
        "30 Feb 2024",
        "4/9/18, 13:05 PM",
        "4/9/18, 0:05 AM",
        "2025-08-01 09:00:61 UTC",
        "07 Jux 2026",
    ],
)
def test_a_date_that_does_not_say_which_is_the_day_is_refused(cell: str) -> None:
    assert dates.objection(cell)


def test_html_becomes_lines_of_text() -> None:
    content = (
        '<p class="spinmail-quill-editor__spin-break">Hi&nbsp;%FIRSTNAME%,</p><p><br></p>'
        "<ul><li>R&amp;D</li><li><strong>Porto</strong></li></ul>"
        '<a href="https://example.com/a?b=1&amp;copy=2">the role</a> '
        '<a href="https://example.com/x/">example.com/x</a>'
    )

    assert text_of(content) == (
        "Hi %FIRSTNAME%,\n\n- R&D\n- Porto\n"
        "the role (https://example.com/a?b=1&copy=2) example.com/x"
    )


@pytest.mark.parametrize(
    "content",
    ["I <3 this", "a < b > c", "Dear <Name>, hello", "x?a=1&copy=2", "Tom & Jerry;", "1 <2"],
)
def test_what_only_looks_like_html_stays_as_it_is(content: str) -> None:
    assert text_of(content) == content


def test_words_in_angle_brackets_stay_beside_html() -> None:
    assert text_of("<p>Dear <Name>, see a&b=1</p>") == "Dear <Name>, see a&b=1"


def test_scripts_and_styles_are_no_text() -> None:
    assert text_of("<style>p {}</style><p>Hi</p><script>x()</script>") == "Hi"


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<br>", "<br/>", '<p class="x">', " a", "&amp;"]))
)
def test_the_short_way_and_the_parser_say_the_same(pieces: list[str]) -> None:
    content = "".join(pieces)

    # A span says nothing, but only the parser knows it.
    assert text_of(content) == text_of(f"{content}<span></span>")


@given(st.text(st.sampled_from("<>/&;!-[]pabr\"'= \n\x00#x1?"), max_size=60))
def test_any_text_is_read_and_holds_no_nul(content: str) -> None:
    assert "\0" not in text_of(content.replace("\0", "&#0;"))


def test_a_text_in_lines_and_flattened_has_one_fingerprint() -> None:
    lines = markup.fingerprint(text_of("<p>Hello Ana,</p><p>how are you?</p>"))

    assert lines == markup.fingerprint("Hello Ana, how are you?")
    assert lines == markup.fingerprint("Hello Ana,how are you?")


def test_names_are_compared_as_people_read_them() -> None:
    assert names.name_key("  Ana \u200bBERG\u202c ") == "ana berg"
    assert names.name_key("\U0001d400\U0001d427\U0001d41a Berg") == "ana berg"
    assert names.name_key("Ana\u00a0Berg") == "ana berg"
    assert names.name_key("\u200b\u202e") == ""
    assert names.name_key("Ana 🚀") != names.name_key("Ana")


def test_a_list_of_names_is_split_at_known_names() -> None:
    known = {"ana berg, ph.d.", "ben costa"}

    assert names.split_names(
        "Ana Berg, Ph.D.,Ben Costa, MBA, Cleo Diaz", known.__contains__
    ) == [
        "Ana Berg, Ph.D.",
        "Ben Costa, MBA",
        "Cleo Diaz",
    ]
    assert names.split_names("X Y, Z W, Ben Costa", known.__contains__) == [
        "X Y, Z W",
        "Ben Costa",
    ]
