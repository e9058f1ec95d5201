"""Over HTTP: what was ever told of a candidate, and which of it holds."""

from collections.abc import Callable
from typing import Any

import httpx2

NOBODY = "01900000-0000-7000-8000-000000000000"


def _change(client: httpx2.Client, who: str, **facts: Any) -> None:
    answer = client.patch(f"/v1/candidates/{who}", json=facts, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def test_the_value_that_holds_comes_first_and_what_it_outranks_is_kept(
    client: httpx2.Client, add: Callable[..., dict[str, Any]]
) -> None:
    ada = add(source="conference")["id"]
    _change(client, ada, title="Countess", source="letter")

    (title,) = client.get(f"/v1/candidates/{ada}/facts?field=title").json()["items"]
    newest, first = title["told"]

    assert (title["field"], title["told_count"]) == ("title", 2)
    assert (newest["value"], newest["holds"], newest["source"]) == ("Countess", True, "letter")
    assert (first["value"], first["holds"], first["source"]) == ("Analyst", False, "conference")
    assert (newest["position"], newest["by_hand"], newest["candidate_id"]) == (2, True, ada)
    assert newest["told_at"] == newest["recorded_at"]
    shown = client.get(f"/v1/candidates/{ada}").json()["facts"]["title"]
    assert shown == {name: newest[name] for name in shown}


def test_facts_are_told_as_of_then_and_by_an_old_id(
    client: httpx2.Client, add: Callable[..., dict[str, Any]]
) -> None:
    ada, twin = add()["id"], add(title="Twin")["id"]
    client.post(f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": twin})

    def titles(who: str, as_of: int) -> list[str]:
        path = f"/v1/candidates/{who}/facts?field=title&as_of={as_of}"
        return [each["value"] for each in client.get(path).json()["items"][0]["told"]]

    assert titles(twin, 3) == titles(ada, 3) == ["Analyst", "Twin"]
    assert (titles(twin, 2), titles(ada, 2)) == (["Twin"], ["Analyst"])


def test_fields_come_in_order_and_as_many_values_of_each_as_asked_for(
    client: httpx2.Client, add: Callable[..., dict[str, Any]]
) -> None:
    ada = add()["id"]
    _change(client, ada, title=None)

    items = client.get(f"/v1/candidates/{ada}/facts?limit=1").json()["items"]

    assert [(item["field"], item["told_count"]) for item in items] == [
        ("first_name", 1),
        ("last_name", 1),
        ("title", 2),
    ]
    assert [[each["value"] for each in item["told"]] for item in items] == [
        ["Ada"],
        ["Lovelace"],
        [None],
    ]


def test_facts_of_nobody_and_of_no_field_are_refused(
    client: httpx2.Client, add: Callable[..., dict[str, Any]]
) -> None:
    path = f"/v1/candidates/{add()['id']}/facts"

    assert client.get(f"/v1/candidates/{NOBODY}/facts").status_code == 404
    assert client.get(f"{path}?field=shoe_size").status_code == 422
    assert [client.get(f"{path}?limit={n}").status_code for n in (0, 1, 200, 201)] == [
        422,
        200,
        200,
        422,
    ]
