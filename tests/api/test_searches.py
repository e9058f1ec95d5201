"""Searches that are kept by a name, for everybody in the workspace."""

import httpx2
import pytest

from api.installation import Installation
from ledger.commands.searches import SaveSearch
from tests.ledger.stories import record

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


@pytest.mark.parametrize("query", ["path=1", "stage=warm&self=1", "as_of=3", "request=x"])
def test_what_is_no_filter_is_refused_by_its_name(client: httpx2.Client, query: str) -> None:
    refused = client.post("/v1/searches", json={"name": "Odd", "query": query})

    assert refused.status_code == 422
    name = query.rpartition("&")[2].partition("=")[0]
    assert name in refused.text
    assert names(client) == []


@pytest.mark.parametrize(
    "query", ["nothing", "stage=", "stage=tepid", "quiet_days=0", "pool=x"]
)
def test_what_narrows_and_orders_nothing_is_refused(client: httpx2.Client, query: str) -> None:
    refused = client.post("/v1/searches", json={"name": "Odd", "query": query})

    assert refused.status_code == 422
    assert names(client) == []


@pytest.mark.parametrize(
    "query",
    [
        "path=1",
        "self=1&path=2",
        "link=1",
        "as_of=1",
        "%00=1",
        "q=%00",
        "stage=tepid",
        "%%%",
        "&",
    ],
)
def test_a_search_that_came_in_otherwise_breaks_no_screen(
    client: httpx2.Client, workspace: Installation, query: str
) -> None:
    record(workspace, SaveSearch(name="Odd", query=query))

    screens = [client.get(path) for path in ("/people", "/timeline", "/settings/about")]
    search = client.get("/v1/searches").json()["items"][0]["id"]
    dropped = client.post(f"/people/searches/{search}/drop", follow_redirects=False)

    assert [each.status_code for each in screens] == [200, 200, 200]
    assert all("Odd" in each.text for each in screens)
    assert dropped.status_code == 303
