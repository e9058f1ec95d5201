from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.api.cli.command import Rapport


def test_an_engagement_stands_on_the_timeline(rapport: Rapport, somebody: str) -> None:
    rapport(
        *("log", somebody, "call", "Would move to Prague.", "--direction", "in"),
        *("--when", "2026-06-01T09:00:00Z", "--subject", "Platform", "--channel", "phone"),
    )

    (line,) = rapport("timeline", somebody, "--kind", "call", "--json").json["items"]
    read = rapport("timeline", somebody).out

    assert line["occurred_at"] == "2026-06-01T09:00:00Z"
    assert line["payload"] == {
        "kind": "call",
        "direction": "inbound",
        "subject": "Platform",
        "channel": "phone",
        "body": "Would move to Prague.",
    }
    assert "from them" in read
    assert "Platform — Would move to Prague." in read
    assert f"reached by {somebody}" in read


def test_what_is_logged_with_a_duplicate_stays_with_them(
    rapport: Rapport, somebody: str
) -> None:
    twin = f"{uuid4().hex}@example.com"
    rapport("add", "Zoe Twin", "--email", twin)
    twin_id = rapport("show", twin, "--json").json["id"]
    rapport("merge", somebody, twin)

    rapport("log", twin, "call", "Said to the twin.")
    rapport("log", twin_id, "note", "Thought of the twin.")
    rapport("log", somebody, "note", "Thought of the first.")
    rapport("unmerge", somebody)

    of_twin, of_first = rapport("timeline", twin).out, rapport("timeline", somebody).out
    assert "Said to the twin." in of_twin
    assert "Thought of the twin." in of_twin
    assert "Thought of the first." in of_first
    assert "the twin." not in of_first


def test_a_text_may_come_from_standard_input(rapport: Rapport, somebody: str) -> None:
    rapport("log", somebody, "note", "-", stdin="Two lines,\nas typed.")

    (line,) = rapport("timeline", somebody, "--kind", "note", "--json").json["items"]
    assert line["payload"]["body"] == "Two lines,\nas typed."


def test_somebody_new_is_added_when_asked_for(rapport: Rapport) -> None:
    address = f"{uuid4().hex}@example.com"

    refused = rapport("log", address, "call", "First words.", code=2)
    rapport("log", address, "call", "First words.", "--create")
    rapport("log", address, "call", "More words.", "--create")

    lines = rapport("timeline", address, "--kind", "call", "--json").json["items"]
    assert address in refused.err
    assert [line["payload"]["body"] for line in lines] == ["More words.", "First words."]
    rapport("log", "A Name Alone", "note", "Who?", "--create", code=2)


def test_a_timeline_is_cut_at_its_limit_and_says_so(rapport: Rapport, somebody: str) -> None:
    for text in ("One.", "Two."):
        rapport("log", somebody, "note", text)

    page = rapport("timeline", somebody, "--limit", 1, "--json").json

    assert [line["payload"]["body"] for line in page["items"]] == ["Two."]
    assert page["has_more"]
    assert "--limit" in rapport("timeline", somebody, "--limit", 1).out


def test_as_of_a_position_the_later_is_not_known(
    rapport: Rapport, somebody: str, position: Callable[[], int]
) -> None:
    rapport("log", somebody, "note", "Before.")
    then = position()
    rapport("log", somebody, "note", "After.")

    earlier = rapport("timeline", somebody, "--as-of", then, "--kind", "note", "--json").json
    shown = rapport("show", somebody, "--as-of", then, "--json").json

    assert [line["payload"]["body"] for line in earlier["items"]] == ["Before."]
    assert shown["relationship"]["engagement_count"] == 1
    assert rapport("show", somebody, "--json").json["relationship"]["engagement_count"] == 2


def test_as_of_a_day_before_they_were_known_nobody_is_shown(
    rapport: Rapport, somebody: str
) -> None:
    for as_of in ("2020-01-01", "2020-01-01T12:00:00Z", "0"):
        assert (
            "not in the ledger then" in rapport("show", somebody, "--as-of", as_of, code=2).err
        )


def test_as_of_today_is_the_end_of_the_day(rapport: Rapport, somebody: str) -> None:
    recorded = rapport("timeline", somebody, "--json").json["items"][0]["recorded_at"]

    # In no zone on earth is it two days before what the clock of UTC says.
    assert rapport("show", somebody, "--as-of", "2199-12-30", "--json").json["name"]
    assert rapport("show", somebody, "--as-of", recorded, "--json").json["name"]


@pytest.mark.parametrize(
    "words",
    [
        ("kiss", "A kind that is none."),
        ("call", "Unclear.", "--when", "1/2/2026"),
        ("call", "Sideways.", "--direction", "sideways"),
        ("call", "NUL: \\0", "--subject", ""),
        ("call",),
    ],
)
def test_what_is_not_understood_is_refused_in_one_sentence(
    rapport: Rapport, somebody: str, words: tuple[str, ...]
) -> None:
    refused = rapport("log", somebody, *words, code=2)

    assert refused.out == ""
    assert len(refused.err.splitlines()) == 1
