from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

Added = dict[str, Any]

NOW = datetime.now(UTC).replace(microsecond=0)
AGO = NOW - timedelta(days=30)
TOMORROW = NOW + timedelta(days=1)
NEXT_WEEK = NOW + timedelta(days=7)


def engage(client: httpx2.Client, who: str, at: datetime, **told: Any) -> str:
    given = {"candidate_id": who, "kind": "meeting", "occurred_at": at.isoformat()} | told
    answer = client.post("/v1/engagements", json=given)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def stands(client: httpx2.Client, who: str, **asked: str) -> dict[str, Any]:
    return client.get(f"/v1/candidates/{who}", params=asked).json()["relationship"]


def instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def listed(client: httpx2.Client, sort: str) -> list[tuple[str, datetime | None]]:
    items = client.get("/v1/candidates", params={"sort": sort}).json()["items"]
    return [(item["name"], instant(item["last_engaged_at"])) for item in items]


def test_a_coming_meeting_is_next_and_not_last(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    engage(client, ada, AGO, kind="email", direction="inbound")
    engage(client, ada, NEXT_WEEK)
    engage(client, ada, TOMORROW, kind="call", direction="outbound")

    told = stands(client, ada)

    assert instant(told["last_engaged_at"]) == AGO
    assert instant(told["next_engagement_at"]) == TOMORROW
    assert instant(told["next_meeting_at"]) == NEXT_WEEK
    assert told["engagement_count"] == 1
    assert [count["kind"] for count in told["counts"]] == ["email"]
    assert told["last_contacted_at"] is None
    assert told["reply_owed_by"] == "recruiter"


def test_somebody_only_met_in_the_future_was_never_engaged_with(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    engage(client, ada, TOMORROW, kind="interview")

    told = stands(client, ada)

    assert told["engagement_count"] == 0
    assert told["first_engaged_at"] is told["last_engaged_at"] is None
    assert instant(told["next_meeting_at"]) == TOMORROW
    assert told["warmth"]["score"] == 0


def test_nothing_comes_where_all_is_past(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    engage(client, ada, AGO)

    told = stands(client, ada)

    assert instant(told["last_engaged_at"]) == AGO
    assert told["next_engagement_at"] is told["next_meeting_at"] is None
    assert told["engagement_count"] == 1


def test_what_was_cancelled_counts_for_nothing(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    engage(client, ada, AGO)
    engage(client, ada, AGO + timedelta(days=1), is_cancelled=True)
    engage(client, ada, TOMORROW, is_cancelled=True)

    told = stands(client, ada)

    assert instant(told["last_engaged_at"]) == AGO
    assert told["next_engagement_at"] is None
    assert told["engagement_count"] == 1
    assert sum(count["engagement_count"] for count in told["counts"]) == 1


def test_a_meeting_called_off_later_is_no_longer_next_but_was_so_then(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    meeting = engage(client, ada, TOMORROW)
    before = client.get(f"/v1/candidates/{ada}").headers["Ledger-Position"]
    answer = client.patch(f"/v1/engagements/{meeting}", json={"is_cancelled": True})
    assert answer.status_code == 200, answer.text

    assert stands(client, ada)["next_meeting_at"] is None
    assert instant(stands(client, ada, as_of=before)["next_meeting_at"]) == TOMORROW
    lines = client.get(f"/v1/candidates/{ada}/timeline").json()["items"]
    assert any(line["payload"].get("is_cancelled") for line in lines)


def test_lists_tell_and_sort_by_the_last_that_happened(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    people = {name: add(first_name=name, last_name=None)["id"] for name in "ABCD"}
    engage(client, people["A"], AGO)
    engage(client, people["A"], NEXT_WEEK)
    engage(client, people["B"], AGO + timedelta(days=1))
    engage(client, people["C"], TOMORROW)
    engage(client, people["D"], AGO - timedelta(days=1))

    assert listed(client, "last_engaged") == [
        ("B", AGO + timedelta(days=1)),
        ("A", AGO),
        ("D", AGO - timedelta(days=1)),
        ("C", None),
    ]
    assert dict(listed(client, "name")) == dict(listed(client, "last_engaged"))


def test_a_list_by_last_engagement_pages_past_coming_meetings(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    for name, days in zip("ABCDE", (3, 1, 2, 5, 4), strict=True):
        who = add(first_name=name, last_name=None)["id"]
        engage(client, who, AGO - timedelta(days=days))
        engage(client, who, TOMORROW + timedelta(days=days))

    names: list[str] = []
    cursor = None
    while cursor or not names:
        asked = {"sort": "last_engaged", "limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/candidates", params=asked).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert names == list("BCAED")
