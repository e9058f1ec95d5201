from collections.abc import Callable
from typing import Any

import httpx2

Added = dict[str, Any]
NOBODY = "0198c2f0-0000-7000-8000-000000000000"


def decide(client: httpx2.Client, one: str, other: str, decision: str) -> httpx2.Response:
    given = {
        "primary_candidate_id": one,
        "other_candidate_id": other,
        "decision": decision,
        "reason": "Met both",
    }
    return client.post("/v1/duplicates/decisions", json=given)


def test_two_who_look_alike_are_listed_side_by_side_with_the_evidence(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    handles = [{"type": "email", "value": "ada@one.example"}]
    ada = add(company="Analytical", handles=handles)["id"]
    twin = add(last_name="Lovelase", company="Analytical Ltd")["id"]

    (pair,) = client.get("/v1/duplicates").json()["items"]
    (found,) = client.get(f"/v1/candidates/{twin}/duplicates").json()["items"]

    assert [each["id"] for each in pair["candidates"]] == [ada, twin]
    assert pair["candidates"][0]["email_addresses"] == ["ada@one.example"]
    assert pair["score"] == sum(each["points"] for each in pair["evidence"])
    assert "Both work or worked at Analytical." in {each["words"] for each in pair["evidence"]}
    assert (found["candidate"]["id"], found["score"]) == (ada, pair["score"])


def test_the_pages_of_a_list_hold_every_pair_once(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    for name in ("Babbage", "Cayley", "Faraday", "Somerville"):
        add(last_name=name)
        add(last_name=name, location="London" if name == "Cayley" else None)

    seen: list[Added] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("/v1/duplicates", params={"limit": 3, **cursor}).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert sorted(pair["candidates"][0]["name"] for pair in seen) == [
        "Ada Babbage",
        "Ada Cayley",
        "Ada Faraday",
        "Ada Somerville",
    ]


def test_what_was_decided_is_answered_and_heeded(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add()["id"]

    later = decide(client, ada, twin, "later")
    put_off = client.get("/v1/duplicates?state=later").json()["items"]
    apart = decide(client, twin, ada, "apart")
    again = decide(client, ada, twin, "apart")

    assert (later.status_code, apart.status_code, again.status_code) == (201, 201, 200)
    assert later.json()["id"] == apart.json()["id"] == again.json()["id"]
    assert (apart.json()["decision"], apart.json()["reason"]) == ("apart", "Met both")
    assert len(put_off) == 1
    assert client.get("/v1/duplicates").json()["items"] == []
    assert client.get(f"/v1/candidates/{ada}/duplicates").json()["items"] == []
    assert len(client.get("/v1/duplicates?state=apart").json()["items"]) == 1


def test_a_decision_is_refused_about_strangers_and_about_one_person(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add()["id"]

    assert decide(client, ada, NOBODY, "apart").status_code == 404
    assert decide(client, ada, ada, "apart").status_code == 422
    assert decide(client, ada, twin, "maybe").status_code == 422
    client.post(f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": twin})
    assert decide(client, ada, twin, "later").status_code == 409
    assert client.get("/v1/duplicates").json()["items"] == []
    assert client.get(f"/v1/candidates/{NOBODY}/duplicates").status_code == 404
    assert client.get("/v1/duplicates?cursor=none").status_code == 400
    assert client.get("/v1/duplicates?state=never").status_code == 422
