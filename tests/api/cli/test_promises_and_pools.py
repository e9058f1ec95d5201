from uuid import uuid4

from tests.api.cli.command import Rapport


def test_a_promise_is_listed_until_it_is_kept(rapport: Rapport, somebody: str) -> None:
    added = rapport("follow-up", "add", somebody, "2026-06-01", "Send the role.", "--json")
    promise = added.json["recorded"][0]["id"]

    before = rapport("follow-up", "list", "--until", "2026-06-01", "--json").json["items"]
    read = rapport("follow-up", "list").out
    rapport("follow-up", "done", promise)

    after = rapport("follow-up", "list", "--json").json["items"]
    assert promise in {each["id"] for each in before}
    assert "Send the role." in read
    assert promise not in {each["id"] for each in after}
    assert rapport("follow-up", "cancel", promise, code=2).out == ""


def test_a_pool_takes_people_in_and_lets_them_go(rapport: Rapport, somebody: str) -> None:
    name = f"Berlin {uuid4().hex}"
    rapport("pool", "create", *name.split())

    rapport("pool", "join", name, somebody)
    inside = rapport("pool", "show", name, "--json").json["items"]
    (listed,) = [
        each for each in rapport("pool", "list", "--json").json["items"] if each["name"] == name
    ]
    rapport("pool", "leave", listed["id"], somebody)
    rapport("pool", "rename", name, f"{name} old")
    rapport("pool", "archive", f"{name} OLD")

    assert len(inside) == 1
    assert listed["member_count"] == 1
    assert rapport("pool", "show", listed["id"], "--json").json["items"] == []
    assert "archived" in rapport("pool", "join", f"{name} old", somebody, code=2).err
    assert "pool list" in rapport("pool", "show", "no such pool", code=2).err
