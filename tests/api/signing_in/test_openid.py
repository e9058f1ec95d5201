"""Signing in by another site: against a certified provider, in a process of its own."""

import re
import shutil
import socket
import subprocess
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from api.installation import Installation
from api.openid import BACK
from ledger.access import authenticators, links, users
from ledger.commands.members import Invite
from ledger.words import Role
from projections import members
from tests.api.signing_in.conftest import EMAIL, Browser, sign_in
from tests.talking import talking_to

FOLDER = Path(__file__).parent / "provider"
CLIENT, SECRET = "rapport-of-a-test", "a secret between the two of them"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (FOLDER / "node_modules").exists(),
    reason=f"needs node, and `npm ci` in {FOLDER.name}",
)


def _free_port() -> int:
    with socket.create_server(("localhost", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def issuer(server: uvicorn.Server) -> Generator[str]:
    """Run a provider that knows this server, and return its name."""
    port = _free_port()
    ours = server.servers[0].sockets[0].getsockname()[1]
    back = f"http://127.0.0.1:{ours}/{BACK}"
    node = shutil.which("node")
    assert node is not None
    with subprocess.Popen(
        [node, "provider.mjs", str(port), CLIENT, SECRET, back],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        while "listening" not in process.stdout.readline():
            assert process.poll() is None, "The provider did not start."
        yield f"http://localhost:{port}"
        process.kill()


@pytest.fixture(autouse=True)
def joined(
    app: FastAPI, workspace: Installation, issuer: str, tmp_path: Path
) -> Generator[Installation]:
    """Have the installation believe the provider."""
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    told = {
        "openid_issuer": issuer,
        "openid_client_id": CLIENT,
        "openid_secret_file": secret,
    }
    found = replace(workspace, settings=workspace.settings.model_copy(update=told))
    app.state.installation = found
    yield found
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.users set email = null where email = any(%s)",
            (["olive@example.org", "rita@example.org"],),
        )
        connection.execute("delete from access.identities")


@pytest.fixture
def owner(workspace: Installation, owner: UUID) -> UUID:
    """Have somebody vouched for the owner's address."""
    with workspace.database.connection() as connection:
        users.vouch(connection, owner)
    return owner


def _address(browser: httpx2.Client, path: str = "/sign-in/openid") -> str:
    answer = browser.get(path)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _comes_back_to(address: str, name: str) -> str:
    """Go through the provider's pages as somebody; return where it sends the browser."""
    with talking_to("", follow_redirects=False) as there:
        at = address
        for _ in range(12):
            answer = there.get(at)
            if answer.status_code == 200:
                form = re.search(r'action="([^"]+)"', answer.text)
                assert form, answer.text
                told = {"prompt": "login", "login": name, "password": "any"}
                if 'value="consent"' in answer.text:
                    told = {"prompt": "consent"}
                answer = there.post(form[1], data=told)
            at = str(httpx2.URL(at).join(answer.headers["location"]))
            if f"/{BACK}" in at:
                return at
    raise AssertionError("The provider did not send the browser back.")


def _through(
    browser: httpx2.Client, name: str, path: str = "/sign-in/openid"
) -> httpx2.Response:
    back = urlsplit(_comes_back_to(_address(browser, path), name))
    return browser.get(f"{back.path}?{back.query}")


def test_the_pages_offer_the_other_site(browser: Browser) -> None:
    assert 'href="/sign-in/openid"' in browser().get("/sign-in").text


def test_a_verified_address_of_somebody_here_signs_them_in(
    browser: Browser, owner: UUID
) -> None:
    here = browser()

    answer = _through(here, "olive")

    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
    assert here.get("/v1/session").json()["user_id"] == str(owner)


def test_who_was_known_once_is_known_by_the_name_there(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _through(browser(), "olive")
    with workspace.database.connection() as connection:
        users.describe(connection, owner, name="Olive", email="moved@example.org")
    here = browser()

    assert _through(here, "olive").status_code == 303
    assert here.get("/v1/session").json()["email"] == "moved@example.org"


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("name", ["unverified-olive", "mallory"])
def test_an_address_that_is_not_verified_or_not_known_opens_nothing(
    browser: Browser, name: str
) -> None:
    here = browser()

    answer = _through(here, name)

    assert answer.status_code == 401
    assert here.get("/v1/session").status_code == 401


def test_somebody_disabled_is_not_let_in(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    with workspace.database.connection() as connection:
        users.disable(connection, owner)

    assert _through(browser(), "olive").status_code == 401


def _typed_anew(workspace: Installation, user: UUID, email: str) -> None:
    """Have somebody type an address as theirs, for which nobody vouches."""
    with workspace.database.connection() as connection:
        users.describe(connection, user, name="Olive Owner", email=f"was.{email}")
        users.describe(connection, user, name="Olive Owner", email=email)


def test_an_address_that_nobody_vouched_for_leads_nobody_in(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _typed_anew(workspace, owner, EMAIL)
    here = browser()

    answers = [_through(here, "olive"), _through(here, "olive")]

    assert [each.status_code for each in answers] == [401, 401]
    assert "nobody has vouched" in answers[0].text
    assert here.get("/v1/session").status_code == 401


def test_whoever_types_a_colleagues_address_captures_nobodys_sign_in(
    browser: Browser, joined: Installation, owner: UUID
) -> None:
    _typed_anew(joined, owner, "rita@example.org")
    token, here, there = _invited(joined), browser(), browser()
    sign_in(here, email="rita@example.org")

    invited = _through(there, "rita", f"/sign-in/openid?invitation={token}")
    again = _through(there, "rita")

    assert (invited.status_code, again.status_code) == (401, 401)
    assert there.get("/v1/session").status_code == 401
    assert here.get("/v1/session").status_code == 200


def test_in_the_browser_of_its_bearer_the_address_is_believed_from_then_on(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _typed_anew(workspace, owner, EMAIL)
    here = browser()
    sign_in(here)

    linked, elsewhere = _through(here, "olive"), _through(browser(), "olive")

    assert (linked.status_code, elsewhere.status_code) == (303, 303)


def test_a_session_that_was_proved_long_ago_links_nobody(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    _typed_anew(workspace, owner, EMAIL)
    here = browser()
    sign_in(here)
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.sessions set proved_at = now() - interval '11 minutes'"
            " where user_id = %s",
            (owner,),
        )

    assert _through(here, "olive").status_code == 401


def test_whoever_has_codes_accepts_no_invitation_by_the_other_site_alone(
    browser: Browser, joined: Installation, owner: UUID
) -> None:
    with joined.database.connection() as connection:
        authenticators.begin(connection, joined.settings.pepper, owner)
        connection.execute(
            "update access.authenticators set confirmed_at = now() where user_id = %s", (owner,)
        )
    other = joined.create(UUID(int=owner.int ^ 1))
    token, here = _invited(other), browser()

    answer = _through(here, "olive", f"/sign-in/openid?invitation={token}")

    assert answer.status_code == 401
    assert "Sign in first" in answer.text
    assert here.get("/v1/session").status_code == 401
    with other.moment() as moment:
        assert [each.member_id for each in members.everyone(moment)] == [other.owner]


@pytest.mark.usefixtures("owner")
def test_the_answer_opens_in_the_browser_that_asked_and_once(browser: Browser) -> None:
    asked, other = browser(), browser()
    back = urlsplit(_comes_back_to(_address(asked), "olive"))
    _address(other)
    path = f"{back.path}?{back.query}"

    assert other.get(path).status_code == 401
    assert asked.get(path).status_code == 303
    assert asked.get(path).status_code == 401


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("changed", ["code", "state"])
def test_an_answer_that_was_changed_opens_nothing(browser: Browser, changed: str) -> None:
    here = browser()
    back = urlsplit(_comes_back_to(_address(here), "olive"))
    told = {name: values[0] for name, values in parse_qs(back.query).items()}
    told[changed] = "changed"

    assert here.get(back.path, params=told).status_code == 401
    assert here.get(back.path).status_code == 401
    assert here.get("/v1/session").status_code == 401


def test_what_is_asked_has_state_nonce_and_a_challenge(browser: Browser) -> None:
    asked = parse_qs(urlsplit(_address(browser())).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.usefixtures("owner")
def test_a_code_of_one_question_does_not_answer_another(browser: Browser) -> None:
    here, other = browser(), browser()
    theirs = parse_qs(urlsplit(_comes_back_to(_address(other), "olive")).query)
    ours = parse_qs(urlsplit(_address(here)).query)

    # The verifier of our question is not the one that their code was made for.
    told = {"code": theirs["code"][0], "state": ours["state"][0]}

    assert here.get(f"/{BACK}", params=told).status_code == 401


def test_somebody_invited_comes_in_by_the_other_site(
    browser: Browser, joined: Installation
) -> None:
    token = _invited(joined)
    here = browser()
    assert f"/sign-in/openid?invitation={token}" in here.get(f"/join/{token}").text

    answer = _through(here, "rita", f"/sign-in/openid?invitation={token}")

    assert answer.status_code == 303, answer.text
    assert here.get("/v1/session").json()["email"] == "rita@example.org"
    with joined.moment() as moment:
        roles = {each.name: each.role for each in members.everyone(moment)}
    assert roles["Name of rita"] is Role.RECRUITER
    assert _through(browser(), "rita").status_code == 303
    assert (
        _through(browser(), "mallory", f"/sign-in/openid?invitation={token}").status_code == 401
    )


def test_a_provider_that_is_gone_is_said_and_nothing_is_shown_of_it(
    browser: Browser, app: FastAPI, joined: Installation
) -> None:
    told = {"openid_issuer": f"http://localhost:{_free_port()}"}
    app.state.installation = replace(joined, settings=joined.settings.model_copy(update=told))

    answer = browser().get("/sign-in/openid")

    assert answer.status_code == 503
    assert "does not answer" in answer.text


def test_an_issuer_that_names_itself_otherwise_is_not_believed(
    browser: Browser, app: FastAPI, joined: Installation, issuer: str
) -> None:
    told = {"openid_issuer": issuer.replace("localhost", "127.0.0.1")}
    app.state.installation = replace(joined, settings=joined.settings.model_copy(update=told))

    assert browser().get("/sign-in/openid").status_code == 503


def test_without_another_site_there_is_no_such_page(
    browser: Browser, app: FastAPI, workspace: Installation
) -> None:
    app.state.installation = workspace

    assert browser().get("/sign-in/openid").status_code == 404
    assert "openid" not in browser().get("/sign-in").text


def _invited(workspace: Installation) -> str:
    expires_at = datetime.now(UTC) + timedelta(days=7)
    command = Invite(role=Role.RECRUITER, name="Rita", expires_at=expires_at)
    workspace.ledger.record(command, by=workspace.owner)
    with workspace.database.connection() as connection:
        return links.to_join(
            connection,
            workspace.settings.pepper,
            workspace.workspace,
            command.invitation_id,
            expires_at,
        )
