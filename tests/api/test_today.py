"""The day: who waits for a reply, whose relationship goes cold, what is due."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

Added = dict[str, Any]
Add = Callable[..., Added]

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def _engage(client: httpx2.Client, who: str, *days: float, **told: Any) -> None:
    for ago in days:
        at = (NOW - ago * DAY).isoformat()
        given = {"candidate_id": who, "kind": "email", "occurred_at": at} | told
        assert client.post("/v1/engagements", json=given).status_code == 201


def _today(client: httpx2.Client, **asked: Any) -> Any:
    answer = client.get("/v1/today", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _ids(waiters: Any) -> list[str]:
    return [each["candidate_id"] for each in waiters["items"]]


@pytest.mark.parametrize(("days", "is_owed"), [(1, True), (59.9, True), (60.1, False)])
def test_a_reply_is_owed_for_sixty_days(
    client: httpx2.Client, add: Add, days: float, *, is_owed: bool
) -> None:
    ada = add()["id"]
    _engage(client, ada, days + 1, direction="outbound")
    _engage(client, ada, days, direction="inbound")

    owed = _today(client)["replies_owed"]

    assert _ids(owed) == ([ada] if is_owed else [])
    assert owed["people_count"] == len(owed["items"])


def test_no_reply_is_owed_where_we_wrote_last(client: httpx2.Client, add: Add) -> None:
    ada = add()["id"]
    _engage(client, ada, 2, direction="inbound")
    _engage(client, ada, 1, direction="outbound")

    assert _today(client)["replies_owed"] == {"people_count": 0, "items": []}


@pytest.mark.parametrize(
    ("days", "goes_cold"), [(59.9, False), (60.1, True), (239.9, True), (240.1, False)]
)
def test_a_relationship_goes_cold_between_two_and_eight_months(
    client: httpx2.Client, add: Add, days: float, *, goes_cold: bool
) -> None:
    ada = add()["id"]
    _engage(client, ada, days, days + 1, days + 2, direction="outbound")

    assert _ids(_today(client)["going_cold"]) == ([ada] if goes_cold else [])


def test_whom_one_hardly_knew_does_not_go_cold(client: httpx2.Client, add: Add) -> None:
    _engage(client, add()["id"], 70, 80, direction="outbound")

    assert _today(client)["going_cold"]["people_count"] == 0


def test_whoever_asked_not_to_be_contacted_is_left_out(client: httpx2.Client, add: Add) -> None:
    ada, bob = add()["id"], add()["id"]
    for who in (ada, bob):
        _engage(client, who, 3, direction="inbound")
    asked = client.put(f"/v1/candidates/{ada}/do-not-contact", json={})
    assert asked.status_code == 200, asked.text

    assert _ids(_today(client)["replies_owed"]) == [bob]

    assert client.delete(f"/v1/candidates/{ada}/do-not-contact").status_code < 300
    assert set(_ids(_today(client)["replies_owed"])) == {ada, bob}


def test_of_many_the_latest_are_shown_and_all_are_counted(
    client: httpx2.Client, add: Add
) -> None:
    people = [add()["id"] for _ in range(4)]
    for days, who in enumerate(people, 1):
        _engage(client, who, days, direction="inbound")

    owed = _today(client, limit=2)["replies_owed"]

    assert (_ids(owed), owed["people_count"]) == (people[:2], 4)


def test_what_is_due_is_counted_up_to_the_day(client: httpx2.Client, add: Add) -> None:
    ada = add()["id"]
    for due in ("2026-05-31", "2026-06-01", "2026-06-02"):
        told = {"candidate_id": ada, "due_on": due, "about": "Call"}
        assert client.post("/v1/follow-ups", json=told).status_code == 201

    assert _today(client, day="2026-06-01")["due_count"] == 2


def test_as_of_then_it_answers_what_it_would_have_answered(
    client: httpx2.Client, add: Add
) -> None:
    ada = add()["id"]
    _engage(client, ada, 1, direction="inbound")
    then = client.get("/v1/today").headers["ledger-position"]
    _engage(client, ada, 0.5, direction="outbound")

    assert _ids(_today(client, as_of=then)["replies_owed"]) == [ada]
    assert _ids(_today(client)["replies_owed"]) == []
