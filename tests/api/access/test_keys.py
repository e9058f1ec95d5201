"""API keys over HTTP: what they open, and when they open nothing any more."""

import time
from typing import Any

import httpx2
import pytest

from ledger.words import Role
from tests.api.access.people import People
from tests.ledger.stories import rows, stored

OUT_SECONDS_MAX = 1.0


def _issue(talk: httpx2.Client, *scopes: str, **told: Any) -> dict[str, Any]:
    answer = talk.post("/v1/keys", json={"label": "Sync", "scopes": list(scopes), **told})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_key_opens_what_its_scopes_say_and_no_more(people: People) -> None:
    issued = _issue(people.owner, "read")
    program = people.with_key(issued["id"], issued["key"])

    assert program.talk.get("/v1/candidates").status_code == 200
    assert program.talk.post("/v1/pools", json={"name": "x"}).status_code == 403
    assert program.talk.get("/v1/export").status_code == 403


def test_what_a_key_records_is_recorded_by_the_key(people: People) -> None:
    issued = _issue(people.owner, "write")

    people.with_key(issued["id"], issued["key"]).talk.post("/v1/pools", json={"name": "x"})

    told = stored(people.workspace, "event_type, actor_id")
    assert [str(actor) for kind, actor in told if kind == "PoolCreated"] == [issued["id"]]


def test_the_secret_is_shown_once_and_kept_nowhere(people: People) -> None:
    issued = _issue(people.owner, "read")
    secret = issued["key"].rpartition("_")[2]

    listed = people.owner.get("/v1/keys").text
    history = people.owner.get("/v1/export?format=ndjson").text

    assert secret not in listed + history
    kept = rows(people.workspace, "select secret_hash::text from access.key_secrets")
    assert all(secret not in text for (text,) in kept)


def test_nobody_issues_a_key_to_more_than_they_may_do(people: People) -> None:
    viewer = people.join(Role.VIEWER)

    answer = viewer.talk.post("/v1/keys", json={"label": "x", "scopes": ["read", "write"]})

    assert answer.status_code == 403
    assert _issue(viewer.talk, "read")


def test_a_key_issues_no_key(people: People) -> None:
    strong = _issue(people.owner, "read", "admin")
    program = people.with_key(strong["id"], strong["key"])

    answer = program.talk.post("/v1/keys", json={"label": "x", "scopes": ["read"]})

    assert answer.status_code == 403


def test_a_key_opens_no_more_than_its_issuer_may_do_now(people: People) -> None:
    recruiter = people.join(Role.RECRUITER)
    issued = _issue(recruiter.talk, "read", "write")
    program = people.with_key(issued["id"], issued["key"])
    assert program.talk.post("/v1/pools", json={"name": "x"}).status_code == 201

    people.owner.patch(f"/v1/members/{recruiter.id}", json={"role": "viewer"})

    assert program.talk.post("/v1/pools", json={"name": "y"}).status_code == 403
    people.owner.delete(f"/v1/members/{recruiter.id}")
    assert program.talk.get("/v1/candidates").status_code == 401


def test_a_revoked_key_opens_nothing_within_a_second(people: People) -> None:
    issued = _issue(people.owner, "read")
    program = people.with_key(issued["id"], issued["key"])
    assert program.talk.get("/v1/candidates").status_code == 200

    # As another process would.
    people.changes.revoke_key(program.id)

    time.sleep(OUT_SECONDS_MAX)
    assert program.talk.get("/v1/candidates").status_code == 401


def test_a_rotated_key_has_two_secrets_for_a_while(people: People) -> None:
    issued = _issue(people.owner, "read")

    rotated = people.owner.post(f"/v1/keys/{issued['id']}/rotate").json()

    for key in (issued["key"], rotated["key"]):
        talk = people.with_key(issued["id"], key).talk
        assert talk.get("/v1/candidates").status_code == 200
    again = people.owner.post(f"/v1/keys/{issued['id']}/rotate", json={"overlap_hours": 0})
    assert again.status_code == 200
    # Two at most: the first is gone, and without overlap the second is, too.
    for key, status in (
        (issued["key"], 401),
        (rotated["key"], 401),
        (again.json()["key"], 200),
    ):
        talk = people.with_key(issued["id"], key).talk
        assert talk.get("/v1/candidates").status_code == status


@pytest.mark.parametrize("days", [0, 367])
def test_a_key_lasts_a_day_at_least_and_a_year_at_most(people: People, days: int) -> None:
    asked = {"label": "x", "scopes": ["read"], "days": days}

    assert people.owner.post("/v1/keys", json=asked).status_code == 422


def test_an_expired_key_opens_nothing(people: People) -> None:
    issued = _issue(people.owner, "read")
    with people.workspace.database.connection() as connection:
        connection.execute(
            "update access.key_secrets set ends_at = now() where key_id = %s", (issued["id"],)
        )

    talk = people.with_key(issued["id"], issued["key"]).talk

    assert talk.get("/v1/candidates").status_code == 401


def test_own_keys_are_listed_and_an_admin_sees_all(people: People) -> None:
    recruiter = people.join(Role.RECRUITER)
    _issue(recruiter.talk, "read")
    _issue(people.owner, "read")

    assert len(recruiter.talk.get("/v1/keys").json()["items"]) == 1
    assert len(people.owner.get("/v1/keys").json()["items"]) == 2


def test_somebody_elses_key_and_none_answer_alike(people: People) -> None:
    issued = _issue(people.owner, "read")
    viewer = people.join(Role.VIEWER)
    nobody = "0198c2f0-0000-7000-8000-000000000000"

    other = viewer.talk.delete(f"/v1/keys/{issued['id']}")
    none = viewer.talk.delete(f"/v1/keys/{nobody}")

    assert (other.status_code, none.status_code) == (404, 404)
    assert other.text.replace(issued["id"], nobody) == none.text


def test_a_repeated_call_issues_no_second_key_and_shows_no_secret_again(people: People) -> None:
    asked = {"label": "Sync", "scopes": ["read"]}
    once = {"Idempotency-Key": "b1d7"}

    first = people.owner.post("/v1/keys", json=asked, headers=once)
    again = people.owner.post("/v1/keys", json=asked, headers=once)

    assert (first.status_code, again.status_code) == (201, 409)
    assert "rpt_" not in again.text
    assert len(people.owner.get("/v1/keys").json()["items"]) == 1


def test_a_key_of_somebody_who_left_opens_nothing_when_they_come_back(people: People) -> None:
    recruiter = people.join(Role.RECRUITER)
    issued = _issue(recruiter.talk, "read")
    people.owner.delete(f"/v1/members/{recruiter.id}")

    people.changes.add(recruiter.id, Role.RECRUITER, "Back again")

    program = people.with_key(issued["id"], issued["key"])
    assert program.talk.get("/v1/candidates").status_code == 401
    assert recruiter.talk.get("/v1/candidates").status_code == 200


def test_a_key_of_the_founder_outlives_the_first_change_of_access(people: People) -> None:
    issued = _issue(people.owner, "read")

    people.join(Role.VIEWER)

    program = people.with_key(issued["id"], issued["key"])
    assert program.talk.get("/v1/candidates").status_code == 200
