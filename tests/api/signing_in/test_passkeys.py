from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import Request

from api.installation import Installation
from api.passkeys import Site, site_of
from ledger.access import authenticators, users
from tests.api.signing_in.authenticator import Authenticator, encoded
from tests.api.signing_in.conftest import PASSWORD, Browser, sign_in


@pytest.fixture
def here(browser: Browser, owner: UUID) -> httpx2.Client:
    """Lend a browser at localhost in which the owner is signed in."""
    assert owner
    found = browser(host="localhost")
    assert sign_in(found) == 201
    return found


def _device(browser: httpx2.Client, **told: Any) -> Authenticator:
    return Authenticator(origin=str(browser.base_url).rstrip("/"), **told)


def _added(
    browser: httpx2.Client, device: Authenticator, name: str = "Telephone"
) -> httpx2.Response:
    options = browser.post("/v1/me/passkeys/options").json()["options"]
    credential = device.makes(options)
    return browser.post("/v1/me/passkeys", json={"name": name, "credential": credential})


def _signs_in(browser: httpx2.Client, device: Authenticator) -> httpx2.Response:
    options = browser.post("/v1/session/passkey/options").json()["options"]
    return browser.post("/v1/session/passkey", json={"credential": device.signs(options)})


def test_a_passkey_signs_its_owner_in(
    here: httpx2.Client, browser: Browser, owner: UUID
) -> None:
    device, elsewhere = _device(here), browser(host="localhost")

    added = _added(here, device)
    entered = _signs_in(elsewhere, device)

    assert added.status_code == 201, added.text
    assert entered.status_code == 201, entered.text
    assert entered.json()["user_id"] == str(owner)
    assert elsewhere.get("/v1/candidates").status_code == 200
    assert [each["name"] for each in here.get("/v1/me").json()["passkeys"]] == ["Telephone"]


def test_a_device_that_does_not_count_signs_in_again_and_again(
    here: httpx2.Client, browser: Browser
) -> None:
    device = _device(here, counts=0)
    _added(here, device)

    assert [_signs_in(browser(host="localhost"), device).status_code for _ in range(3)] == [
        201,
        201,
        201,
    ]


def test_the_options_of_a_sign_in_name_nobody(here: httpx2.Client, browser: Browser) -> None:
    _added(here, _device(here))

    options = browser(host="localhost").post("/v1/session/passkey/options").json()["options"]

    assert options.get("allowCredentials", []) == []
    assert options["userVerification"] == "required"
    assert options["rpId"] == "localhost"


def test_an_answer_opens_once(here: httpx2.Client, browser: Browser) -> None:
    device, elsewhere = _device(here), browser(host="localhost")
    _added(here, device)
    options = elsewhere.post("/v1/session/passkey/options").json()["options"]
    credential = {"credential": device.signs(options)}

    first = elsewhere.post("/v1/session/passkey", json=credential)
    again = browser(host="localhost").post("/v1/session/passkey", json=credential)

    assert (first.status_code, again.status_code) == (201, 401)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"rp_id": "evil.example"},
        {"is_verifying": False},
        {"handle": b"somebody else"},
        {"counts": 1},
        {"credential_id": b"another one"},
    ],
)
def test_a_passkey_of_another_site_another_person_or_a_copy_is_refused(
    here: httpx2.Client, browser: Browser, wrong: dict[str, Any]
) -> None:
    device = _device(here, counts=5)
    assert _added(here, device).status_code == 201
    for name, value in wrong.items():
        setattr(device, name, value)

    answer = _signs_in(browser(host="localhost"), device)

    assert answer.status_code == 401
    assert answer.json()["detail"] == "The passkey is not one of this site."


def test_another_key_under_the_same_name_is_refused(
    here: httpx2.Client, browser: Browser
) -> None:
    device = _device(here)
    _added(here, device)
    forger = _device(here, credential_id=device.credential_id, counts=9)
    forger.handle = device.handle

    assert _signs_in(browser(host="localhost"), forger).status_code == 401


@pytest.mark.parametrize("wrong", [{"is_verifying": False}, {"rp_id": "evil.example"}])
def test_what_was_not_made_for_this_site_by_its_holder_is_not_kept(
    here: httpx2.Client, wrong: dict[str, Any]
) -> None:
    answer = _added(here, _device(here, **wrong))

    assert answer.status_code == 422
    assert here.get("/v1/me").json()["passkeys"] == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"id": "AAAA", "response": 5},
        {"id": 7, "response": {"clientDataJSON": "AAAA"}},
        {"id": "AAAA", "response": {"clientDataJSON": encoded(b"{}")}},
        {"id": "AAAA", "response": {"clientDataJSON": encoded(b'{"challenge": 4}')}},
        {"id": "ü", "response": {"clientDataJSON": "ü"}},
        {"id": "AAAA", "response": {"clientDataJSON": encoded(b"[" * 5000)}},
    ],
)
def test_what_is_no_credential_is_refused(
    here: httpx2.Client, browser: Browser, broken: dict[str, Any]
) -> None:
    signed = browser(host="localhost").post("/v1/session/passkey", json={"credential": broken})
    made = here.post("/v1/me/passkeys", json={"name": "x", "credential": broken})

    assert (signed.status_code, made.status_code) == (401, 422)


def test_a_credential_whose_parts_are_broken_is_refused(
    here: httpx2.Client, browser: Browser
) -> None:
    device, elsewhere = _device(here), browser(host="localhost")
    _added(here, device)
    for part, broken in (
        ("authenticatorData", "AAAA"),
        ("authenticatorData", 5),
        ("signature", encoded(b"none")),
        ("signature", None),
        ("userHandle", 7),
    ):
        options = elsewhere.post("/v1/session/passkey/options").json()["options"]
        credential = device.signs(options)
        credential["response"][part] = broken
        answer = elsewhere.post("/v1/session/passkey", json={"credential": credential})
        assert answer.status_code == 401, (part, broken)


def test_the_same_passkey_is_kept_once(here: httpx2.Client) -> None:
    device = _device(here)

    assert _added(here, device).status_code == 201
    assert _added(here, device).status_code == 409


def test_a_number_is_no_name_that_a_passkey_is_for(browser: Browser) -> None:
    answer = browser().post("/v1/session/passkey/options")

    assert answer.status_code == 409
    assert "http://localhost:" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("host", "public_url", "site"),
    [
        ("localhost:8321", None, Site("localhost", "http://localhost:8321")),
        (
            "rapport.example.org",
            "https://rapport.example.org/",
            Site("rapport.example.org", "https://rapport.example.org"),
        ),
        (
            "localhost:8321",
            "https://rapport.example.org",
            Site("localhost", "http://localhost:8321"),
        ),
    ],
)
def test_a_passkey_is_for_the_name_that_people_see(
    host: str, public_url: str | None, site: Site
) -> None:
    headers = [(b"host", host.encode())]
    told = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    request = Request({**told, "scheme": "http", "headers": headers, "server": None})

    assert site_of(request, public_url) == site


def test_a_passkey_is_renamed_and_removed_and_other_sessions_end(
    here: httpx2.Client, browser: Browser
) -> None:
    device, elsewhere = _device(here), browser(host="localhost")
    passkey = _added(here, device).json()["id"]
    _signs_in(elsewhere, device)

    renamed = here.patch(f"/v1/me/passkeys/{passkey}", json={"name": "Old telephone"})
    removed = here.delete(f"/v1/me/passkeys/{passkey}")

    assert renamed.json()["name"] == "Old telephone"
    assert removed.status_code == 204
    assert elsewhere.get("/v1/session").status_code == 401
    assert _signs_in(browser(host="localhost"), device).status_code == 401
    assert here.delete(f"/v1/me/passkeys/{passkey}").status_code == 404
    assert here.patch(f"/v1/me/passkeys/{passkey}", json={"name": "x"}).status_code == 404


def test_the_last_way_in_stays(here: httpx2.Client, browser: Browser) -> None:
    device = _device(here)
    passkey = _added(here, device).json()["id"]
    assert here.delete("/v1/me/password").status_code == 204

    answer = here.delete(f"/v1/me/passkeys/{passkey}")

    assert answer.status_code == 409
    assert _signs_in(browser(host="localhost"), device).status_code == 201
    assert sign_in(browser()) == 401


def test_a_passkey_of_somebody_disabled_opens_nothing(
    here: httpx2.Client, browser: Browser, workspace: Installation, owner: UUID
) -> None:
    device = _device(here)
    _added(here, device)
    with workspace.database.connection() as connection:
        users.disable(connection, owner)

    assert _signs_in(browser(host="localhost"), device).status_code == 401


def test_a_passkey_needs_no_code_besides(
    here: httpx2.Client, browser: Browser, workspace: Installation, owner: UUID
) -> None:
    device = _device(here)
    _added(here, device)
    pepper = workspace.settings.pepper
    with workspace.database.connection() as connection:
        authenticators.begin(connection, pepper, owner)
        connection.execute(
            "update access.authenticators set confirmed_at = now() where user_id = %s", (owner,)
        )

    assert sign_in(browser()) == 202
    assert _signs_in(browser(host="localhost"), device).status_code == 201


def test_adding_a_passkey_needs_a_fresh_proof(
    here: httpx2.Client, workspace: Installation, owner: UUID
) -> None:
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.sessions set proved_at = now() - interval '11 minutes'"
            " where user_id = %s",
            (owner,),
        )

    assert here.post("/v1/me/passkeys/options").status_code == 403
    here.post("/v1/session/proof", json={"password": PASSWORD})
    assert here.post("/v1/me/passkeys/options").status_code == 200
