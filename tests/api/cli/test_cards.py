"""On a terminal: which of the values told holds, whose word it was, and that there are more."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.answers.candidates import FactHistory, ToldFact
from api.cli import cards

WHEN = datetime(2026, 3, 4, tzinfo=UTC)
SOMEBODY = UUID("0198c2f0-0000-7000-8000-000000000000")


def _told(value: Any, *, holds: bool = False, source: str | None = None) -> ToldFact:
    return ToldFact(
        value=value,
        position=1,
        by_hand=holds,
        told_at=WHEN,
        source=source,
        import_id=None if holds else SOMEBODY,
        holds=holds,
        candidate_id=SOMEBODY,
        recorded_at=WHEN,
    )


def test_the_value_that_holds_is_marked_and_the_others_name_their_source() -> None:
    history = FactHistory(
        field="title",
        told_count=3,
        told=[_told("Countess", holds=True), _told("Poet", source="network"), _told("Analyst")],
    )

    assert list(cards.facts([history])) == [
        ("title", "*", WHEN, "hand", "Countess"),
        ("title", "", WHEN, "network", "Poet"),
        ("title", "", WHEN, "import", "Analyst"),
    ]


def test_a_value_that_is_no_text_and_one_that_was_cleared_read_plainly() -> None:
    told = [_told(None, holds=True), _told(["Rust", "Köln"])]

    rows = list(cards.facts([FactHistory(field="skills", told_count=2, told=told)]))

    assert [row[-1] for row in rows] == ["(cleared)", '["Rust","Köln"]']


def test_values_that_are_not_shown_are_counted() -> None:
    history = FactHistory(field="title", told_count=1_202, told=[_told("x", holds=True)])

    assert list(cards.facts([history]))[-1] == ("title", "", "", "", "… and 1,201 more")
