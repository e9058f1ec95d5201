"""An invitation opens only as long as whoever sent it could send it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx2
import pytest

from ledger import errors
from ledger.access import users
from ledger.ids import new_id
from ledger.words import Role
from tests.api.access.people import People, Somebody


@pytest.fixture
def admin(people: People) -> Somebody:
    """Let in the admin who sends the invitations."""
    return people.join(Role.ADMIN)


def _invited_by(talk: httpx2.Client, role: str = "admin") -> dict[str, Any]:
    answer = talk.post("/v1/invitations", json={"name": "Crony", "role": role})
    assert answer.status_code == 201, answer.text
    return answer.json()


def _come_in(people: People, sent: dict[str, Any]) -> int:
    """Take an invitation up as somebody who is signed in; return the status."""
    link = sent["link"].rpartition("/")[2]
    answer = people.stranger().talk.post(
        f"/join/{link}", data={"as_user": "yes"}, follow_redirects=False
    )
    return answer.status_code


def _state(people: People, sent: dict[str, Any]) -> str:
    rows = people.owner.get("/v1/invitations").json()["items"]
    return next(each["state"] for each in rows if each["id"] == sent["id"])


def _demoted(people: People, sender: UUID) -> None:
    people.changes.change_role(sender, Role.RECRUITER)


def _removed(people: People, sender: UUID) -> None:
    people.changes.remove(sender)


def _removed_and_let_in_again(people: People, sender: UUID) -> None:
    people.changes.remove(sender)
    people.changes.add(sender, Role.ADMIN, "Back again")


def _disabled(people: People, sender: UUID) -> None:
    with people.workspace.database.connection() as connection:
        users.disable(connection, sender)


_GOINGS = [_demoted, _removed, _removed_and_let_in_again, _disabled]


def test_an_invitation_of_somebody_who_still_may_opens(people: People, admin: Somebody) -> None:
    sent = _invited_by(admin.talk)
    people.changes.change_role(admin.id, Role.OWNER)

    assert _state(people, sent) == "open"
    assert _come_in(people, sent) == 303
    assert _state(people, sent) == "accepted"


@pytest.mark.parametrize("going", _GOINGS)
def test_what_somebody_sent_who_went_since_lets_nobody_in(
    people: People, admin: Somebody, going: Callable[[People, UUID], None]
) -> None:
    sent = _invited_by(admin.talk)
    going(people, admin.id)
    before = people.owner.get("/v1/members").json()

    assert _come_in(people, sent) == 401
    assert people.owner.get("/v1/members").json() == before
    assert _state(people, sent) == "withdrawn"
    assert "Crony" not in people.owner.get("/settings/members").text


@pytest.mark.parametrize("going", _GOINGS)
def test_what_was_sent_with_a_key_of_somebody_who_went_since_lets_nobody_in(
    people: People, admin: Somebody, going: Callable[[People, UUID], None]
) -> None:
    sent = _invited_by(_key_of(people, admin.talk).talk)
    going(people, admin.id)

    assert _come_in(people, sent) == 401
    assert _state(people, sent) == "withdrawn"


def test_what_was_sent_with_a_key_that_was_revoked_since_lets_nobody_in(
    people: People, admin: Somebody
) -> None:
    key = _key_of(people, admin.talk)
    sent, other = _invited_by(key.talk), _invited_by(admin.talk)

    revoked = people.owner.delete(f"/v1/keys/{key.id}")

    assert revoked.status_code == 204
    assert (_state(people, sent), _state(people, other)) == ("withdrawn", "open")
    assert (_come_in(people, sent), _come_in(people, other)) == (401, 303)


def test_an_admin_who_was_an_owner_makes_no_owner_any_more(people: People) -> None:
    once = people.join(Role.OWNER)
    sent, admins = _invited_by(once.talk, "owner"), _invited_by(once.talk, "admin")

    people.changes.change_role(once.id, Role.ADMIN)

    assert (_come_in(people, sent), _come_in(people, admins)) == (401, 303)


@pytest.mark.parametrize("going", [_demoted, _removed, _removed_and_let_in_again])
def test_whoever_goes_while_an_invitation_is_taken_up_lets_nobody_in(
    people: People, admin: Somebody, going: Callable[[People, UUID], None]
) -> None:
    sent = _invited_by(admin.talk)
    going(people, admin.id)

    with pytest.raises(errors.NotAllowedNow, match="could not send it now"):
        people.changes.add(new_id(), Role.ADMIN, "Crony", UUID(sent["id"]))


def test_the_founder_of_a_ledger_of_one_invites(people: People) -> None:
    sent = _invited_by(people.owner, "owner")

    assert _come_in(people, sent) == 303


def _key_of(people: People, talk: httpx2.Client) -> Somebody:
    issued = talk.post("/v1/keys", json={"label": "Sync", "scopes": ["admin"]}).json()
    return people.with_key(issued["id"], issued["key"])
