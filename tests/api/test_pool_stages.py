"""Where somebody stands in a pool: its stages, a board of them, how it is looked after."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

USUAL = ["To contact", "Contacted", "Replied", "Interviewing", "Placed", "Not now"]
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def pool(client: httpx2.Client) -> str:
    return client.post("/v1/pools", json={"name": "Platform"}).json()["id"]


@pytest.fixture
def ada(client: httpx2.Client, add: Add, pool: str) -> str:
    who = add()["id"]
    client.put(f"/v1/pools/{pool}/members/{who}")
    return who


def stage_of(client: httpx2.Client, pool: str, as_of: str = "") -> str:
    asked = {"as_of": as_of} if as_of else {}
    (member,) = client.get(f"/v1/pools/{pool}/members", params=asked).json()["items"]
    return member["stage"]


def move(client: httpx2.Client, pool: str, who: str, stage: str) -> httpx2.Response:
    return client.put(f"/v1/pools/{pool}/members/{who}/stage", json={"stage": stage})


def test_whoever_joins_is_at_the_first_stage(
    client: httpx2.Client, pool: str, ada: str
) -> None:
    assert client.get(f"/v1/pools/{pool}").json()["stages"] == USUAL
    assert ada
    assert stage_of(client, pool) == "To contact"


def test_a_member_is_moved_and_stands_where_they_stood_as_of_then(
    client: httpx2.Client, pool: str, ada: str
) -> None:
    before = client.get("/v1/tags").headers["Ledger-Position"]

    moved = move(client, pool, ada, "Replied")
    again = move(client, pool, ada, "Replied")

    assert (moved.status_code, again.status_code) == (204, 204)
    assert moved.headers["Ledger-Position"] == again.headers["Ledger-Position"]
    assert stage_of(client, pool) == "Replied"
    assert stage_of(client, pool, before) == "To contact"


def test_a_stage_that_the_pool_does_not_have_is_refused(
    client: httpx2.Client, pool: str, ada: str
) -> None:
    refused = move(client, pool, ada, "Wedding")

    assert refused.status_code == 422
    assert "To contact" in refused.text
    assert stage_of(client, pool) == "To contact"


def test_nobody_moves_who_is_not_in_the_pool_or_in_one_that_is_archived(
    client: httpx2.Client, pool: str, ada: str, add: Add
) -> None:
    stranger = move(client, pool, add(first_name="Bea")["id"], "Replied")
    client.post(f"/v1/pools/{pool}/archive")
    late = move(client, pool, ada, "Replied")

    assert (stranger.status_code, late.status_code) == (409, 409)


def test_whoever_comes_back_begins_at_the_first_stage(
    client: httpx2.Client, pool: str, ada: str
) -> None:
    move(client, pool, ada, "Placed")
    client.delete(f"/v1/pools/{pool}/members/{ada}")
    client.put(f"/v1/pools/{pool}/members/{ada}")

    assert stage_of(client, pool) == "To contact"


def test_a_pool_has_stages_in_its_own_words_and_members_keep_theirs(
    client: httpx2.Client, pool: str, ada: str
) -> None:
    move(client, pool, ada, "Replied")

    named = client.put(f"/v1/pools/{pool}/stages", json={"stages": ["Neu", "Gesprochen"]})
    board = client.get(f"/v1/pools/{pool}/board").json()["items"]

    assert named.json()["stages"] == ["Neu", "Gesprochen"]
    assert [(each["stage"], each["member_count"]) for each in board] == [
        ("Neu", 0),
        ("Gesprochen", 0),
        ("Replied", 1),
    ]
    assert board[2]["members"][0]["candidate_id"] == ada


@pytest.mark.parametrize(
    ("stages", "status"),
    [
        (["A"], 200),
        ([f"S{n}" for n in range(12)], 200),
        ([], 422),
        ([f"S{n}" for n in range(13)], 422),
        (["Met", "met"], 422),
        (["Met", " "], 422),
    ],
)
def test_stages_are_one_to_twelve_with_names_of_their_own(
    client: httpx2.Client, pool: str, stages: list[str], status: int
) -> None:
    answer = client.put(f"/v1/pools/{pool}/stages", json={"stages": stages})

    assert answer.status_code == status


def test_the_figures_of_a_pool_tell_of_its_weeks_and_of_who_is_coldest(
    client: httpx2.Client, pool: str, ada: str, add: Add
) -> None:
    bea = add(first_name="Bea", last_name="Moss")["id"]
    client.put(f"/v1/pools/{pool}/members/{bea}")
    now = datetime.now(UTC)
    for days in (0, 0, 7):
        at = (now - timedelta(days=days, minutes=1)).isoformat()
        told = {"candidate_id": ada, "kind": "call", "occurred_at": at}
        client.post("/v1/engagements", json=told)

    figures = client.get(f"/v1/pools/{pool}/figures").json()

    assert (len(figures["weeks"]), sum(figures["weeks"])) == (12, 3)
    assert [each["name"] for each in figures["coldest"]] == ["Bea Moss", "Ada Lovelace"]
    assert figures["coldest"][0]["last_engaged_at"] is None
    assert figures["last_engaged_at"] is not None
