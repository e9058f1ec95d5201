"""Lists by filter and order: gathered where few match, walked through where many do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from api import profiles
from api.installation import Installation
from projections import lists

Added = dict[str, Any]

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(params=[0, lists.FEW_MAX], ids=["walked", "gathered"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "FEW_MAX", request.param)


def engage(client: httpx2.Client, who: str, days: int, **told: Any) -> None:
    at = (NOW + timedelta(days=days)).isoformat()
    given = {"candidate_id": who, "kind": "call", "occurred_at": at} | told
    assert client.post("/v1/engagements", json=given).status_code == 201


def listed(client: httpx2.Client, **wanted: str) -> list[str]:
    """Return the first names of a list, read a person a page."""
    names: list[str] = []
    cursor = None
    while cursor or not names:
        asked = wanted | {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        answer = client.get("/v1/candidates", params=asked)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        names.extend(item["name"] for item in page["items"])
        cursor = page["next_cursor"]
        if not cursor:
            break
    return names


@pytest.fixture
def everybody(client: httpx2.Client, add: Callable[..., Added]) -> dict[str, str]:
    """Five people in one pool, with one tag: never engaged with, in the past, in the future."""
    told = {
        name: add(first_name=name, last_name=None, tags=["remote"])["id"] for name in "ABCDE"
    }
    engage(client, told["A"], -3)
    engage(client, told["B"], -1)
    engage(client, told["B"], +5)
    engage(client, told["C"], -2, visibility="private")
    engage(client, told["C"], -9)
    engage(client, told["D"], +1)
    pool = client.post("/v1/pools", json={"name": "Platform"}).json()["id"]
    for who in told.values():
        client.put(f"/v1/pools/{pool}/members/{who}")
    return told | {"pool": pool}


@pytest.mark.usefixtures("either_way")
def test_by_last_talk_what_is_to_come_counts_as_none(
    client: httpx2.Client, everybody: dict[str, str]
) -> None:
    for wanted in ({}, {"tag": "remote"}, {"pool": everybody["pool"]}):
        found = listed(client, sort="last_engaged", **wanted)

        assert found == ["B", "C", "A", "E", "D"], wanted


def test_a_person_takes_one_round_trip_and_one_for_the_facts(
    client: httpx2.Client,
    workspace: Installation,
    everybody: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = client.get(f"/v1/candidates/{everybody['A']}").json()
    alone: list[Any] = []
    with workspace.moment() as moment:
        connection = moment.connection
        send = connection.execute

        def noted(query: Any, *given: Any, **told: Any) -> Any:
            if not connection.pgconn.pipeline_status:
                alone.append(query)
            return send(query, *given, **told)

        monkeypatch.setattr(connection, "execute", noted)
        found = profiles.candidate(moment, UUID(everybody["A"]))
        monkeypatch.undo()

    assert len(alone) == 1, alone
    assert found.name == expected["name"] == "A"
    assert [str(pool.id) for pool in found.pools] == [everybody["pool"]]
    assert found.relationship.engagement_count == 1
