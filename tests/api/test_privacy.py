"""Over HTTP: what candidates allow, what they are told, what must be kept, and who is due."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Added = dict[str, Any]
NOBODY = "0198c2f0-0000-7000-8000-000000000000"


def _privacy(client: httpx2.Client, who: str, rest: str = "") -> dict[str, Any]:
    answer = client.get(f"/v1/candidates/{who}/privacy{rest}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def _head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


def test_a_consent_is_given_read_as_of_then_and_withdrawn(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    path = f"/v1/candidates/{ada}/consents/future_openings"
    told = {
        "expires_on": "2190-06-01",
        "granted_at": "2026-01-02T03:04:05Z",
        "evidence": "Form",
    }

    given = client.put(path, json=told)
    then = _head(client)
    again = client.put(path, json=told)
    withdrawn = client.delete(path, params={"reason": "Asked in a mail"})

    (consent,) = given.json()["consents"]
    assert (consent["state"], consent["legal_basis"]) == ("given", "consent")
    assert (consent["said_at"], consent["expires_on"]) == ("2026-01-02T03:04:05Z", "2190-06-01")
    assert again.json() == given.json()
    assert again.headers["Ledger-Position"] == str(then)
    assert withdrawn.json()["consents"][0]["state"] == "withdrawn"
    assert withdrawn.json()["consents"][0]["reason"] == "Asked in a mail"
    assert _privacy(client, ada, f"?as_of={then}") == given.json()


def test_the_other_safeguards_come_and_go(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add(source="linkedin")["id"]
    of_ada = f"/v1/candidates/{ada}"
    at_first = _privacy(client, ada)
    client.put(f"{of_ada}/do-not-contact", json={"until": "2190-01-01"})
    client.put(f"{of_ada}/notice", json={"channel": "email"})
    client.put(f"{of_ada}/legal-hold", json={"reason": "A claim"})
    during = _privacy(client, ada)
    client.delete(f"{of_ada}/do-not-contact")
    client.delete(f"{of_ada}/legal-hold")
    after = _privacy(client, ada)

    assert at_first["may_be_contacted"]
    assert at_first["notice"]["state"] == "owed"
    assert not during["may_be_contacted"]
    assert during["do_not_contact"]["until"] == "2190-01-01"
    assert (during["notice"]["state"], during["notice"]["channel"]) == ("given", "email")
    assert during["legal_hold"]["reason"] == "A claim"
    assert (after["may_be_contacted"], after["do_not_contact"]) == (True, None)
    assert (after["legal_hold"], after["notice"]["state"]) == (None, "given")
    kinds = [line["event_type"] for line in client.get(f"{of_ada}/timeline").json()["items"]]
    assert "LegalHoldReleased" in kinds


def test_consents_near_their_end_are_listed_page_by_page(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    for day in ("2190-01-03", "2190-01-01", "2190-01-02"):
        ada = add()["id"]
        client.put(f"/v1/candidates/{ada}/consents/news", json={"expires_on": day})

    listed = client.get("/v1/privacy/consents", params={"expiring_within": 3_660})

    assert listed.json() == {"items": [], "next_cursor": None}
    soon = add()["id"]
    today = client.get(f"/v1/candidates/{soon}").json()["added_at"][:10]
    client.put(f"/v1/candidates/{soon}/consents/news", json={"expires_on": today})
    client.put(f"/v1/candidates/{soon}/consents/future_openings", json={"expires_on": today})
    first = client.get("/v1/privacy/consents", params={"expiring_within": 0, "limit": 1}).json()
    rest = client.get(
        "/v1/privacy/consents",
        params={"expiring_within": 0, "cursor": first["next_cursor"]},
    ).json()
    assert [each["purpose"] for each in first["items"]] == ["future_openings"]
    assert [each["purpose"] for each in rest["items"]] == ["news"]
    assert rest["next_cursor"] is None


def test_notices_owed_are_listed_until_they_are_given(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    people = [add(source="linkedin")["id"] for _ in range(3)]
    add(origin="applied")
    client.put(f"/v1/candidates/{people[1]}/notice", json={"waived_because": "Knows it"})

    first = client.get("/v1/privacy/notices", params={"limit": 1}).json()
    rest = client.get("/v1/privacy/notices", params={"cursor": first["next_cursor"]}).json()

    listed = [each["candidate_id"] for each in first["items"] + rest["items"]]
    assert listed == [people[0], people[2]]
    due = first["items"][0]["due_on"]
    assert (
        len(client.get("/v1/privacy/notices", params={"due_until": due}).json()["items"]) == 2
    )


def test_a_rule_of_retention_proposes_and_erases_nobody(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    people = {add(source="linkedin")["id"], add(source="linkedin")["id"]}
    add(source="referral")
    asked = {"name": "R", "months": 24, "counted_from": "added", "source": "linkedin"}

    rule = client.post("/v1/retention-rules", json=asked, headers={"Idempotency-Key": "k"})
    again = client.post("/v1/retention-rules", json=asked, headers={"Idempotency-Key": "k"})
    path = f"/v1/retention-rules/{rule.json()['id']}"
    today = client.get("/v1/privacy/retention").json()["items"]
    first = client.get("/v1/privacy/retention", params={"on": "2190-01-01", "limit": 1}).json()
    rest = client.get(
        "/v1/privacy/retention", params={"on": "2190-01-01", "cursor": first["next_cursor"]}
    ).json()
    changed = client.put(path, json=asked | {"months": 1_200})
    later = client.get("/v1/privacy/retention", params={"on": "2100-01-01"}).json()["items"]
    removed = client.delete(path)

    assert (rule.status_code, again.status_code) == (201, 200)
    assert again.json() == rule.json()
    assert today == later == []
    assert {each["candidate_id"] for each in first["items"] + rest["items"]} == people
    assert changed.json()["months"] == 1_200
    assert removed.status_code == 204
    assert client.get("/v1/retention-rules").json()["items"] == []
    assert client.put(path, json=asked).status_code == 404
    assert {each["id"] for each in client.get("/v1/candidates").json()["items"]} > people


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"/v1/candidates/{NOBODY}/privacy", None, 404),
        ("PUT", f"/v1/candidates/{NOBODY}/consents/news", {}, 404),
        ("PUT", "/v1/candidates/{ada}/consents/anything", {}, 422),
        ("PUT", "/v1/candidates/{ada}/consents/news", {"expires_on": "2001-01-01"}, 422),
        ("PUT", "/v1/candidates/{ada}/legal-hold", {}, 422),
        ("PUT", "/v1/candidates/{ada}/do-not-contact", {"until": "1999-01-01"}, 422),
        ("POST", "/v1/retention-rules", {"name": "R", "months": 0}, 422),
        ("POST", "/v1/retention-rules", {"name": "R", "months": 1, "pool_id": NOBODY}, 404),
        ("DELETE", f"/v1/retention-rules/{NOBODY}", None, 404),
        ("GET", "/v1/privacy/retention?cursor=nonsense", None, 400),
    ],
)
def test_what_makes_no_sense_is_refused_and_writes_nothing(
    *,
    client: httpx2.Client,
    add: Callable[..., Added],
    method: str,
    path: str,
    body: dict[str, Any] | None,
    status: int,
) -> None:
    ada = add()["id"]
    before = _head(client)

    answer = client.request(method, path.replace("{ada}", ada), json=body)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert _head(client) == before
