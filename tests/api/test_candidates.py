from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Added = dict[str, Any]
ADA = {"first_name": "Ada", "last_name": "Lovelace", "title": "Analyst"}
NOBODY = "0198c2f0-0000-7000-8000-000000000000"


def email(address: str) -> dict[str, Any]:
    return {"type": "email", "value": address}


def test_a_candidate_is_entered_with_handles_and_tags(client: httpx2.Client) -> None:
    given = ADA | {
        "handles": [email("ada@example.com") | {"label": "work", "is_primary": True}],
        "tags": ["mathematics"],
        "source": "conference",
        "origin": "sourced",
    }

    answer = client.post("/v1/candidates", json=given)

    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/candidates/{told['id']}"
    assert answer.headers["Ledger-Position"] == "3"
    assert (told["name"], told["title"], told["tags"]) == (
        "Ada Lovelace",
        "Analyst",
        ["mathematics"],
    )
    (address,) = told["email_addresses"]
    assert address["value"] == "ada@example.com"
    assert (address["label"], address["is_primary"], address["status"]) == (
        "work",
        True,
        "current",
    )
    assert told["facts"]["title"] == {
        "value": "Analyst",
        "position": 1,
        "by_hand": True,
        "told_at": told["added_at"],
        "source": "conference",
        "import_id": None,
    }
    assert (told["source"], told["origin"], told["version"]) == ("conference", "sourced", 1)


def test_a_candidate_of_whom_nothing_is_said_is_refused(client: httpx2.Client) -> None:
    answer = client.post("/v1/candidates", json={})

    assert answer.status_code == 422
    assert answer.headers["Ledger-Position"] == "0"


def test_the_same_call_with_the_same_key_enters_one_candidate(client: httpx2.Client) -> None:
    key = {"Idempotency-Key": "once"}
    first = client.post("/v1/candidates", json=ADA, headers=key)

    again = client.post("/v1/candidates", json=ADA, headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Ledger-Position"] == "1"


def test_a_key_used_before_for_something_else_is_refused(client: httpx2.Client) -> None:
    key = {"Idempotency-Key": "once"}
    client.post("/v1/candidates", json=ADA, headers=key)

    other = client.post("/v1/candidates", json={"name": "Grace"}, headers=key)
    pool = client.post("/v1/pools", json={"name": "Platform"}, headers=key)

    for answer in (other, pool):
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:rapport:problem:request-reused"
        assert answer.headers["Ledger-Position"] == "1"


def test_an_unknown_candidate_is_not_found(client: httpx2.Client) -> None:
    answer = client.get(f"/v1/candidates/{NOBODY}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:rapport:problem:unknown"


def test_facts_change_under_the_version_that_was_read(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    tag = client.get(path).headers["ETag"]

    answer = client.patch(
        path, json={"title": None, "location": "London"}, headers={"If-Match": tag}
    )

    told = answer.json()
    assert answer.status_code == 200
    assert (told["title"], told["location"], told["version"]) == (None, "London", 2)
    assert answer.headers["ETag"].startswith('"v2-')


def test_a_change_without_the_version_is_refused(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    answer = client.patch(f"/v1/candidates/{add()['id']}", json={"title": "Lead"})

    assert answer.status_code == 428
    assert answer.headers["Ledger-Position"] == "1"


@pytest.mark.parametrize("stale", ['"v1"', '"somebody else\'s"', "nonsense"])
def test_a_change_of_a_stale_version_is_refused_and_named(
    client: httpx2.Client, add: Callable[..., Added], stale: str
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    client.patch(path, json={"title": "Lead"}, headers={"If-Match": '"v1"'})

    answer = client.patch(path, json={"title": "Head"}, headers={"If-Match": stale})

    assert answer.status_code == 412
    assert answer.json()["version"] == 2
    assert answer.headers["Ledger-Position"] == "2"


def test_a_change_that_says_nothing_new_records_nothing(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"

    answer = client.patch(path, json={"title": "Analyst"}, headers={"If-Match": "*"})

    assert answer.status_code == 200
    assert answer.headers["Ledger-Position"] == "1"


def test_what_the_caller_has_already_is_not_sent_again(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    known = {"If-None-Match": client.get(path).headers["ETag"]}

    unchanged = client.get(path, headers=known)
    client.put(f"{path}/tags/remote")
    changed = client.get(path, headers=known)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == known["If-None-Match"]
    assert changed.status_code == 200


def test_a_candidate_is_read_as_of_a_position_and_an_instant(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    then = client.get("/v1/timeline").json()["items"][0]["recorded_at"]
    client.patch(path, json={"title": "Lead"}, headers={"If-Match": "*"})

    before = client.get(path, params={"as_of": "1"})
    at_that_time = client.get(path, params={"as_of": then})
    beyond = client.get(path, params={"as_of": "999999999999999999"})

    assert [answer.json()["title"] for answer in (before, at_that_time, beyond)] == [
        "Analyst",
        "Analyst",
        "Lead",
    ]
    assert before.headers["Ledger-Position"] == at_that_time.headers["Ledger-Position"] == "1"
    assert beyond.headers["Ledger-Position"] == "2"
    assert before.json()["version"] == 1
    assert client.get(path, params={"as_of": "0"}).status_code == 404


@pytest.mark.parametrize(
    "as_of",
    ["-1", "yesterday", "1.5", "2026-06-01T09:00:00", "2026-13-01T00:00:00Z", "", "9" * 19],
)
def test_a_malformed_as_of_is_refused_with_the_cure(
    client: httpx2.Client, add: Callable[..., Added], as_of: str
) -> None:
    answer = client.get(f"/v1/candidates/{add()['id']}", params={"as_of": as_of})

    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == "as_of"
    assert "2026-06-01T09:00:00Z" in fault["detail"]


def test_the_relationship_says_who_owes_a_reply_and_how_warm_it_is(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    for direction, day in (("outbound", "01"), ("inbound", "02")):
        client.post(
            "/v1/engagements",
            json={
                "candidate_id": ada,
                "kind": "email",
                "direction": direction,
                "occurred_at": f"2026-06-{day}T09:00:00Z",
            },
        )

    stands = client.get(f"/v1/candidates/{ada}").json()["relationship"]

    assert stands["engagement_count"] == 2
    assert stands["reply_owed_by"] == "recruiter"
    assert stands["last_contacted_at"] == "2026-06-01T09:00:00Z"
    assert stands["last_replied_at"] == "2026-06-02T09:00:00Z"
    assert [count["direction"] for count in stands["counts"]] == ["inbound", "outbound"]
    assert 0 <= stands["warmth"]["score"] <= 100
    assert "13 weeks" in stands["warmth"]["explained"]


def test_an_attachment_is_noted_once_under_its_key(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}/attachments"
    given = {"filename": "cv.pdf", "type": "resume"}

    first = client.post(path, json=given, headers={"Idempotency-Key": "cv"})
    again = client.post(path, json=given, headers={"Idempotency-Key": "cv"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert client.post(f"/v1/candidates/{NOBODY}/attachments", json=given).status_code == 404
