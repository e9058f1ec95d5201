"""What every test may ask for: one embedded database a session, an empty workspace a test."""

import gc
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from api.attempts import Attempts
from api.installation import Installation, installation, ledger_of
from api.serve import config
from api.settings import Settings
from ledger.ids import new_id
from projections.prepare import create_workspace
from tests.browsers import started_chromium
from tests.lasting import kept_open, owner
from tests.ledger.installations import new_installation
from tests.prepared import hurried
from tests.sessions import signed_in
from tests.talking import talking_to

STARTING_SECONDS_MAX = 60.0


def pytest_configure() -> None:
    """Set what holds for all tests, before any of them is loaded."""
    # As seldom as a server looks for what was thrown away: all that is loaded stays.
    gc.set_threshold(100_000, 20, 20)
    # How long an example takes says nothing on a machine with much else to do.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("patient", patient)
    settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what lasts long: what is left at the end is then shared evenly."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def opened() -> Generator[Installation]:
    """Open one installation on an embedded database, for all tests of this process."""
    # Not tmp_path: for root that lies in a folder closed to PostgreSQL's user.
    data = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    settings = Settings(data=data, upload_bytes_max=8 << 20)
    settings = settings.model_copy(update={"database_url": None})
    try:
        with (
            hurried(data),
            installation(settings, say=lambda _: None) as ready,
            kept_open(ready.database),
        ):
            yield ready
    finally:
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """Start one browser a session, since one thread can ask one; a test makes its contexts."""
    with started_chromium() as started:
        yield started


@pytest.fixture
def workspace(opened: Installation) -> Installation:
    """Make an empty workspace on the database that all tests share."""
    with owner(opened.database) as connection:
        workspace, founder = create_workspace(connection, new_id(), new_id())
    ledger = ledger_of(opened.settings, opened.database, workspace)
    return replace(opened, workspace=workspace, owner=founder, ledger=ledger)


@pytest.fixture
def alone(opened: Installation) -> Generator[Installation]:
    """Make an empty workspace on a database of its own, for what is done to all of them."""
    with new_installation(opened) as made:
        yield made


@pytest.fixture(scope="session")
def server(opened: Installation) -> Generator[uvicorn.Server]:
    """Run one server a session; `client` says which workspace it serves."""
    serving = config(opened)
    serving.port = 0
    running = uvicorn.Server(serving)
    thread = threading.Thread(target=running.run)
    thread.start()
    _wait_until(lambda: running.started)
    yield running
    running.should_exit = True
    thread.join()


@pytest.fixture
def client(server: uvicorn.Server, workspace: Installation) -> Generator[httpx2.Client]:
    """Talk to the server about an empty workspace."""
    app = server.config.app
    assert isinstance(app, FastAPI)
    app.state.installation = workspace
    # What other tests tried from this machine counts against nobody here.
    app.state.attempts = Attempts()
    port = server.servers[0].sockets[0].getsockname()[1]
    with talking_to(f"http://127.0.0.1:{port}", cookies=signed_in(workspace)) as talking:
        yield talking


def _wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + STARTING_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < end, "The server did not start."
        time.sleep(0.01)
