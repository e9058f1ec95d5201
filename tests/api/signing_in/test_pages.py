"""What a browser shows of signing in, and what its forms do."""

import re
from dataclasses import replace
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from api.installation import Installation
from ledger.access import authenticators
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, link_of

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def test_looking_at_a_link_does_not_use_it_up_and_its_button_does(
    browser: Browser, workspace: Installation
) -> None:
    here, link = browser(), link_of(workspace, workspace.owner)
    looks = [browser().get(f"/sign-in/{link}").status_code for _ in range(3)]
    heads = browser().head(f"/sign-in/{link}").status_code

    pressed = here.post(f"/sign-in/{link}")

    assert (looks, heads) == ([200, 200, 200], 405)
    assert (pressed.status_code, pressed.headers["location"]) == (303, "/")
    assert "Olive Owner" in here.get("/first").text
    assert browser().get(f"/sign-in/{link}").status_code == 404
    assert browser().post(f"/sign-in/{link}").status_code == 401


def test_a_link_is_over_after_an_hour(browser: Browser, workspace: Installation) -> None:
    for ago, status in (("59 minutes", 303), ("60 minutes", 401)):
        link = link_of(workspace, workspace.owner)
        with workspace.database.connection() as connection:
            connection.execute(
                "update access.links set ends_at = ends_at - %s::interval", (ago,)
            )
        assert browser().post(f"/sign-in/{link}").status_code == status


def test_every_page_is_kept_nowhere_and_loads_only_what_is_ours(
    browser: Browser, workspace: Installation
) -> None:
    link = link_of(workspace, workspace.owner)
    for path, status in (
        ("/sign-in", 200),
        (f"/sign-in/{link}", 200),
        ("/sign-in/none", 404),
        ("/join/none", 401),
        ("/", 303),
    ):
        answer = browser().get(path)
        assert answer.status_code == status
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        if status != 303:
            assert answer.headers["content-security-policy"] == CSP
            assert not re.search(
                r"(src|href)=\"(?!/)|style=|<style|onclick|<script>", answer.text
            )
    for part in ("app.css", "passkey.js", "sent.js"):
        assert browser().get(f"/static/now/{part}").status_code == 200
    assert browser().get("/static/now/..%2Fswagger").status_code == 404


@pytest.mark.usefixtures("owner")
def test_the_form_signs_in_and_the_button_signs_out(browser: Browser) -> None:
    here = browser()

    entered = here.post("/sign-in", data={"email": f" {EMAIL} ", "password": PASSWORD})
    home = here.get("/first")
    left = here.post("/sign-out")

    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert "Olive Owner" in home.text
    assert (left.status_code, left.headers["location"]) == (303, "/sign-in")
    assert here.get("/").headers["location"] == "/sign-in"


@pytest.mark.usefixtures("owner")
def test_a_wrong_password_shows_the_form_again_without_what_was_typed(
    browser: Browser,
) -> None:
    answer = browser().post("/sign-in", data={"email": EMAIL, "password": "wrong wrong wrong"})

    assert answer.status_code == 401
    assert "The address or the password is wrong." in answer.text
    assert "wrong wrong wrong" not in answer.text
    assert EMAIL not in answer.text


def test_the_form_asks_for_a_code_where_one_is_needed(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    with workspace.database.connection() as connection:
        pepper = workspace.settings.pepper
        authenticators.begin(connection, pepper, owner)
        connection.execute(
            "update access.authenticators set confirmed_at = now() where user_id = %s", (owner,)
        )
        code = authenticators.new_recovery_codes(connection, pepper, owner)[0]
    here = browser()

    asked = here.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    token = re.search(r'name="token" value="([\w-]+)"', asked.text)
    assert token
    wrong = here.post("/sign-in/code", data={"token": token[1], "code": "000000"})
    right = here.post("/sign-in/code", data={"token": token[1], "code": code})

    assert (asked.status_code, wrong.status_code, right.status_code) == (200, 401, 303)
    assert token[1] in wrong.text
    assert "Olive Owner" in here.get("/first").text


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(
    browser: Browser, workspace: Installation
) -> None:
    here = browser()
    answer = here.post(f"/sign-in/{link_of(workspace, workspace.owner)}")

    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "; HttpOnly" in cookie
        assert "; SameSite=lax" in cookie
        assert "; Path=/" in cookie
        assert "Secure" not in cookie


def test_where_people_come_by_tls_the_cookies_go_by_nothing_else(
    browser: Browser, app: FastAPI, workspace: Installation
) -> None:
    told = {"public_url": "https://rapport.example.org"}
    settings = workspace.settings.model_copy(update=told)
    app.state.installation = replace(workspace, settings=settings)

    answer = browser().post(f"/sign-in/{link_of(workspace, workspace.owner)}")

    assert ["; Secure" in each for each in answer.headers.get_list("set-cookie")] == [True] * 2


@pytest.mark.parametrize("address", ["https://rapport.example.org", ""])
def test_what_was_done_is_said_by_tls_alone_where_people_come_by_it(
    client: httpx2.Client, app: FastAPI, workspace: Installation, address: str
) -> None:
    told = {"public_url": address or None}
    settings = workspace.settings.model_copy(update=told)
    app.state.installation = replace(workspace, settings=settings)

    answer = client.post("/people/new", data={"first_name": "Ada"}, follow_redirects=False)

    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("rapport_said=")
    assert ("; Secure" in cookie) == bool(address)


def test_another_sites_page_signs_nobody_in(browser: Browser, workspace: Installation) -> None:
    link = link_of(workspace, workspace.owner)
    headers = {"sec-fetch-site": "cross-site"}

    answer = browser().post(f"/sign-in/{link}", headers=headers)

    assert answer.status_code == 403
    assert browser().post(f"/sign-in/{link}").status_code == 303


def test_signing_in_gives_a_new_token_and_ends_the_session_before(
    browser: Browser, workspace: Installation
) -> None:
    here = browser()
    here.post(f"/sign-in/{link_of(workspace, workspace.owner)}")
    before = here.cookies["rapport_session"]

    here.post(f"/sign-in/{link_of(workspace, workspace.owner)}")

    assert here.cookies["rapport_session"] != before
    old = httpx2.Cookies({"rapport_session": before})
    assert browser().get("/v1/session", headers=_shown(old)).status_code == 401
    assert len(here.get("/v1/sessions").json()["items"]) == 1


def _shown(cookies: httpx2.Cookies) -> dict[str, str]:
    return {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


@pytest.mark.parametrize("odd", ["\x00", "<script>alert(1)</script>", "é" * 100, "\ud7ff"])
def test_odd_texts_in_a_form_are_refused_like_wrong_ones(browser: Browser, odd: str) -> None:
    here = browser()

    answer = here.post("/sign-in", data={"email": odd, "password": odd})
    code = here.post("/sign-in/code", data={"token": odd, "code": odd})

    assert (answer.status_code, code.status_code) == (401, 401)
    assert "<script>alert" not in answer.text + code.text


@pytest.mark.parametrize("odd", ["%00", "%ff%fe", "%ed%a0%80", "a" * 4_000, "..%2f..%2f"])
def test_odd_links_are_over_like_any_other(browser: Browser, odd: str) -> None:
    here = browser()

    statuses = [
        here.get(f"/sign-in/{odd}").status_code,
        here.post(f"/sign-in/{odd}").status_code,
        here.get(f"/join/{odd}").status_code,
        here.post(f"/join/{odd}").status_code,
        here.get("/sign-in/openid/back", params={"state": odd, "code": odd}).status_code,
    ]

    assert set(statuses) <= {401, 404, 405}
