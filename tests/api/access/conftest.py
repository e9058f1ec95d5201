"""What the tests of access share."""

from collections.abc import Generator

import httpx2
import pytest

from api.installation import Installation
from tests.api.access.people import People, people_of


@pytest.fixture
def people(client: httpx2.Client, workspace: Installation) -> Generator[People]:
    """Lend the people of an empty workspace."""
    with people_of(client, workspace) as them:
        yield them
