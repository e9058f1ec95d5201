"""Workspaces over HTTP: begun, looked at, named, let go."""

from datetime import UTC, datetime, timedelta

import httpx2

from ledger.words import Role
from tests.api.access.people import People


def test_a_new_workspace_is_empty_and_its_makers_own(people: People) -> None:
    people.owner.post("/v1/candidates", json={"first_name": "Ada"})

    made = people.owner.post("/v1/workspaces", json={"name": "Second"})

    assert made.status_code == 201
    assert (made.json()["name"], made.json()["role"]) == ("Second", "owner")
    names = [each["name"] for each in people.owner.get("/v1/workspaces").json()["items"]]
    assert sorted(names) == ["My ledger", "Second"]


def test_a_session_looks_at_one_workspace_at_a_time(people: People) -> None:
    people.owner.post("/v1/candidates", json={"first_name": "Ada"})
    first = people.owner.get("/v1/workspace").json()["id"]
    second = people.owner.post("/v1/workspaces", json={"name": "Second"}).json()["id"]

    looked = people.owner.put("/v1/session/workspace", json={"workspace_id": second})

    assert looked.json()["workspace_id"] == second
    assert people.owner.get("/v1/candidates").json()["items"] == []
    people.owner.put("/v1/session/workspace", json={"workspace_id": first})
    assert len(people.owner.get("/v1/candidates").json()["items"]) == 1


def test_nobody_looks_at_a_workspace_that_does_not_let_them_in(people: People) -> None:
    stranger = people.stranger()
    theirs = stranger.talk.post("/v1/workspaces", json={"name": "Theirs"}).json()["id"]
    mine = people.owner.get("/v1/workspace").json()["id"]

    foreign = people.owner.put("/v1/session/workspace", json={"workspace_id": theirs})

    assert foreign.status_code == 404
    assert people.owner.get("/v1/workspace").json()["id"] == mine


def test_a_workspace_is_renamed(people: People) -> None:
    answer = people.owner.patch("/v1/workspace", json={"name": "Northern Search"})

    assert answer.json()["name"] == "Northern Search"
    assert people.owner.get("/v1/workspace").json()["name"] == "Northern Search"


def test_a_workspace_goes_after_two_weeks_and_may_be_kept_until_then(people: People) -> None:
    going = people.owner.delete("/v1/workspace")

    assert going.status_code == 202
    left = datetime.fromisoformat(going.json()["ends_at"]) - datetime.now(UTC)
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    assert people.owner.get("/v1/candidates").status_code == 200
    assert people.owner.post("/v1/workspace/keep").json()["ends_at"] is None


def test_only_an_owner_who_is_signed_in_lets_a_workspace_go(people: People) -> None:
    admin = people.join(Role.ADMIN)
    asked = {"label": "x", "scopes": ["read", "admin"]}
    issued = people.owner.post("/v1/keys", json=asked).json()

    refused = [
        admin.talk.delete("/v1/workspace"),
        people.with_key(issued["id"], issued["key"]).talk.delete("/v1/workspace"),
    ]

    assert [each.status_code for each in refused] == [403, 403]
    assert people.owner.get("/v1/workspace").json()["ends_at"] is None


def test_a_key_looks_at_its_own_workspace_alone(people: People) -> None:
    asked = {"label": "x", "scopes": ["read", "write", "admin"]}
    issued = people.owner.post("/v1/keys", json=asked).json()
    program = people.with_key(issued["id"], issued["key"])

    assert program.talk.get("/v1/workspaces").status_code == 401
    assert program.talk.get("/v1/workspace").json()["role"] == "owner"


def test_a_session_ends_when_somebody_signs_out(client: httpx2.Client) -> None:
    assert client.get("/v1/session").json()["name"] == "Olive Owner"

    assert client.delete("/v1/session").status_code == 204

    assert client.get("/v1/session").status_code == 401
