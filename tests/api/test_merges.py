from collections.abc import Callable
from typing import Any

import httpx2

Added = dict[str, Any]
NOBODY = "0198c2f0-0000-7000-8000-000000000000"


def test_merged_candidates_are_read_as_one_and_as_two_again(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add(location="London", tags=["remote"])["id"]
    given = {"primary_candidate_id": ada, "duplicate_candidate_id": twin}

    merged = client.post("/v1/merges", json=given)
    again = client.post("/v1/merges", json=given)
    as_one = client.get(f"/v1/candidates/{twin}").json()
    undone = client.delete(f"/v1/merges/{merged.json()['id']}")
    as_two = client.get(f"/v1/candidates/{ada}").json()

    assert (merged.status_code, again.status_code) == (201, 200)
    assert again.json() == merged.json()
    assert (as_one["id"], as_one["location"], as_one["merged_ids"]) == (ada, "London", [twin])
    assert (undone.status_code, as_two["location"], as_two["merged_ids"]) == (204, None, [])
    assert client.get(f"/v1/merges/{merged.json()['id']}").json()["state"] == "unmerged"
    assert [item["id"] for item in client.get("/v1/merges").json()["items"]] == [
        merged.json()["id"]
    ]
    then = client.get(f"/v1/candidates/{twin}?as_of={merged.headers['Ledger-Position']}").json()
    assert then["id"] == ada


def test_a_merge_needs_two_known_candidates(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]

    def merge(duplicate: str) -> int:
        given = {"primary_candidate_id": ada, "duplicate_candidate_id": duplicate}
        return client.post("/v1/merges", json=given).status_code

    assert merge(ada) == 422
    assert merge(NOBODY) == 404
    assert client.delete(f"/v1/merges/{NOBODY}").status_code == 404
    assert client.get("/v1/tags").headers["Ledger-Position"] == "1"
