"""What the tests of the HTTP API share."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

ADA = {"first_name": "Ada", "last_name": "Lovelace", "title": "Analyst"}


@pytest.fixture
def add(client: httpx2.Client) -> Callable[..., dict[str, Any]]:
    """Return what enters a candidate, Ada unless told otherwise."""

    def adding(**facts: Any) -> dict[str, Any]:
        answer = client.post("/v1/candidates", json=ADA | facts)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return adding
