from typing import Any

import httpx2
import pytest

ADA = {"type": "email", "value": "ada@example.com"}
GRACE = {"type": "email", "value": "grace@example.com"}
NOBODY = "0198c2f0-0000-7000-8000-000000000000"
CALL = {"kind": "call", "direction": "outbound", "subject": "Platform role"}


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    given = {"first_name": "Ada", "handles": [ADA]}
    return client.post("/v1/candidates", json=given).json()["id"]


def head(client: httpx2.Client) -> str:
    return client.get("/v1/tags").headers["Ledger-Position"]


def test_an_engagement_is_recorded_and_answered_with_its_place(
    client: httpx2.Client, ada: str
) -> None:
    answer = client.post("/v1/engagements", json=CALL | {"candidate_id": ada})

    told = answer.json()
    assert answer.status_code == 201
    assert set(told) == {"id", "candidate_id", "version", "position"}
    assert (told["candidate_id"], told["version"], told["position"]) == (ada, 1, 3)
    assert answer.headers["Ledger-Position"] == "3"


def test_the_candidate_is_found_by_a_handle(client: httpx2.Client, ada: str) -> None:
    answer = client.post("/v1/engagements", json=CALL | {"handle": ADA, "create": True})

    assert answer.status_code == 201
    assert answer.json()["candidate_id"] == ada


def test_somebody_new_is_added_only_if_asked(client: httpx2.Client) -> None:
    given = CALL | {"handle": GRACE}

    refused = client.post("/v1/engagements", json=given)
    before = head(client)
    added = client.post(
        "/v1/engagements", json=given | {"create": True, "profile": {"name": "Grace Hopper"}}
    )

    assert (refused.status_code, before) == (404, "0")
    assert (added.status_code, added.json()["position"]) == (201, 3)
    grace = client.get(f"/v1/candidates/{added.json()['candidate_id']}").json()
    assert (grace["name"], grace["email_addresses"][0]["value"]) == (
        "Grace Hopper",
        "grace@example.com",
    )


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("who", [{"handle": ADA}, {"handle": GRACE, "create": True}])
def test_what_a_source_tells_twice_is_recorded_once(
    client: httpx2.Client, who: dict[str, Any]
) -> None:
    given = CALL | who | {"source": "dialler", "external_id": "4711"}

    first = client.post("/v1/engagements", json=given)
    after_first = head(client)
    again = client.post("/v1/engagements", json=given | {"subject": "Told otherwise"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert head(client) == after_first


def test_what_a_source_told_is_known_after_a_merge_too(client: httpx2.Client, ada: str) -> None:
    told = CALL | {"source": "dialler", "external_id": "4711"}
    grace = client.post("/v1/candidates", json={"name": "Grace"}).json()["id"]
    first = client.post("/v1/engagements", json=told | {"candidate_id": grace})
    client.post(f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": grace})

    again = client.post("/v1/engagements", json=told | {"candidate_id": ada})
    batch = client.post("/v1/engagements/batch", json=[told | {"candidate_id": ada}])

    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"] == batch.json()["items"][0]["id"]


def test_the_same_key_is_answered_as_the_first_time(client: httpx2.Client, ada: str) -> None:
    given, key = CALL | {"candidate_id": ada}, {"Idempotency-Key": "call-1"}

    first = client.post("/v1/engagements", json=given, headers=key)
    again = client.post("/v1/engagements", json=given, headers=key)
    other = client.post("/v1/engagements", json=given | {"kind": "note"}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
    assert again.json() == first.json()
    assert other.json()["type"] == "urn:rapport:problem:request-reused"
    assert head(client) == "3"


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({"candidate_id": NOBODY}, 404),
        ({}, 422),
        ({"candidate_id": NOBODY, "handle": ADA}, 422),
        ({"candidate_id": NOBODY, "create": True}, 422),
        ({"handle": ADA, "external_id": "1"}, 422),
        ({"handle": ADA, "profile": {"name": "Ada"}}, 422),
        ({"handle": {"type": "email", "value": "none"}, "create": True}, 422),
        ({"handle": ADA, "occurred_at": "2026-06-01T09:00:00"}, 422),
        # Seconds since 1970 to others, in digits too: nobody means them.
        ({"handle": ADA, "occurred_at": 1_780_000_000}, 422),
        ({"handle": ADA, "occurred_at": "1780000000"}, 422),
        ({"handle": ADA, "occurred_at": "9.3e-12"}, 422),
        ({"handle": ADA, "occurred_at": "0001-01-01T00:00:00+14:00"}, 422),
        ({"handle": ADA, "duration_minutes": -1}, 422),
        ({"handle": ADA, "kind": "telepathy"}, 422),
        ({"handle": ADA, "subject": "a\x00b"}, 422),
        ({"handle": ADA, "mood": "good"}, 422),
    ],
)
def test_a_refused_engagement_writes_nothing(
    client: httpx2.Client, who: dict[str, Any], status: int
) -> None:
    answer = client.post("/v1/engagements", json=CALL | who)

    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert head(client) == "2"


def test_a_correction_replaces_what_it_names_and_stays_readable(
    client: httpx2.Client, ada: str
) -> None:
    path = f"/v1/engagements/{_call(client, ada)}"

    answer = client.patch(path, json={"kind": "meeting", "subject": None})
    again = client.patch(path, json={"kind": "meeting"})

    told = answer.json()
    assert answer.status_code == 200
    assert (told["kind"], told["subject"], told["direction"]) == ("meeting", None, "outbound")
    (edit,) = told["edits"]
    assert edit["changes"] == {"kind": "meeting", "subject": None}
    assert (edit["event_type"], edit["position"]) == ("EngagementCorrected", 4)
    assert again.headers["Ledger-Position"] == "4"


@pytest.mark.parametrize("changes", [{"kind": None}, {"external_id": "x"}, {"kind": "x"}])
def test_a_correction_that_cannot_be_is_refused(
    client: httpx2.Client, ada: str, changes: dict[str, Any]
) -> None:
    answer = client.patch(f"/v1/engagements/{_call(client, ada)}", json=changes)

    assert answer.status_code == 422
    assert head(client) == "3"


def test_a_retracted_engagement_is_shown_as_it_last_read(
    client: httpx2.Client, ada: str
) -> None:
    path = f"/v1/engagements/{_call(client, ada)}"
    client.patch(path, json={"kind": "meeting"})

    retracted = client.delete(path, params={"reason": "Somebody else"})
    again = client.delete(path)
    told = client.get(path).json()

    assert (retracted.status_code, again.status_code) == (204, 204)
    assert again.headers["Ledger-Position"] == retracted.headers["Ledger-Position"] == "5"
    assert (told["state"], told["kind"]) == ("retracted", "meeting")
    assert told["edits"][-1]["reason"] == "Somebody else"
    assert client.get(f"/v1/candidates/{ada}/timeline?kind=meeting").json()["items"] == []
    assert client.patch(path, json={"kind": "call"}).status_code == 409


def test_an_unknown_engagement_is_not_found(client: httpx2.Client, ada: str) -> None:
    assert client.get(f"/v1/engagements/{NOBODY}").status_code == 404
    assert client.get(f"/v1/engagements/{ada}").status_code == 404
    assert client.patch(f"/v1/engagements/{NOBODY}", json={"kind": "call"}).status_code == 404
    assert client.delete(f"/v1/engagements/{NOBODY}").status_code == 404


def _call(client: httpx2.Client, candidate_id: str) -> str:
    answer = client.post("/v1/engagements", json=CALL | {"candidate_id": candidate_id})
    return answer.json()["id"]
