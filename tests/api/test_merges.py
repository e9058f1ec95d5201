"""Over HTTP: two candidates are read as one, looked at before, and undone at any time."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.installation import Installation
from tests.ledger.stories import live, stored

Added = dict[str, Any]
NOBODY = "0198c2f0-0000-7000-8000-000000000000"
CALL = {"kind": "call", "occurred_at": "2026-03-04T05:06:07Z"}


def _merge(
    client: httpx2.Client, primary: str, duplicate: str, *, dry_run: bool = False
) -> httpx2.Response:
    told = {"duplicate_candidate_id": duplicate, "dry_run": dry_run}
    return client.post(f"/v1/candidates/{primary}/merge", json=told)


def _read(client: httpx2.Client, who: str, rest: str = "") -> dict[str, Any]:
    answer = client.get(f"/v1/candidates/{who}{rest}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def _head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


def test_merged_candidates_are_read_as_one_and_as_two_again(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add(location="London", tags=["remote"])["id"]

    merged = _merge(client, ada, twin)
    again = _merge(client, ada, twin)
    as_one = _read(client, twin)
    merge_id = merged.json()["merge_id"]
    undone = client.post(f"/v1/merges/{merge_id}/undo", json={"reason": "Namesakes"})
    as_two = _read(client, ada)

    assert (merged.status_code, again.status_code) == (201, 200)
    assert again.json() == merged.json()
    assert as_one == merged.json()["candidate"]
    assert (as_one["id"], as_one["location"], as_one["merged_ids"]) == (ada, "London", [twin])
    assert (undone.status_code, undone.json()["state"]) == (200, "unmerged")
    assert (as_two["location"], as_two["merged_ids"]) == (None, [])
    assert client.get(f"/v1/merges/{merge_id}").json() == undone.json()
    assert client.get("/v1/merges").json()["items"] == [undone.json()]
    then = _read(client, twin, f"?as_of={merged.headers['Ledger-Position']}")
    assert then["id"] == ada


def test_what_was_said_with_the_holder_of_an_address_stays_with_them(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add()["id"]
    handle = {"type": "email", "value": f"{uuid4().hex}@example.com"}
    client.post(f"/v1/candidates/{twin}/handles", json=handle)
    merge_id = _merge(client, ada, twin).json()["merge_id"]

    told = client.post("/v1/engagements", json={"handle": handle, "kind": "call"})
    client.post(f"/v1/merges/{merge_id}/undo", json={})

    assert told.status_code == 201, told.text
    assert told.json()["candidate_id"] == twin
    counts = [_read(client, who)["relationship"]["engagement_count"] for who in (ada, twin)]
    assert counts == [0, 1]


def test_a_merge_undone_twice_is_undone_once(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    merge_id = _merge(client, add()["id"], add()["id"]).json()["merge_id"]

    undone = [client.post(f"/v1/merges/{merge_id}/undo") for _ in range(2)]

    assert undone[0].json() == undone[1].json()
    assert _head(client) == 4


def test_a_merge_needs_two_known_candidates(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]

    for is_dry in (True, False):
        assert _merge(client, ada, ada, dry_run=is_dry).status_code == 422
        assert _merge(client, ada, NOBODY, dry_run=is_dry).status_code == 404
        assert _merge(client, NOBODY, ada, dry_run=is_dry).status_code == 404
    assert client.post(f"/v1/merges/{NOBODY}/undo").status_code == 404
    assert _head(client) == 1


def test_a_dry_run_shows_what_the_merge_then_makes_and_writes_nothing(
    client: httpx2.Client, workspace: Installation, add: Callable[..., Added]
) -> None:
    ada = add(tags=["math"], source="letter")["id"]
    twin = add(title="Countess", location="London", tags=["remote"], source="ball")["id"]
    pool = client.post("/v1/pools", json={"name": "Engines"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{twin}")
    address = {"type": "email", "value": "ada@lovelace.example"}
    client.post(f"/v1/candidates/{twin}/handles", json=address)
    for who in (ada, twin, twin):
        client.post("/v1/engagements", json=CALL | {"candidate_id": who})
    before = stored(workspace), live(workspace), _head(client), _read(client, twin)

    looked_at = _merge(client, ada, twin, dry_run=True)
    after = stored(workspace), live(workspace), _head(client), _read(client, twin)
    made = _merge(client, ada, twin)

    shown, is_so = looked_at.json(), made.json()
    assert (looked_at.status_code, shown["merge_id"]) == (200, None)
    assert after == before
    assert looked_at.headers["Ledger-Position"] == str(before[2])
    assert shown["candidate"] == is_so["candidate"]
    assert shown["facts"] == is_so["facts"]
    assert shown["timeline"] == is_so["timeline"][1:]
    assert is_so["timeline"][0]["event_type"] == "CandidatesMerged"
    assert (shown["candidate"]["id"], shown["candidate"]["title"]) == (ada, "Analyst")
    assert shown["candidate"]["relationship"]["engagement_count"] == 3
    assert [pool["name"] for pool in shown["candidate"]["pools"]] == ["Engines"]
    assert shown["candidate"]["email_addresses"][0]["value"] == "ada@lovelace.example"
    (titles,) = (each["told"] for each in shown["facts"] if each["field"] == "title")
    assert [(each["value"], each["candidate_id"], each["holds"]) for each in titles] == [
        ("Analyst", ada, True),
        ("Countess", twin, False),
    ]


def test_a_dry_run_of_two_who_are_one_shows_them_as_they_are(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add()["id"]
    made = _merge(client, ada, twin).json()

    looked_at = _merge(client, twin, ada, dry_run=True).json()

    assert looked_at == made | {"merge_id": None}
    assert _head(client) == 3


def test_the_same_key_merges_once_even_by_ids_that_were_merged_before(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin, third, other = (add()["id"] for _ in range(4))
    _merge(client, ada, twin)
    key = {"Idempotency-Key": "merge-1"}

    def merge(primary: str, duplicate: str) -> httpx2.Response:
        told = {"duplicate_candidate_id": duplicate}
        return client.post(f"/v1/candidates/{primary}/merge", json=told, headers=key)

    first, again = merge(twin, third), merge(twin, third)
    reused = merge(twin, other)

    assert (first.status_code, again.status_code, reused.status_code) == (201, 200, 422)
    assert again.json() == first.json()
    assert reused.json()["type"] == "urn:rapport:problem:request-reused"


@pytest.mark.parametrize("by_old_id", [0, 1])
def test_old_ids_resolve_everywhere_after_a_chain_of_merges(
    client: httpx2.Client, add: Callable[..., Added], by_old_id: int
) -> None:
    ada, *old = add()["id"], add(location="London")["id"], add(summary="Poet")["id"]
    who = old[by_old_id]
    opened = {"opportunity": "Engine", "candidate_id": old[1]}
    application = client.post("/v1/applications", json=opened).json()["id"]
    _merge(client, old[0], old[1])
    _merge(client, ada, old[0])
    pool = client.post("/v1/pools", json={"name": "Engines"}).json()["id"]
    address = {"type": "email", "value": "ada@lovelace.example"}
    promise = {"candidate_id": who, "due_on": "2026-06-15", "about": "Call"}

    written = [
        client.post(f"/v1/candidates/{who}/handles", json=address),
        client.put(f"/v1/candidates/{who}/tags/poet"),
        client.put(f"/v1/pools/{pool}/members/{who}"),
        client.post("/v1/follow-ups", json=promise),
        client.post("/v1/engagements", json=CALL | {"candidate_id": who}),
        client.patch(
            f"/v1/candidates/{who}", json={"title": "Countess"}, headers={"If-Match": "*"}
        ),
    ]

    assert [answer.is_success for answer in written] == [True] * len(written)
    told = _read(client, who)
    assert told == _read(client, ada)
    assert (told["location"], told["summary"], told["title"]) == ("London", "Poet", "Countess")
    assert (told["tags"], told["pools"][0]["id"]) == (["poet"], pool)
    assert told["email_addresses"][0]["value"] == "ada@lovelace.example"
    assert told["follow_ups"][0]["about"] == "Call"
    assert told["relationship"]["engagement_count"] == 1
    assert set(told["merged_ids"]) == set(old)
    for rest in ("/timeline", "/facts"):
        assert _read(client, who, rest) == _read(client, ada, rest)
    found = client.get(f"/v1/applications?candidate_id={who}").json()["items"]
    assert [each["id"] for each in found] == [application]
    taken = client.delete(f"/v1/pools/{pool}/members/{who}")
    assert (taken.status_code, _read(client, ada)["pools"]) == (204, [])


def test_an_engagement_told_by_an_old_id_goes_with_it_when_the_merge_is_undone(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add()["id"]
    merge_id = _merge(client, ada, twin).json()["merge_id"]
    client.post("/v1/engagements", json=CALL | {"candidate_id": twin})
    client.post("/v1/engagements", json=CALL | {"candidate_id": ada, "kind": "note"})
    client.put(f"/v1/candidates/{ada}/tags/poet")

    client.post(f"/v1/merges/{merge_id}/undo")

    def kinds(who: str) -> list[str]:
        counts = _read(client, who)["relationship"]["counts"]
        return [each["kind"] for each in counts]

    assert (kinds(twin), kinds(ada)) == (["call"], ["note"])
    assert (_read(client, twin)["tags"], _read(client, ada)["tags"]) == ([], ["poet"])


def test_merges_are_paged_backwards_where_that_is_asked(client: httpx2.Client) -> None:
    for _ in range(3):
        one, other = (
            client.post("/v1/candidates", json={"first_name": name}).json()["id"]
            for name in ("Ana", "Anna")
        )
        client.post(f"/v1/candidates/{one}/merge", json={"duplicate_candidate_id": other})

    forwards = client.get("/v1/merges").json()["items"]
    first = client.get("/v1/merges?order=newest&limit=2").json()
    rest = client.get(
        "/v1/merges", params={"order": "newest", "limit": 2, "cursor": first["next_cursor"]}
    ).json()

    assert len(forwards) == 3
    assert [*first["items"], *rest["items"]] == forwards[::-1]
    assert rest["next_cursor"] is None
