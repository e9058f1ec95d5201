from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.api.cli.command import Rapport


def test_somebody_entered_is_found_and_shown(rapport: Rapport) -> None:
    word = uuid4().hex
    added = rapport(
        *("add", "Åsa", word, "--email", f"{word}@example.com", "--phone", "+49 30 5550123"),
        *("--company", "Lumen", "--title", "Engineer", "--tag", "Python", "--tag", "Oslo"),
        "--json",
    ).json

    found = rapport("find", "asa", word[:12], "--json").json
    shown = rapport("show", f"{word}@EXAMPLE.com", "--json").json
    read = rapport("show", f"{word}@example.com").out

    assert [each["name"] for each in found["items"]] == [f"Åsa {word}"]
    assert not found["has_more"]
    assert UUID(added["id"]) == UUID(shown["id"])
    assert sorted(shown["tags"]) == ["Oslo", "Python"]
    assert shown["email_addresses"][0]["value"] == f"{word}@example.com"
    assert "Lumen" in read
    assert f"Åsa {word}" in read


def test_a_person_is_meant_by_id_beginning_number_link_or_name(rapport: Rapport) -> None:
    word = uuid4().hex
    number = f"+4930{int(word[:8], 16)}"
    link = f"https://www.linkedin.com/in/{word}"
    added = rapport("add", f"Lo {word}", "--phone", number, "--linkedin", link, "--json").json

    for told in (added["id"], added["id"][:30], number, link, f"lo {word.upper()}", word[:20]):
        assert rapport("show", told, "--json").json["id"] == added["id"], told


def test_a_name_that_fits_several_is_refused_and_writes_nothing(rapport: Rapport) -> None:
    word = uuid4().hex
    ids = [rapport("add", f"{first} {word}", "--json").json["id"] for first in ("Mia", "Noa")]

    refused = rapport("log", word, "note", "Which?", code=2)

    assert all(id_ in refused.err for id_ in ids)
    assert refused.out == ""
    assert rapport("timeline", ids[0], "--kind", "note", "--json").json["items"] == []


def test_a_whole_name_wins_over_a_longer_one(rapport: Rapport) -> None:
    word = uuid4().hex
    whole = rapport("add", f"Kim {word}", "--json").json["id"]
    rapport("add", f"Kim {word} Junior")

    assert rapport("show", f"kim {word}", "--json").json["id"] == whole


def test_a_stranger_is_refused_in_one_sentence(rapport: Rapport) -> None:
    refused = rapport("show", "nobody@nowhere.example", code=2)

    assert refused.out == ""
    assert len(refused.err.splitlines()) == 1
    assert "nobody@nowhere.example" in refused.err


def test_an_address_somebody_holds_is_refused_naming_them(
    rapport: Rapport, somebody: str
) -> None:
    holder = rapport("show", somebody, "--json").json["id"]

    assert holder in rapport("add", "Somebody Else", "--email", somebody, code=2).err


def test_nobody_is_entered_without_a_name_or_an_address(rapport: Rapport) -> None:
    assert "rapport add" in rapport("add", "--company", "Lumen", code=2).err


def test_tags_are_given_once_and_taken_off(rapport: Rapport, somebody: str) -> None:
    given = rapport("tag", somebody, "Remote", "--json").json
    again = rapport("tag", somebody, "remote", "--json").json
    rapport("untag", somebody, "REMOTE")

    assert (given["is_new"], again["is_new"]) == (True, False)
    assert rapport("show", somebody, "--json").json["tags"] == []


def test_two_records_are_read_as_one_and_as_two_again(rapport: Rapport, somebody: str) -> None:
    other = rapport("add", f"Twin {uuid4().hex}", "--json").json["id"]
    primary = rapport("show", somebody, "--json").json["id"]

    merge = rapport("merge", somebody, other, "--json").json["recorded"][0]["id"]
    merged = rapport("show", other, "--json").json["id"]
    rapport("unmerge", merge)

    assert merged == primary
    assert rapport("show", other, "--json").json["id"] == other


@pytest.mark.parametrize("by_duplicate", [True, False])
def test_a_merge_is_undone_by_naming_either_of_the_two(
    rapport: Rapport, somebody: str, *, by_duplicate: bool
) -> None:
    other = rapport("add", f"Twin {uuid4().hex}", "--json").json["id"]
    rapport("merge", somebody, other)

    rapport("unmerge", other if by_duplicate else somebody)

    assert rapport("show", other, "--json").json["id"] == other
    assert "nobody else" in rapport("unmerge", somebody, code=2).err


def test_of_several_merges_the_one_that_is_meant_must_be_named(
    rapport: Rapport, somebody: str
) -> None:
    others = [rapport("add", f"Twin {uuid4().hex}", "--json").json["id"] for _ in range(2)]
    merges = [
        rapport("merge", somebody, other, "--json").json["recorded"][0]["id"]
        for other in others
    ]

    refused = rapport("unmerge", somebody, code=2)

    for merge, other in zip(merges, others, strict=True):
        assert f"{merge}  with {other}" in refused.err
        assert rapport("unmerge", merge, "--json").json["recorded"][0]["id"] == merge


def test_a_merge_is_looked_at_before_it_is_made(
    rapport: Rapport, somebody: str, position: Callable[[], int]
) -> None:
    twin = f"Twin {uuid4().hex}"
    other = rapport("add", twin, "--title", "Countess", "--json").json["id"]
    before = position()

    shown = rapport("merge", somebody, other, "--dry-run").out
    told = rapport("merge", somebody, other, "--dry-run", "--json").json

    assert position() == before
    assert "Nothing was written" in shown
    assert [line for line in shown.splitlines() if twin in line and "*" not in line]
    assert (told["merge_id"], told["candidate"]["title"]) == (None, "Countess")
    assert told["candidate"]["merged_ids"] == [other]
    assert rapport("show", other, "--json").json["id"] == other


def test_every_value_ever_told_is_shown_with_the_one_that_holds(
    rapport: Rapport, somebody: str
) -> None:
    twin = f"Twin {uuid4().hex}"
    rapport("merge", somebody, rapport("add", twin, "--json").json["id"])

    names = rapport("show", somebody, "--facts").out.splitlines()
    (told,) = rapport("show", somebody, "--facts", "--json").json["items"]

    assert [line.split()[:2] == ["name", "*"] for line in names[1:]] == [True, False]
    assert twin in names[2]
    assert ([each["holds"] for each in told["told"]], told["field"]) == ([True, False], "name")


def test_what_strangers_wrote_moves_no_cursor(rapport: Rapport) -> None:
    word = uuid4().hex
    rapport("add", f"Eve {word} \x1b[2J\x9b31m [bold]x[/bold]")

    shown = rapport("show", word).out

    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[bold]x[/bold]" in shown


def test_what_changed_since_a_moment_is_told_by_person_and_in_all(rapport: Rapport) -> None:
    word = uuid4().hex
    first = rapport("add", f"Uma {word}", "--json").json
    since = str(first["position"])
    rapport("tag", first["id"], "Oslo")

    told = rapport("diff", "--from", since, "--json").json
    read = rapport("diff", "--from", since, "--to", since).out
    refused = rapport("diff", "--from", str(told["until"]), "--to", "0", code=2)

    (item,) = told["items"]
    assert (item["candidate_id"], item["how"]) == (first["id"], "changed")
    assert item["changes"] == [{"what": "tags", "before": [], "after": ["Oslo"]}]
    assert told["sum"]["event_counts"] == {"TagAdded": 1}
    assert "nobody touched" in read
    assert "is after 0" in refused.err


def test_people_are_found_as_they_were(rapport: Rapport) -> None:
    word = uuid4().hex
    then = str(rapport("add", f"Ida {word}", "--json").json["position"])
    rapport("add", f"Ivo {word}")

    now = rapport("find", word, "--json").json["items"]
    before = rapport("find", word, "--as-of", then, "--json").json["items"]

    assert len(now) == 2
    assert [each["name"] for each in before] == [f"Ida {word}"]
