"""Invitations: somebody comes in with the role they were given, once, whole or not at all."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest

from api.installation import Installation
from ledger.access import authenticators, links, users
from ledger.commands.members import Invite, WithdrawInvitation
from ledger.words import Role
from projections import members
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, sign_in

NAME, ADDRESS = "Rita Recruiter", "rita@example.org"
GOOD = "marble otter seventeen clouds"


@pytest.fixture(autouse=True)
def _addresses_are_free(workspace: Installation) -> Generator[None]:
    yield
    with workspace.database.connection() as connection:
        connection.execute("update access.users set email = null where email = %s", (ADDRESS,))


def _invited(workspace: Installation, role: Role = Role.RECRUITER) -> tuple[UUID, str]:
    """Invite somebody; return the invitation and what its link ends with."""
    expires_at = datetime.now(UTC) + timedelta(days=7)
    command = Invite(role=role, name="Rita", expires_at=expires_at)
    workspace.ledger.record(command, by=workspace.owner)
    with workspace.database.connection() as connection:
        token = links.to_join(
            connection,
            workspace.settings.pepper,
            workspace.workspace,
            command.invitation_id,
            expires_at,
        )
    return command.invitation_id, token


def _form(**told: str) -> dict[str, str]:
    return {"name": NAME, "email": ADDRESS, "password": GOOD} | told


def _roles(workspace: Installation) -> dict[str | None, Role]:
    with workspace.moment() as moment:
        return {each.name: each.role for each in members.everyone(moment)}


def test_somebody_new_comes_in_with_their_role(
    browser: Browser, workspace: Installation
) -> None:
    here, (_, token) = browser(), _invited(workspace, Role.VIEWER)
    shown = here.get(f"/join/{token}")

    entered = here.post(f"/join/{token}", data=_form())

    assert "<strong>viewer</strong>" in shown.text
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert _roles(workspace)[NAME] is Role.VIEWER
    assert here.get("/v1/candidates").status_code == 200
    assert here.post("/v1/candidates", json={"name": "Ada"}).status_code == 403
    assert sign_in(browser(), GOOD, ADDRESS) == 201


def test_a_program_comes_in_the_same_way(browser: Browser, workspace: Installation) -> None:
    here, (_, token) = browser(), _invited(workspace)

    answer = here.post("/v1/session/invitation", json=_form(link=token))

    assert answer.status_code == 201, answer.text
    assert answer.json()["workspace_id"] == str(workspace.workspace)
    assert _roles(workspace)[NAME] is Role.RECRUITER


def test_an_invitation_is_accepted_once(browser: Browser, workspace: Installation) -> None:
    _, token = _invited(workspace)
    assert browser().post(f"/join/{token}", data=_form()).status_code == 303

    again = browser().post(f"/join/{token}", data=_form(email="second@example.org"))

    assert again.status_code == 401
    assert len(_roles(workspace)) == 2
    assert not _is_known(workspace, "second@example.org")


def test_of_two_who_accept_at_once_one_comes_in(
    browser: Browser, workspace: Installation
) -> None:
    _, token = _invited(workspace)
    statuses: list[int] = []

    def accepting(email: str) -> None:
        answer = browser().post("/v1/session/invitation", json=_form(link=token, email=email))
        statuses.append(answer.status_code)

    emails = [f"{number}@example.org" for number in range(4)]
    threads = [Thread(target=accepting, args=(email,)) for email in emails]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses.count(201) == 1, statuses
    assert len(_roles(workspace)) == 2
    assert sum(_is_known(workspace, email) for email in emails) == 1


def test_a_withdrawn_invitation_opens_nothing(
    browser: Browser, workspace: Installation
) -> None:
    invitation, token = _invited(workspace)
    withdrawn = WithdrawInvitation(invitation_id=invitation)
    workspace.ledger.record(withdrawn, by=workspace.owner)

    shown = browser().get(f"/join/{token}")
    answer = browser().post(f"/join/{token}", data=_form())

    assert (shown.status_code, answer.status_code) == (401, 401)
    assert not _is_known(workspace, ADDRESS)


@pytest.mark.parametrize(
    "wrong",
    [{"password": "short"}, {"password": ADDRESS}, {"name": " "}, {"email": "none"}],
)
def test_what_was_filled_in_wrongly_enters_nobody_and_may_be_mended(
    browser: Browser, workspace: Installation, wrong: dict[str, str]
) -> None:
    here, (_, token) = browser(), _invited(workspace)

    refused = here.post(f"/join/{token}", data=_form(**wrong))

    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert len(_roles(workspace)) == 1
    assert not _is_known(workspace, ADDRESS)
    assert here.post(f"/join/{token}", data=_form()).status_code == 303


def test_somebody_known_comes_into_another_workspace_by_their_password(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    other = workspace.create(UUID(int=owner.int ^ 1))
    _, token = _invited(other)

    wrong = browser().post(f"/join/{token}", data=_form(email=EMAIL, password=GOOD))
    here = browser()
    right = here.post(f"/join/{token}", data=_form(email=EMAIL, password=PASSWORD))

    assert (wrong.status_code, right.status_code) == (401, 303)
    assert "Olive Owner" in _roles(other)
    assert here.get("/v1/session").json()["workspace_id"] == str(other.workspace)


def test_somebody_signed_in_comes_in_by_one_button(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    other = workspace.create(UUID(int=owner.int ^ 1))
    here, (_, token) = browser(), _invited(other)
    sign_in(here)
    shown = here.get(f"/join/{token}")

    entered = here.post(f"/join/{token}", data={"as_user": "yes"})

    assert "Come in as Olive Owner" in shown.text
    assert entered.status_code == 303
    assert "Olive Owner" in _roles(other)
    assert browser().post(f"/join/{token}", data={"as_user": "yes"}).status_code == 401


def test_whoever_has_codes_signs_in_before_they_accept(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    with workspace.database.connection() as connection:
        authenticators.begin(connection, workspace.settings.pepper, owner)
        connection.execute(
            "update access.authenticators set confirmed_at = now() where user_id = %s", (owner,)
        )
    _, token = _invited(workspace.create(UUID(int=owner.int ^ 1)))

    answer = browser().post(f"/join/{token}", data=_form(email=EMAIL, password=PASSWORD))

    assert answer.status_code == 401
    assert "Sign in first" in answer.text


def test_a_member_who_accepts_again_stays_who_they_are(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _, token = _invited(workspace, Role.VIEWER)

    answer = browser().post(f"/join/{token}", data=_form(email=EMAIL, password=PASSWORD))

    assert owner
    assert answer.status_code == 409
    assert list(_roles(workspace).values()) == [Role.OWNER]


def _is_known(workspace: Installation, email: str) -> bool:
    with workspace.database.connection() as connection:
        return any(each.email == email for each in users.everyone(connection))
