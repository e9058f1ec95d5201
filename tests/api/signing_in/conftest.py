"""What the tests of signing in share: somebody with a password, and browsers of theirs."""

from collections.abc import Callable, Generator
from uuid import UUID

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from api.attempts import Attempts
from api.installation import Installation
from ledger.access import links, passwords, users
from tests.talking import PLAIN, talking_to

EMAIL = "olive@example.org"
PASSWORD = "quarry plum nine lantern"
Browser = Callable[..., httpx2.Client]


@pytest.fixture
def app(server: uvicorn.Server, workspace: Installation) -> FastAPI:
    """Serve an empty workspace, with nobody's attempts counted."""
    found = server.config.app
    assert isinstance(found, FastAPI)
    found.state.installation = workspace
    found.state.attempts = Attempts()
    return found


@pytest.fixture
def browser(app: FastAPI, server: uvicorn.Server) -> Generator[Browser]:
    """Return what opens a browser that knows nothing yet, at an address of its own if told."""
    assert app is server.config.app
    port = server.servers[0].sockets[0].getsockname()[1]
    opened: list[httpx2.Client] = []

    def opening(address: str = "127.0.0.1", host: str = "127.0.0.1") -> httpx2.Client:
        client = talking_to(
            f"http://{host}:{port}",
            transport=httpx2.HTTPTransport(verify=PLAIN, local_address=address),
        )
        opened.append(client)
        return client

    yield opening
    for each in opened:
        each.close()


@pytest.fixture
def owner(workspace: Installation) -> Generator[UUID]:
    """Have the workspace's owner sign in with an address and a password."""
    user = workspace.owner
    kept = passwords.encoded(workspace.settings.pepper, user, PASSWORD)
    with workspace.database.connection() as connection:
        users.add(connection, user, "Olive Owner", EMAIL)
        users.open_door(connection, user, workspace.workspace)
        passwords.keep(connection, user, kept)
    yield user
    with workspace.database.connection() as connection:
        # One installation serves all tests, and an address is one person's.
        connection.execute("update access.users set email = null where user_id = %s", (user,))


def link_of(workspace: Installation, user: UUID) -> str:
    """Return the token of a link that signs somebody in."""
    with workspace.database.connection() as connection:
        users.add(connection, user, "Olive Owner")
        users.open_door(connection, user, workspace.workspace)
        pepper = workspace.settings.pepper
        return links.to_sign_in(connection, pepper, user, workspace.workspace)


def sign_in(browser: httpx2.Client, password: str = PASSWORD, email: str = EMAIL) -> int:
    """Sign in with address and password; return the status."""
    told = {"email": email, "password": password}
    return browser.post("/v1/session", json=told).status_code
