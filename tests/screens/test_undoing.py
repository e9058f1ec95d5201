"""What was done a moment ago is taken back by one press, and put back by another."""

import re
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_UNDO = re.compile(r'action="(/undo/[^"]+)"')


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    """Enter Ada; return her id."""
    return client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]


def sent(client: httpx2.Client, path: str, **fields: str) -> tuple[str, str]:
    """Send a form as a browser without a script does.

    Return the page that was led to, and where its undo is posted.
    """
    answer = client.post(path, content=urlencode(fields), headers=_FORM)
    assert answer.status_code == 303, answer.text
    there = answer.headers["location"]
    found = _UNDO.search(client.get(there).text)
    return there, found[1].replace("&amp;", "&") if found else ""


def told_of(client: httpx2.Client, ada: str) -> dict[str, Any]:
    """Return what is known of Ada."""
    return client.get(f"/v1/candidates/{ada}").json()


def promised(client: httpx2.Client) -> list[str]:
    return [each["about"] for each in client.get("/v1/follow-ups").json()["items"]]


def talks(client: httpx2.Client, ada: str) -> list[dict[str, Any]]:
    lines = client.get(f"/v1/candidates/{ada}/timeline").json()["items"]
    return [each["payload"] for each in lines if each["event_type"] == "EngagementRecorded"]


def test_a_talk_and_its_follow_up_go_together_and_come_back_together(
    client: httpx2.Client, ada: str
) -> None:
    said = {"kind": "call", "body": "Porto", "follow_up": "in two weeks"}
    _, undo = sent(client, f"/people/{ada}/log", **said)
    assert (len(talks(client, ada)), promised(client)) == (1, ["Porto"])

    there, again = sent(client, undo)
    assert there == f"/people/{ada}"
    assert (talks(client, ada), promised(client)) == ([], [])

    _, undo = sent(client, again)
    assert ([each["body"] for each in talks(client, ada)], promised(client)) == (
        ["Porto"],
        ["Porto"],
    )
    sent(client, undo)
    assert (talks(client, ada), promised(client)) == ([], [])


@pytest.mark.parametrize(
    "said", [{"outcome": "missed"}, {"body": "Porto"}, {"when": "yesterday"}]
)
def test_a_follow_up_alone_is_promised_and_no_call_is_recorded(
    client: httpx2.Client, ada: str, said: dict[str, str]
) -> None:
    _, undo = sent(client, f"/people/{ada}/log", kind="call", follow_up="Friday")
    assert (talks(client, ada), promised(client)) == ([], ["Follow up"])
    sent(client, undo)
    assert promised(client) == []

    # Whoever says anything else of it speaks of a call.
    sent(client, f"/people/{ada}/log", kind="call", follow_up="Friday", **said)
    assert (len(talks(client, ada)), len(promised(client))) == (1, 1)


def test_what_was_put_right_reads_as_before_but_for_what_changed_since(
    client: httpx2.Client, ada: str
) -> None:
    at = "2026-01-05T09:00:00Z"
    given = {"candidate_id": ada, "kind": "note", "body": "Rme", "occurred_at": at}
    talk = client.post("/v1/engagements", json=given).json()["id"]
    path = f"/people/{ada}/engagements/{talk}"
    fields = {"kind": "email", "body": "Rome", "subject": "Trip", "when": "2026-01-06 10:00"}
    _, undo = sent(client, path, **fields)
    assert client.get(f"/v1/engagements/{talk}").json()["occurred_at"].startswith("2026-01-06")
    client.patch(f"/v1/engagements/{talk}", json={"subject": "The trip"})

    sent(client, undo)

    now = client.get(f"/v1/engagements/{talk}").json()
    assert (now["kind"], now["body"], now["occurred_at"]) == ("note", "Rme", at)
    assert now["subject"] == "The trip"
    # Asked once more, there is nothing left of it to take back.
    before = client.get("/v1/tags").headers["Ledger-Position"]
    sent(client, undo)
    assert client.get("/v1/tags").headers["Ledger-Position"] == before


def test_a_tag_is_taken_off_again_and_one_that_was_there_is_left(
    client: httpx2.Client, ada: str
) -> None:
    _, undo = sent(client, f"/people/{ada}/tags", tag="maths")
    assert sent(client, f"/people/{ada}/tags", tag="maths")[1] == ""

    _, again = sent(client, undo)
    assert told_of(client, ada)["tags"] == []
    sent(client, again)
    assert told_of(client, ada)["tags"] == ["maths"]


def test_an_application_goes_back_step_by_step(client: httpx2.Client, ada: str) -> None:
    def considered() -> list[tuple[str, str]]:
        return [
            (each["stage"], each["status"]) for each in told_of(client, ada)["applications"]
        ]

    here = f"/people/{ada}/applications"
    _, undo_open = sent(client, here, opportunity="SRE", stage="New")
    job = told_of(client, ada)["applications"][0]["id"]
    _, undo_move = sent(client, f"{here}/{job}/move", stage="Offer")
    _, undo_close = sent(client, f"{here}/{job}/close", outcome="rejected", reason="Pay")
    assert considered() == [("Offer", "rejected")]

    _, close_again = sent(client, undo_close)
    assert considered() == [("Offer", "active")]
    sent(client, close_again)
    assert told_of(client, ada)["applications"][0]["rejection_reason"] == "Pay"
    _, undo_reopen = sent(client, f"{here}/{job}/reopen")
    assert undo_reopen
    sent(client, undo_move)
    assert considered() == [("New", "active")]
    _, open_again = sent(client, undo_open)
    assert considered() == []
    sent(client, open_again)
    assert considered() == [("New", "active")]

    job = told_of(client, ada)["applications"][0]["id"]
    _, undo = sent(client, f"{here}/{job}/take-back")
    assert considered() == []
    sent(client, undo)
    assert considered() == [("New", "active")]


@pytest.mark.parametrize(
    ("back", "there"), [("/people?stage=warm", "/people?stage=warm"), ("//evil.example", "/")]
)
def test_the_undo_leads_back_to_a_page_of_ours(
    client: httpx2.Client, ada: str, back: str, there: str
) -> None:
    _, undo = sent(client, f"/people/{ada}/tags", tag="maths")

    assert sent(client, f"{undo}?{urlencode({'back': back})}")[0] == there
