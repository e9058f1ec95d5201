"""Workspaces over HTTP: begun, looked at, named, let go."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import psycopg
import pytest

from api.routes import workspaces as routes
from api.workspaces import remove_ended
from ledger.commands.workspaces import ScheduleDeletion
from ledger.words import Role, WorkspaceId
from tests.api.access.people import People
from tests.ledger.stories import rows
from tests.sessions import signed_in
from tests.talking import talking_to


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


def test_a_workspace_whose_time_is_over_goes_whole_and_alone(
    people: People, client: httpx2.Client
) -> None:
    first = client.get("/v1/workspace").json()["id"]
    second = client.post("/v1/workspaces", json={"name": "Second"}).json()["id"]
    for each in (first, second):
        client.put("/v1/session/workspace", json={"workspace_id": each})
        client.post("/v1/candidates", json={"first_name": "Ada", "tags": ["x"]})
    gone = people.workspace.at(WorkspaceId(UUID(second)))
    gone.ledger.record(
        ScheduleDeletion(workspace_id=gone.workspace, waiting=timedelta(0)), by=gone.owner
    )

    assert gone.workspace in remove_ended(people.workspace)

    left = rows(
        people.workspace,
        "select count(*) from ledger.events where workspace_id = %(gone)s",
        gone=second,
    )
    assert left == [(0,)]
    # Who looked at it looks at nothing, and is out within a second.
    assert client.get("/v1/candidates").status_code == 404
    time.sleep(1)
    assert client.get("/v1/candidates").status_code == 401
    back = talking_to(client.base_url, cookies=signed_in(people.workspace))
    with back as talking:
        assert [each["id"] for each in talking.get("/v1/workspaces").json()["items"]] == [first]
        assert len(talking.get("/v1/candidates").json()["items"]) == 1


def test_a_workspace_whose_time_is_not_over_stays(people: People) -> None:
    people.owner.delete("/v1/workspace")

    assert people.workspace.workspace not in remove_ended(people.workspace)
    with (
        people.workspace.database.connection() as connection,
        pytest.raises(psycopg.DatabaseError, match="is to stay"),
    ):
        connection.execute("select ledger.remove_workspace(%s)", (people.workspace.workspace,))


def test_nothing_of_a_workspace_that_went_is_in_any_table(people: People) -> None:
    people.owner.post("/v1/candidates", json={"first_name": "Ada", "tags": ["x"]})
    here = people.workspace
    here.ledger.record(
        ScheduleDeletion(workspace_id=here.workspace, waiting=timedelta(0)), by=here.owner
    )

    remove_ended(here)

    tables = rows(
        here,
        "select format('%%I.%%I', n.nspname, c.relname) from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace"
        " join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'"
        " where n.nspname in ('ledger', 'views', 'access') and c.relkind = 'r'",
    )
    assert len(tables) > 20
    for (table,) in tables:
        left = rows(here, f"select from {table} where workspace_id = %(workspace)s")
        assert len(left) == (table == "ledger.endings"), table


def test_a_few_workspaces_are_begun_in_an_hour_and_no_more(people: People) -> None:
    stranger = people.stranger().talk

    answers = [stranger.post("/v1/workspaces", json={"name": str(n)}) for n in range(21)]

    assert [each.status_code for each in answers] == [201] * 20 + [429]
    assert "retry-after" in answers[-1].headers
    assert len(stranger.get("/v1/workspaces").json()["items"]) == 20
    assert people.owner.post("/v1/workspaces", json={"name": "Mine"}).status_code == 201


def test_whoever_began_very_many_workspaces_lets_one_go_first(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "BEGUN_MAX", 2)
    stranger = people.stranger().talk

    answers = [stranger.post("/v1/workspaces", json={"name": str(n)}) for n in range(3)]

    assert [each.status_code for each in answers] == [201, 201, 409]
    assert "let one go first" in answers[-1].json()["detail"]
