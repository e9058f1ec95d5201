"""Members over HTTP: who lets whom in, and who is out again."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from ledger.ids import new_id
from ledger.words import Role
from tests.api.access.people import People
from tests.ledger.stories import stored

OUT_SECONDS_MAX = 1.0


def _count(people: People) -> int:
    return len(stored(people.workspace, "position"))


def test_whoever_founded_the_ledger_is_its_one_owner_at_first(people: People) -> None:
    items = people.owner.get("/v1/members").json()["items"]

    assert [(each["id"], each["role"]) for each in items] == [
        (str(people.workspace.owner), "owner")
    ]
    assert _count(people) == 0


def test_the_first_change_of_access_says_who_founded_the_ledger(people: People) -> None:
    people.join(Role.VIEWER)

    kinds = stored(people.workspace, "event_type")
    assert kinds == [("LedgerFounded",), ("MemberAdded",)]
    roles = [each["role"] for each in people.owner.get("/v1/members").json()["items"]]
    assert roles == ["owner", "viewer"]


def test_nobody_is_let_in_with_nothing(people: People) -> None:
    answer = people.nobody().get("/v1/candidates")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Ledger-Position" not in answer.headers


@pytest.mark.parametrize("shown", ["Basic b2xpdmU6b2xpdmU=", "Bearer", "Bearer rpt_x_y"])
def test_what_is_no_key_lets_nobody_in(people: People, shown: str) -> None:
    answer = people.nobody().get("/v1/candidates", headers={"Authorization": shown})

    assert answer.status_code == 401


def test_somebody_signed_in_who_is_no_member_is_not_let_in(people: People) -> None:
    stranger = people.stranger()

    assert stranger.talk.get("/v1/candidates").status_code == 401
    assert stranger.talk.get("/v1/workspaces").json()["items"] == []


def test_a_role_that_changes_counts_at_once(people: People) -> None:
    viewer = people.join(Role.VIEWER)
    assert viewer.talk.post("/v1/pools", json={"name": "x"}).status_code == 403

    answer = people.owner.patch(f"/v1/members/{viewer.id}", json={"role": "recruiter"})

    assert answer.json()["role"] == "recruiter"
    assert viewer.talk.post("/v1/pools", json={"name": "x"}).status_code == 201


def test_a_member_who_is_removed_is_out_within_a_second(people: People) -> None:
    recruiter = people.join(Role.RECRUITER)
    assert recruiter.talk.get("/v1/candidates").status_code == 200

    # As another process would: nothing here is told to look anew.
    people.changes.remove(recruiter.id)

    time.sleep(OUT_SECONDS_MAX)
    assert recruiter.talk.get("/v1/candidates").status_code == 401


def test_what_a_removed_member_recorded_stays(people: People) -> None:
    recruiter = people.join(Role.RECRUITER)
    pool = recruiter.talk.post("/v1/pools", json={"name": "Hers"}).json()["id"]

    assert people.owner.delete(f"/v1/members/{recruiter.id}").status_code == 204

    assert people.owner.get(f"/v1/pools/{pool}").json()["name"] == "Hers"


def test_anybody_may_leave(people: People) -> None:
    viewer = people.join(Role.VIEWER)

    assert viewer.talk.delete(f"/v1/members/{viewer.id}").status_code == 204

    assert viewer.talk.get("/v1/candidates").status_code == 401


def test_a_workspace_keeps_an_owner(people: People) -> None:
    me = people.workspace.owner

    gone = people.owner.delete(f"/v1/members/{me}")
    demoted = people.owner.patch(f"/v1/members/{me}", json={"role": "viewer"})

    assert (gone.status_code, demoted.status_code) == (409, 409)
    assert _count(people) == 0


def test_an_owner_may_go_once_there_is_another(people: People) -> None:
    other = people.join(Role.OWNER)

    assert people.owner.delete(f"/v1/members/{people.workspace.owner}").status_code == 204

    assert people.owner.get("/v1/candidates").status_code == 401
    assert [each["id"] for each in other.talk.get("/v1/members").json()["items"]] == [
        str(other.id)
    ]


def test_an_admin_decides_about_everybody_but_owners(people: People) -> None:
    admin, viewer = people.join(Role.ADMIN), people.join(Role.VIEWER)
    before = _count(people)

    promoted = admin.talk.patch(f"/v1/members/{viewer.id}", json={"role": "owner"})
    dethroned = admin.talk.delete(f"/v1/members/{people.workspace.owner}")
    invited = admin.talk.post("/v1/invitations", json={"name": "X", "role": "owner"})

    assert {each.status_code for each in (promoted, dethroned, invited)} == {403}
    assert _count(people) == before
    answer = admin.talk.patch(f"/v1/members/{viewer.id}", json={"role": "admin"})
    assert answer.status_code == 200


def test_who_is_no_member_is_unknown(people: People) -> None:
    answer = people.owner.patch(f"/v1/members/{new_id()}", json={"role": "viewer"})

    assert answer.status_code == 404


def test_members_are_told_as_of_then(people: People) -> None:
    first = people.join(Role.VIEWER)
    then = _count(people)
    people.changes.remove(first.id)
    people.join(Role.AUDITOR)

    items = people.owner.get(f"/v1/members?as_of={then}").json()["items"]

    assert [each["role"] for each in items] == ["owner", "viewer"]


def test_an_invitation_has_a_link_and_ends(people: People) -> None:
    asked = {"name": "Rosa", "role": "recruiter", "days": 3}

    sent = people.owner.post("/v1/invitations", json=asked)

    assert sent.status_code == 201
    assert "/join/" in sent.json()["link"]
    left = datetime.fromisoformat(sent.json()["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)
    (listed,) = people.owner.get("/v1/invitations").json()["items"]
    assert (listed["id"], listed["state"]) == (sent.json()["id"], "open")
    assert (
        sent.json()["link"].rpartition("/")[2]
        not in people.owner.get("/v1/export?format=ndjson").text
    )


def test_an_invitation_that_was_withdrawn_is_so_for_good(people: People) -> None:
    sent = people.owner.post("/v1/invitations", json={"name": "Rosa", "role": "viewer"}).json()

    assert people.owner.delete(f"/v1/invitations/{sent['id']}").status_code == 204

    assert people.owner.get("/v1/invitations").json()["items"][0]["state"] == "withdrawn"
    assert people.owner.delete(f"/v1/invitations/{sent['id']}").status_code == 409
