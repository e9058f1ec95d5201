"""What a key opens that may do one thing: it is shown nothing that was held before."""

from uuid import uuid4

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from api.attempts import Attempts
from tests.api.access.calls import CALLS
from tests.api.access.people import People, Somebody
from tests.api.access.tenants import said_by
from tests.api.access.world import World

HELD = "heldqxz"
"""How every word begins that the owner put down before a key asked."""


def _key(people: People, *scopes: str) -> Somebody:
    asked = {"label": "Sync", "scopes": list(scopes)}
    issued = people.owner.post("/v1/keys", json=asked).json()
    return people.with_key(issued["id"], issued["key"])


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("scope", ["write", "import", "erase"])
def test_no_answer_holds_a_word_that_was_there_before(
    people: People, server: uvicorn.Server, scope: str
) -> None:
    app = server.config.app
    assert isinstance(app, FastAPI)
    world = World(people, lambda: f"{HELD}{uuid4().hex}")
    talk = _key(people, scope).talk
    answered: list[str] = []
    for route, asked in CALLS.items():
        method = route.partition(" ")[0]
        app.state.attempts = Attempts()
        call = asked(world.of)
        answer = call.by(talk, method)
        told = said_by(answer).replace(call.path.rpartition("/")[2], "")
        assert HELD not in told, (route, answer.text)
        answered += [route] if answer.is_success and "/v1/" in route else []

    # It is of use all the same.
    assert len(answered) > 1, answered


@pytest.mark.parametrize("path", ["/", "/people", "/timeline", "/export", "/settings/keys"])
def test_a_key_opens_no_page_whatever_it_may(people: People, path: str) -> None:
    key = _key(people, "read", "write", "import", "export", "erase", "admin", "audit")

    answer = key.talk.get(path)

    assert answer.status_code in {303, 403}
    assert key.talk.get("/v1/candidates").status_code == 200


def test_a_key_that_may_write_records_and_is_answered_where_it_stands(people: People) -> None:
    ada = people.owner.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    told = {"candidate_id": ada, "kind": "call", "body": "Hello"}
    key, reader = _key(people, "write"), _key(people, "write", "read")

    recorded = key.talk.post("/v1/engagements", json=told)
    path = f"/v1/engagements/{recorded.json()['id']}"
    refused: httpx2.Response = key.talk.patch(path, json={"subject": "Hi"})
    corrected = reader.talk.patch(path, json={"subject": "Hi"})

    assert recorded.status_code == 201
    assert recorded.json().keys() == {"id", "candidate_id", "version", "position"}
    assert refused.status_code == 403
    assert "the scope read" in refused.json()["detail"]
    assert (corrected.status_code, corrected.json()["body"]) == (200, "Hello")
