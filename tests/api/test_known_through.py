"""Through whom somebody is known: what two people share, and what is no sign of it."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from projections.known_through import PEOPLE_MAX

Talk = Callable[..., list[str]]
Add = Callable[..., dict[str, Any]]
DAY = "2026-06-01T09:00:00Z"


@pytest.fixture
def talk(client: httpx2.Client) -> Talk:
    """Return what records one conversation on the timelines of several people."""

    def talking(name: str, *people: str, kind: str = "email", **told: Any) -> list[str]:
        given = {"kind": kind, "conversation_id": name, "occurred_at": DAY} | told
        bodies = [given | {"candidate_id": who} for who in people]
        answers = [client.post("/v1/engagements", json=body) for body in bodies]
        assert [answer.status_code for answer in answers] == [201] * len(people)
        return [answer.json()["id"] for answer in answers]

    return talking


@pytest.fixture
def three(add: Add) -> list[str]:
    return [add(first_name=name)["id"] for name in ("Ada", "Grace", "Mary")]


def through(client: httpx2.Client, who: str, **query: Any) -> list[tuple[str, str]]:
    answer = client.get(f"/v1/candidates/{who}/known-through", params=query)
    assert answer.status_code == 200, answer.text
    return [(each["name"].split()[0], each["evidence"]) for each in answer.json()["items"]]


def test_whoever_shares_most_conversations_comes_first(
    client: httpx2.Client, three: list[str], talk: Talk
) -> None:
    ada, grace, mary = three
    talk("one", ada, mary)
    talk("two", ada, grace)
    talk("three", ada, grace, kind="meeting")
    talk("four", ada, grace)
    talk("five", grace, mary, kind="message")
    talk("alone", ada)

    assert through(client, ada) == [
        ("Grace", "2 email threads and a meeting"),
        ("Mary", "an email thread"),
    ]
    assert through(client, mary) == [("Ada", "an email thread"), ("Grace", "a conversation")]
    assert through(client, ada, limit=1) == [("Grace", "2 email threads and a meeting")]


def test_many_mails_of_one_thread_are_one_conversation(
    client: httpx2.Client, three: list[str], talk: Talk
) -> None:
    for hour in range(10, 14):
        talk("one", *three[:2], occurred_at=f"2026-06-01T{hour}:00:00Z")

    answer = client.get(f"/v1/candidates/{three[0]}/known-through").json()["items"]
    assert [(each["conversation_count"], each["last_at"]) for each in answer] == [
        (1, "2026-06-01T13:00:00Z")
    ]


@pytest.mark.parametrize(("people", "found"), [(PEOPLE_MAX, 10), (PEOPLE_MAX + 1, 0)])
def test_a_crowd_says_nothing_about_who_knows_whom(
    client: httpx2.Client, add: Add, talk: Talk, people: int, found: int
) -> None:
    crowd = [add(first_name=f"P{each}")["id"] for each in range(people)]
    talk("all", *crowd)

    assert len(through(client, crowd[0])) == found


@pytest.mark.parametrize(
    "told", [{"is_cancelled": True}, {"occurred_at": "2199-06-01T09:00:00Z"}]
)
def test_what_did_not_take_place_or_not_yet_is_left_aside(
    client: httpx2.Client,
    three: list[str],
    talk: Talk,
    told: dict[str, Any],
) -> None:
    talk("one", *three[:2], kind="meeting", **told)

    assert through(client, three[0]) == []


def test_what_was_taken_back_counts_as_of_then_alone(
    client: httpx2.Client, three: list[str], talk: Talk
) -> None:
    ada, grace, _ = three
    *_, taken = talk("one", ada, grace)
    then = client.get("/v1/timeline").headers["Ledger-Position"]
    before = str(int(then) - 2)
    assert client.delete(f"/v1/engagements/{taken}").status_code in {200, 204}

    assert through(client, ada) == []
    assert through(client, ada, as_of=then) == [("Grace", "an email thread")]
    assert through(client, ada, as_of=before) == []


def test_two_who_turned_out_to_be_one_are_not_known_through_themselves(
    client: httpx2.Client, three: list[str], talk: Talk
) -> None:
    ada, grace, mary = three
    talk("one", ada, grace, mary)
    merged = client.post(f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": grace})
    assert merged.status_code == 201, merged.text

    assert through(client, ada) == [("Mary", "an email thread")]
    assert through(client, grace) == through(client, ada)
    assert through(client, mary) == [("Ada", "an email thread")]


def test_nobody_unknown_is_known_through_anybody(client: httpx2.Client) -> None:
    stranger = "01890000-0000-7000-8000-000000000000"

    assert client.get(f"/v1/candidates/{stranger}/known-through").status_code == 404
