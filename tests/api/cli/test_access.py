"""Who looked, on the command line: reads there are put down, too."""

from tests.api.cli.command import Rapport


def test_who_looked_at_somebody_is_listed_the_newest_first(
    rapport: Rapport, somebody: str
) -> None:
    found = rapport("show", somebody, "--json").json
    rapport("timeline", somebody)

    told = rapport("access", somebody, "--json").json
    read = rapport("access", somebody).out
    profiles = rapport("access", somebody, "--what", "profile", "--json").json

    assert [each["what"] for each in told["items"]] == ["timeline", "profile"]
    assert {each["candidate_id"] for each in told["items"]} == {found["id"]}
    assert [each["what"] for each in profiles["items"]] == ["profile"]
    assert "timeline" in read
    assert found["id"] in read


def test_an_export_a_search_and_a_list_are_put_down_by_how_many(rapport: Rapport) -> None:
    rapport("find", "nobody-is-called-this")
    rapport("export", "-", "--format", "vcard")

    items = rapport("access", "--limit", "2", "--json").json["items"]

    assert [(each["what"], each["people_count"]) for each in items] == [
        ("export", None),
        ("search", 0),
    ]


def test_what_is_logged_in_private_says_so(rapport: Rapport, somebody: str) -> None:
    rapport("log", somebody, "note", "Wants to leave", "--private")
    rapport("log", somebody, "note", "Met at the fair")

    lines = rapport("timeline", somebody, "--kind", "note", "--json").json["items"]

    assert [each["payload"].get("visibility") for each in lines] == [None, "private"]


def test_somebody_unknown_is_no_member(rapport: Rapport) -> None:
    answer = rapport("access", "--by", "Nobody Here", code=2)

    assert "name or id" in answer.err
