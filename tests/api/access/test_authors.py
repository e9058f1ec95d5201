"""The timeline of everybody by who told it: a member, a key of theirs, and no file."""

from typing import Any

import httpx2
import pytest

from ledger.words import Role
from tests.api.access.people import People


def _told(talk: httpx2.Client, **asked: Any) -> list[str]:
    answer = talk.get("/v1/timeline", params=asked)
    assert answer.status_code == 200, answer.text
    return [each["payload"].get("body", each["event_type"]) for each in answer.json()["items"]]


def _key(people: People, talk: httpx2.Client) -> httpx2.Client:
    issued = talk.post("/v1/keys", json={"label": "Sync", "scopes": ["write"]}).json()
    return people.with_key(issued["id"], issued["key"]).talk


@pytest.mark.usefixtures("client")
def test_what_a_member_told_is_found_with_what_their_keys_told(people: People) -> None:
    mine, other = people.join(Role.RECRUITER), people.join(Role.RECRUITER)
    ada = mine.talk.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    grace = other.talk.post("/v1/candidates", json={"first_name": "Grace"}).json()["id"]
    doors = {"by me": mine.talk, "by my key": _key(people, mine.talk), "by them": other.talk}
    for hour, (body, talk) in enumerate(doors.items()):
        told = {"kind": "note", "body": body, "occurred_at": f"2026-01-01T1{hour}:00:00Z"}
        for who in (ada, grace):
            assert talk.post("/v1/engagements", json=told | {"candidate_id": who}).is_success
    pool = mine.talk.post("/v1/pools", json={"name": "Analysts"}).json()["id"]
    other.talk.put(f"/v1/pools/{pool}/members/{grace}")
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mary\r\nEND:VCARD\r\n"
    sent = mine.talk.post("/v1/imports", files={"file": ("mary.vcf", card)})
    assert sent.is_success, sent.text
    by_me = ["by my key", "by my key", "by me", "by me"]

    wanted = {"member": str(mine.id), "kind": "note"}
    assert _told(other.talk, **wanted) == by_me
    assert _told(other.talk, **wanted, limit=3) == by_me[:3]
    assert _told(other.talk, **wanted, pool=pool) == ["by my key", "by me"]
    assert _told(other.talk, member=str(other.id), kind="note") == ["by them", "by them"]
    position = other.talk.get("/v1/tags").headers["Ledger-Position"]
    assert _told(other.talk, **wanted, as_of=position) == by_me
    # Whom the file brought was told by the file.
    assert sorted(_told(other.talk, member=str(mine.id))) == sorted(
        ["ApiKeyIssued", "CandidateAdded", "PoolCreated", *by_me]
    )
    assert _told(other.talk, member=pool) == []
    assert other.talk.get("/v1/timeline?member=me").status_code == 422
