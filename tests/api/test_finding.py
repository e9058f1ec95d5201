from collections.abc import Callable
from itertools import chain
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


def _pages(client: httpx2.Client, **asked: str) -> list[list[str]]:
    """Return the names of a list in pages of two."""
    pages: list[list[str]] = []
    cursor = None
    while cursor or not pages:
        wanted = asked | {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/candidates", params=wanted).json()
        pages.append([item["name"] for item in page["items"]])
        cursor = page["next_cursor"]
    return pages


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

    expected = {
        "name": [["A", "B"], ["C", "D"], ["E"]],
        "last_engaged": [["A", "B"], ["D", "E"], ["C"]],
        "added": [["E", "C"], ["A", "D"], ["B"]],
    }
    assert _pages(client, sort=sort) == expected[sort]


@pytest.mark.parametrize("sort", ["name", "last_engaged", "added"])
def test_a_list_pages_from_its_other_end_however_it_is_narrowed(
    client: httpx2.Client, add: Callable[..., Added], sort: str
) -> None:
    told = {"kind": "call", "direction": "outbound"}
    # Three whom nobody engaged with, one whose engagement is to come, two on the same day.
    people = [add(first_name=name, last_name=None, tags=["t"])["id"] for name in "BDAFCEG"]
    for person, day in zip(people[:4], (2, 1, 2, 9), strict=True):
        at = f"{2199 if day == 9 else 2026}-01-0{day}T00:00:00Z"
        body = told | {"candidate_id": person, "occurred_at": at}
        assert client.post("/v1/engagements", json=body).status_code == 201
    position = client.get("/v1/tags").headers["Ledger-Position"]

    narrowings: list[dict[str, str]] = [
        {},
        {"tag": "t"},
        {"reply_owed_by": "candidate"},
        {"as_of": position},
        {"as_of": position, "reply_owed_by": "candidate"},
    ]
    for narrowed in narrowings:
        there = list(chain.from_iterable(_pages(client, sort=sort, **narrowed)))
        back = list(chain.from_iterable(_pages(client, sort=f"-{sort}", **narrowed)))
        assert len(there) == (4 if "reply_owed_by" in narrowed else 7), narrowed
        assert back == there[::-1], narrowed


def test_a_cursor_leads_on_from_the_end_that_it_came_from_alone(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    add()
    add()
    cursor = client.get("/v1/candidates?limit=1").json()["next_cursor"]

    answer = client.get("/v1/candidates", params={"sort": "-name", "cursor": cursor})

    assert answer.status_code == 400


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
