"""Searches that are kept by a name, for everybody in the workspace."""

import httpx2

COLD = {"name": "Going cold", "query": "stage=warm&quiet_days=60"}


def names(client: httpx2.Client, **asked: str) -> list[str]:
    answer = client.get("/v1/searches", params=asked)
    return [each["name"] for each in answer.json()["items"]]


def test_a_search_is_saved_renamed_and_dropped(client: httpx2.Client) -> None:
    saved = client.post("/v1/searches", json=COLD)
    path = f"/v1/searches/{saved.json()['id']}"
    renamed = client.put(path, json=COLD | {"name": "Cold"})
    position = renamed.headers["Ledger-Position"]

    assert (saved.status_code, saved.json()["query"]) == (201, COLD["query"])
    assert names(client) == ["Cold"]

    dropped, again = client.delete(path), client.delete(path)

    assert (dropped.status_code, again.status_code) == (204, 204)
    assert names(client) == []
    assert names(client, as_of=position) == ["Cold"]


def test_only_a_saved_search_is_changed(client: httpx2.Client) -> None:
    path = f"/v1/searches/{client.post('/v1/searches', json=COLD).json()['id']}"
    candidate = client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    client.delete(path)
    head = client.get("/v1/searches").headers["Ledger-Position"]

    answers = [client.put(each, json=COLD) for each in (path, f"/v1/searches/{candidate}")]
    dropped = client.delete(f"/v1/searches/{candidate}")

    assert [answer.status_code for answer in (*answers, dropped)] == [404, 404, 404]
    assert client.get("/v1/searches").headers["Ledger-Position"] == head


def test_the_same_search_saved_again_under_its_id_records_nothing(
    client: httpx2.Client,
) -> None:
    saved = client.post("/v1/searches", json=COLD)

    again = client.put(f"/v1/searches/{saved.json()['id']}", json=COLD)

    assert again.headers["Ledger-Position"] == saved.headers["Ledger-Position"]


def test_there_are_fifty_saved_searches_and_no_more(client: httpx2.Client) -> None:
    for number in range(50):
        told = {"name": f"S{number}", "query": "stage=new"}
        assert client.post("/v1/searches", json=told).status_code == 201

    assert client.post("/v1/searches", json=COLD).status_code == 409


def test_a_search_nobody_saved_is_unknown(client: httpx2.Client) -> None:
    nobody = "0198c2f0-0000-7000-8000-000000000000"

    assert client.delete(f"/v1/searches/{nobody}").status_code == 404
