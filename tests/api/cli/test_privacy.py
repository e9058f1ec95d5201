from uuid import uuid4

from tests.api.cli.command import Rapport


def test_what_somebody_allows_is_put_down_and_shown(rapport: Rapport) -> None:
    who = rapport("add", f"Ada {uuid4().hex}", "--json").json["id"]
    rapport("consent", "give", who, "news", "--until", "2190-06-01", "--evidence", "Form")
    rapport("do-not-contact", who, "--reason", "New job")
    rapport("notice", who, "--channel", "call")
    rapport("hold", "place", who, "A claim")

    told = rapport("privacy", who, "--json").json
    read = rapport("privacy", who).out
    rapport("consent", "withdraw", who, "news")
    rapport("do-not-contact", who, "--lift")
    rapport("hold", "release", who)
    after = rapport("privacy", who, "--json").json

    assert told["consents"][0]["expires_on"] == "2190-06-01"
    assert (told["may_be_contacted"], told["legal_hold"]["reason"]) == (False, "A claim")
    assert told["notice"]["channel"] == "call"
    for word in ("news", "2190-06-01", "New job", "given", "A claim"):
        assert word in read
    assert after["consents"][0]["state"] == "withdrawn"
    assert (after["may_be_contacted"], after["legal_hold"]) == (True, None)


def test_a_rule_of_retention_is_set_lists_who_is_due_and_is_removed(rapport: Rapport) -> None:
    source = f"fair-{uuid4().hex}"
    name = f"Of {source}"
    who = rapport("add", "Ben", "--source", source, "--json").json["id"]
    words = ("--months", "12", "--from", "added", "--source", source)
    rule = rapport("retention", "set", name, *words, "--json").json["id"]

    listed = rapport("retention", "list", "--json").json["items"]
    now = rapport("retention", "due", "--rule", rule, "--json").json["items"]
    later = rapport("retention", "due", "--rule", rule, "--on", "2190-01-01").out
    rapport("retention", "remove", rule)

    assert {"id": rule, "name": name, "months": 12, "counted_from": "added"}.items() <= next(
        each for each in listed if each["id"] == rule
    ).items()
    assert now == []
    assert who in later
    assert name in later
    assert rule not in [
        each["id"] for each in rapport("retention", "list", "--json").json["items"]
    ]


def test_who_is_still_to_be_told_is_listed(rapport: Rapport) -> None:
    who = rapport("add", f"Cy {uuid4().hex}", "--source", "fair", "--json").json["id"]

    owed = rapport("notices", "--limit", "10000", "--json").json["items"]
    rapport("notice", who, "--waive", "Gave it himself")

    assert who in [each["candidate_id"] for each in owed]
    assert who not in rapport("notices", "--limit", "10000").out
