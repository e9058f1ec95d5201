"""Secrets are where they belong: in no log, no refusal, and readable in no table."""

import base64
import logging
from uuid import UUID

import httpx2
import pytest
from psycopg import sql
from pyotp.totp import TOTP

from api.installation import Installation
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, link_of, sign_in

CANARY = "canary plum nine lantern"


def test_no_secret_is_in_a_table_a_log_or_a_refusal(
    browser: Browser, workspace: Installation, owner: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here = browser()
    sign_in(here)
    here.put("/v1/me/password", json={"password": CANARY})
    link = link_of(workspace, owner)
    device = here.post("/v1/me/codes").json()["secret"]
    code = TOTP(device).now()
    codes = here.post("/v1/me/codes/confirm", json={"code": code}).json()["codes"]
    answer = browser().post("/v1/session", json={"email": EMAIL, "password": CANARY})
    token = answer.json()["second_factor_token"]
    session, known = here.cookies["rapport_session"], here.cookies["rapport_browser"]
    secrets = [PASSWORD, CANARY, link, device, token, session, known, *codes]
    refusals = _refusals(browser, here, secrets)

    told = _dump(workspace) + "\n".join(_logged(caplog))
    raw = base64.b32decode(device).hex()

    assert len(refusals) > 20
    assert "argon2id" in told
    for secret in (*secrets, raw, base64.b64encode(device.encode()).decode()):
        assert secret not in told
        assert secret.encode().hex() not in told
        assert not any(secret in each for each in refusals), refusals


def test_no_address_is_in_a_log_or_a_refusal_of_signing_in(
    browser: Browser, owner: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here = browser()

    bodies = [
        here.post("/v1/session", json={"email": EMAIL, "password": f"{n} wrong"}).text
        for n in range(7)
    ]

    assert owner
    assert "too-many-attempts" in bodies[-1]
    assert not any(EMAIL in each for each in bodies)
    assert not any(EMAIL in each for each in _logged(caplog))


def _logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged, but by the client of these tests, which logs its cookies."""
    return [
        each.getMessage()
        for each in caplog.records
        if not each.name.startswith(("httpx2", "httpcore2"))
    ]


def _refusals(browser: Browser, here: httpx2.Client, secrets: list[str]) -> list[str]:
    """Show every secret where it is refused; return the bodies of the answers."""
    bodies: list[str] = []
    guesser = browser()
    for secret in secrets:
        for path, told in (
            ("/v1/session", {"email": EMAIL, "password": f"{secret} wrong"}),
            ("/v1/session", {"email": secret, "password": secret}),
            ("/v1/session", {"link": f"{secret}!"}),
            ("/v1/session/second-factor", {"token": secret, "code": secret[:40]}),
            ("/v1/session/passkey", {"credential": {"id": secret}}),
            ("/v1/session/invitation", {"link": secret, "password": secret}),
        ):
            answer = guesser.post(path, json=told)
            assert answer.status_code >= 400
            bodies.append(answer.text)
        answer = here.put("/v1/me/password", json={"password": secret[:11], "old": secret})
        bodies.append(answer.text if answer.status_code >= 400 else "")
        bearer = {"authorization": f"Bearer {secret}x"}
        bodies.append(browser().get("/v1/candidates", headers=bearer).text)
    return bodies


def _dump(workspace: Installation) -> str:
    """Return every text and every byte that the schema of access holds."""
    with workspace.database.connection() as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'access'"
        ).fetchall()
        assert len(tables) >= 10
        rows: list[dict[str, str]] = []
        for table in tables:
            named = sql.Identifier("access", table["table_name"])
            query = sql.SQL("select t::text as told from {} t").format(named)
            rows += connection.execute(query).fetchall()
    return "\n".join(row["told"] for row in rows)
