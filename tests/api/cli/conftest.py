"""What the tests of the command line share: a folder for its data, and somebody in it."""

from collections.abc import Callable, Generator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api.cli.command import Answer, Rapport, cool_down, run
from tests.prepared import data_directory, empty_directory, hurried


@pytest.fixture(scope="session", autouse=True)
def _cooling() -> Generator[None]:
    yield
    cool_down()


@pytest.fixture(scope="session")
def home() -> Generator[Path]:
    """Lend a folder whose database stays up, so that commands begin at once."""
    with data_directory() as data, hurried(data):
        yield data


@pytest.fixture
def elsewhere() -> Generator[Path]:
    """Lend a folder of the same kind for an installation that nobody has written to."""
    with data_directory() as data, hurried(data):
        yield data


@pytest.fixture
def made() -> Generator[Path]:
    """Lend a folder as a first start leaves it, with nothing at work in it."""
    with data_directory() as data:
        yield data


@pytest.fixture
def empty() -> Generator[Path]:
    """Lend a folder that holds nothing yet."""
    with empty_directory() as data:
        yield data


@pytest.fixture
def rapport(home: Path) -> Rapport:
    """Return what runs a command on the shared ledger."""

    def running_it(*words: object, code: int = 0, stdin: str = "") -> Answer:
        return run(home, *words, code=code, stdin=stdin)

    return running_it


@pytest.fixture
def somebody(rapport: Rapport) -> str:
    """Enter somebody nobody else is called like, and return their e-mail address."""
    word = uuid4().hex
    rapport("add", f"Zoe {word}", "--email", f"{word}@example.com")
    return f"{word}@example.com"


@pytest.fixture
def position(rapport: Rapport) -> Callable[[], int]:
    """Return what tells the position at which the ledger ends: how many lines an export has."""

    def telling() -> int:
        return len(rapport("export", "-", "--format", "ndjson").out.splitlines()) - 1

    return telling
