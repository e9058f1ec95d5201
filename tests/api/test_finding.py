from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Added = dict[str, Any]


def email(address: str) -> dict[str, Any]:
    return {"type": "email", "value": address}


def test_candidates_are_found_by_words_pool_and_tag(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add(tags=["remote"], handles=[email("ada@example.com")])
    add(first_name="Grace", last_name="Hopper")
    pool = client.post("/v1/pools", json={"name": "Platform"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{ada['id']}")

    for wanted in (
        {"q": "LOVE ada@"},
        {"tag": "Remote"},
        {"pool": pool},
        {"q": "ada", "tag": "remote"},
    ):
        items = client.get("/v1/candidates", params=wanted).json()["items"]
        assert [item["name"] for item in items] == ["Ada Lovelace"], wanted
    assert client.get("/v1/candidates", params={"q": "nobody"}).json()["items"] == []


@pytest.mark.parametrize("sort", ["name", "last_engaged", "added"])
def test_a_list_pages_to_its_end_in_every_order(
    client: httpx2.Client, add: Callable[..., Added], sort: str
) -> None:
    people = [add(first_name=name, last_name=None)["id"] for name in "BDACE"]
    for person, day in zip(people[:3], ("02", "01", "03"), strict=True):
        given = {
            "candidate_id": person,
            "kind": "call",
            "occurred_at": f"2026-01-{day}T00:00:00Z",
        }
        client.post("/v1/engagements", json=given)

    pages: list[list[str]] = []
    cursor = None
    while cursor or not pages:
        wanted = {"sort": sort, "limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/candidates", params=wanted).json()
        pages.append([item["name"] for item in page["items"]])
        cursor = page["next_cursor"]

    expected = {
        "name": [["A", "B"], ["C", "D"], ["E"]],
        "last_engaged": [["A", "B"], ["D", "E"], ["C"]],
        "added": [["E", "C"], ["A", "D"], ["B"]],
    }
    assert pages == expected[sort]


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJ4Il0", "ø", "WyJuYW1lIiwiYSIsIngiXQ"])
def test_a_cursor_that_is_none_of_ours_is_refused(client: httpx2.Client, cursor: str) -> None:
    answer = client.get("/v1/candidates", params={"cursor": cursor})

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:rapport:problem:bad-cursor"


def test_a_cursor_of_another_order_is_refused(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    add()
    add()
    cursor = client.get("/v1/candidates?limit=1").json()["next_cursor"]

    answer = client.get("/v1/candidates", params={"sort": "added", "cursor": cursor})

    assert answer.status_code == 400
