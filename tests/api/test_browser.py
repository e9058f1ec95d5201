"""What a browser may do with our answers, and whose word the server takes for where it is."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Thread
from time import sleep
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI, Request

from api.browser import PAGE_POLICY
from api.installation import Installation
from api.serve import config
from tests.talking import talking_to

Serving = Callable[..., httpx2.Client]


@contextmanager
def served(installation: Installation, **settings: Any) -> Generator[httpx2.Client]:
    chosen = installation.settings.model_copy(update=settings)
    serving = config(replace(installation, settings=chosen))
    app = serving.app
    assert isinstance(app, FastAPI)

    @app.get("/page")
    def show(request: Request) -> dict[str, str]:
        return {"scheme": request.url.scheme, "client": request.client.host}  # pyright: ignore[reportOptionalMemberAccess]

    serving.port = 0
    running = uvicorn.Server(serving)
    thread = Thread(target=running.run)
    thread.start()
    while not running.started:
        sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    try:
        with talking_to(f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        running.should_exit = True
        thread.join()


@pytest.fixture
def serving(opened: Installation) -> Generator[Serving]:
    """Return what serves with other settings, and talks to it."""
    with ExitStack() as open_:

        def serve(**settings: Any) -> httpx2.Client:
            return open_.enter_context(served(opened, **settings))

        yield serve


def test_our_own_page_loads_from_our_own_files_alone(client: httpx2.Client) -> None:
    page = client.get("/docs")

    assert page.status_code == 200
    assert page.headers["Content-Security-Policy"] == PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY
    assert "style=" not in page.text
    assert "<script>" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_data_loads_nothing_and_is_kept_and_shared_nowhere(client: httpx2.Client) -> None:
    for path in ("/v1/tags", "/v1/nothing", "/v1/candidates/x"):
        headers = client.get(path, headers={"Origin": "https://evil.example"}).headers

        assert (
            headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        )
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        for sense in ("camera", "microphone", "geolocation"):
            assert f"{sense}=()" in headers["Permissions-Policy"]
        assert not [name for name in headers if name.startswith("access-control-")]


def test_a_preflight_is_allowed_nothing(client: httpx2.Client) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    answer = client.options("/v1/candidates", headers=asked)

    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_tls_is_for_ever_only_where_the_public_address_has_it(serving: Serving) -> None:
    with_tls = serving(public_url="https://rapport.example.org")
    without = serving(public_url="http://rapport.example.org")
    alone = serving()

    tls = with_tls.get("/healthz").headers["Strict-Transport-Security"]
    assert tls == "max-age=31536000"
    for client in (without, alone):
        assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_the_public_host_is_ours_and_no_other(serving: Serving) -> None:
    client = serving(public_url="https://rapport.example.org:8443")

    statuses = {
        host: client.get("/healthz", headers={"Host": host}).status_code
        for host in (
            "rapport.example.org",
            "RAPPORT.example.org:8443",
            "localhost",
            "example.org",
            "rapport.example.org.evil.example",
        )
    }

    assert list(statuses.values()) == [200, 200, 200, 421, 421]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://rapport.example.org", 404),
        ("https://rapport.example.org.evil.example", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_a_page_of_the_public_address_may_write(
    serving: Serving, origin: str, status: int
) -> None:
    client = serving(public_url="https://rapport.example.org")

    answer = client.post("/v1/nothing", headers={"Origin": origin})

    assert answer.status_code == status


FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def test_nobody_is_believed_where_a_request_comes_from(serving: Serving) -> None:
    assert serving().get("/page", headers=FORWARDED).json() == {
        "scheme": "http",
        "client": "127.0.0.1",
    }


def test_a_proxy_of_ours_is_believed(serving: Serving) -> None:
    trusting = serving(trusted_proxies=("127.0.0.1",))
    elsewhere = serving(trusted_proxies=("10.0.0.2",))

    assert trusting.get("/page", headers=FORWARDED).json() == {
        "scheme": "https",
        "client": "203.0.113.9",
    }
    assert elsewhere.get("/page", headers=FORWARDED).json()["client"] == "127.0.0.1"
