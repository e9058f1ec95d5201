import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from pyotp.totp import TOTP

from api.installation import Installation
from ledger import errors
from ledger.access import authenticators
from ledger.access.tokens import Pepper
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, link_of, sign_in

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture
def here(browser: Browser, owner: UUID) -> httpx2.Client:
    """Lend a browser in which the owner is signed in."""
    assert owner
    found = browser()
    assert sign_in(found) == 201
    return found


def _set_up(here: httpx2.Client) -> tuple[TOTP, list[str]]:
    """Set up codes with one of the step before; return the device and the recovery codes."""
    made = here.post("/v1/me/codes")
    assert made.status_code == 201, made.text
    device = TOTP(made.json()["secret"])
    told = here.post("/v1/me/codes/confirm", json={"code": device.at(int(time.time()) - 30)})
    assert told.status_code == 200, told.text
    return device, told.json()["codes"]


def _first_proof(browser: httpx2.Client) -> str:
    answer = browser.post("/v1/session", json={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 202, answer.text
    assert "set-cookie" not in answer.headers
    return answer.json()["second_factor_token"]


def _shows(browser: httpx2.Client, token: str, code: str) -> int:
    told = {"token": token, "code": code}
    return browser.post("/v1/session/second-factor", json=told).status_code


def test_a_password_alone_is_not_enough_and_a_code_completes_it(
    here: httpx2.Client, browser: Browser
) -> None:
    device, _ = _set_up(here)
    elsewhere = browser()
    token = _first_proof(elsewhere)
    assert elsewhere.get("/v1/session").status_code == 401

    assert _shows(elsewhere, token, "000000") == 401
    assert _shows(elsewhere, token, device.now()) == 201
    assert elsewhere.get("/v1/candidates").status_code == 200


def test_the_secret_is_shown_as_an_address_that_telephones_read(here: httpx2.Client) -> None:
    made = here.post("/v1/me/codes").json()

    assert made["uri"].startswith("otpauth://totp/Rapport:olive%40example.org?secret=")
    assert made["secret"] in made["uri"]


def test_codes_count_only_after_the_first_was_right(
    here: httpx2.Client, browser: Browser
) -> None:
    here.post("/v1/me/codes")

    wrong = here.post("/v1/me/codes/confirm", json={"code": "000000"})

    assert wrong.status_code == 422
    assert sign_in(browser()) == 201
    assert here.get("/v1/me").json()["has_codes"] is False


def test_a_token_of_the_first_proof_opens_once_and_for_five_minutes(
    here: httpx2.Client, browser: Browser, workspace: Installation
) -> None:
    _, codes = _set_up(here)
    used, late = _first_proof(browser()), _first_proof(browser())
    assert _shows(browser(), used, codes[0]) == 201
    assert _shows(browser(), used, codes[1]) == 401
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.challenges set ends_at = ends_at - interval '5 minutes'"
        )

    assert _shows(browser(), late, codes[1]) == 401
    assert here.get("/v1/me").json()["recovery_code_count"] == 9


def test_a_recovery_code_opens_once_however_it_is_typed(
    here: httpx2.Client, browser: Browser
) -> None:
    _, codes = _set_up(here)

    assert len(set(codes)) == 10
    assert _shows(browser(), _first_proof(browser()), codes[0].upper().replace("-", " ")) == 201
    assert _shows(browser(), _first_proof(browser()), codes[0]) == 401
    assert _shows(browser(), _first_proof(browser()), codes[1]) == 201


def test_new_recovery_codes_replace_those_before(here: httpx2.Client, browser: Browser) -> None:
    _, old = _set_up(here)

    new = here.post("/v1/me/codes/recovery").json()["codes"]

    assert not set(new) & set(old)
    assert _shows(browser(), _first_proof(browser()), old[0]) == 401
    assert _shows(browser(), _first_proof(browser()), new[0]) == 201


def test_a_code_is_taken_in_its_half_minute_and_the_ones_around_and_once(
    workspace: Installation,
) -> None:
    for steps, is_taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        device = _confirmed(workspace)
        code = device.at(AT + steps * STEP)
        assert _takes(workspace, code, AT) is is_taken, steps
        assert not _takes(workspace, code, AT)


def test_a_code_from_before_the_last_one_is_taken_no_more(workspace: Installation) -> None:
    device = _confirmed(workspace)

    assert _takes(workspace, device.at(AT), AT)
    assert not _takes(workspace, device.at(AT - STEP), AT)
    assert _takes(workspace, device.at(AT + STEP), AT)


def test_a_device_in_use_is_not_replaced(workspace: Installation) -> None:
    device = _confirmed(workspace)

    with workspace.database.connection() as connection:
        again = authenticators.begin(connection, workspace.settings.pepper, workspace.owner)

    assert again == ""
    assert _takes(workspace, device.at(AT), AT)


def test_a_secret_moved_to_somebody_else_or_under_another_key_is_not_read(
    workspace: Installation,
) -> None:
    device = _confirmed(workspace)
    other = UUID(int=workspace.owner.int ^ 1)
    pepper = workspace.settings.pepper
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.authenticators set user_id = %s where user_id = %s",
            (other, workspace.owner),
        )
        with pytest.raises(errors.SetupNeeded):
            authenticators.takes(connection, pepper, other, device.at(AT), AT)
    another = Pepper(workspace.settings.data / "keys" / "another.key")
    with pytest.raises(errors.SetupNeeded, match="rapport user reset"):
        another.unsealed(pepper.sealed(b"secret", b"owner"), b"owner")


def test_guessing_codes_ends_after_five_a_minute(here: httpx2.Client, browser: Browser) -> None:
    device, codes = _set_up(here)
    guesser = browser()
    token = _first_proof(guesser)

    statuses = [_shows(guesser, token, f"{number:06d}") for number in range(50)]

    # The confirmation and both the guesses count as attempts with a code.
    assert statuses.count(401) <= 5
    assert set(statuses[5:]) == {429}
    assert _shows(guesser, token, device.now()) == 429
    # In the browser they signed in with before, the owner goes on.
    assert _shows(here, _first_proof(here), codes[0]) == 201


def test_a_link_needs_the_code_as_well(
    here: httpx2.Client, browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _, codes = _set_up(here)
    elsewhere = browser()

    first = elsewhere.post("/v1/session", json={"link": link_of(workspace, owner)})

    assert first.status_code == 202
    assert _shows(elsewhere, first.json()["second_factor_token"], codes[0]) == 201
    assert elsewhere.get("/v1/session").json()["workspace_id"] == str(workspace.workspace)


def test_removing_codes_needs_a_fresh_proof_and_ends_the_other_sessions(
    here: httpx2.Client, browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _, codes = _set_up(here)
    elsewhere = browser()
    _shows(elsewhere, _first_proof(elsewhere), codes[0])
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.sessions set proved_at = now() - interval '11 minutes'"
            " where user_id = %s",
            (owner,),
        )
    assert here.delete("/v1/me/codes").status_code == 403
    proof = {"password": PASSWORD}
    assert here.post("/v1/session/proof", json=proof).status_code == 422
    assert here.post("/v1/session/proof", json=proof | {"code": codes[0]}).status_code == 401
    assert here.post("/v1/session/proof", json=proof | {"code": codes[1]}).status_code == 204

    assert here.delete("/v1/me/codes").status_code == 204

    assert elsewhere.get("/v1/session").status_code == 401
    assert here.get("/v1/session").status_code == 200
    assert sign_in(browser()) == 201
    assert here.get("/v1/me").json()["recovery_code_count"] == 0


def test_of_two_who_show_one_code_at_once_one_is_let_in(workspace: Installation) -> None:
    device = _confirmed(workspace)
    code = device.at(AT)

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(_takes, workspace, code, AT) for _ in range(2)]
    taken = [each.result() for each in asked]

    assert sorted(taken) == [False, True]


def _confirmed(workspace: Installation) -> TOTP:
    pepper, user = workspace.settings.pepper, workspace.owner
    with workspace.database.connection() as connection:
        authenticators.remove(connection, user)
        device = TOTP(authenticators.begin(connection, pepper, user))
        early = AT - timedelta(hours=1)
        assert authenticators.confirm(connection, pepper, user, device.at(early), early)
    return device


def _takes(workspace: Installation, code: str, at: datetime) -> bool:
    with workspace.database.connection() as connection:
        pepper = workspace.settings.pepper
        return authenticators.takes(connection, pepper, workspace.owner, code, at)
