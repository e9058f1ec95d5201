"""Whom a list of people is narrowed to: by stage, source, whose turn it is, since when."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

Add = Callable[..., dict[str, Any]]
DAYS = {"Wanda": 1, "Walt": 89, "Carl": 91, "Cora": 400}


def found(client: httpx2.Client, **asked: str) -> list[str]:
    """Return the first names in a list by name, page by page."""
    names: list[str] = []
    cursor = None
    while cursor or not names:
        more = {"cursor": cursor} if cursor else {}
        answer = client.get("/v1/candidates", params={"limit": "2", **asked, **more})
        assert answer.status_code == 200, answer.text
        names += [each["name"].split()[0] for each in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if not answer.json()["items"]:
            break
    return names


@pytest.fixture
def everybody(client: httpx2.Client, add: Add) -> Sequence[str]:
    """Enter somebody of every stage; return their names."""
    now = datetime.now(UTC)
    add(first_name="Nils", source="linkedin")
    for name, days in DAYS.items():
        who = add(first_name=name)["id"]
        at = (now - timedelta(days=days)).isoformat()
        direction = "inbound" if name.startswith("W") else "outbound"
        told = {"kind": "email", "direction": direction, "occurred_at": at}
        client.post("/v1/engagements", json=told | {"candidate_id": who})
    active, placed = add(first_name="Abe")["id"], add(first_name="Pia")["id"]
    for who in (active, placed, placed):
        body = {"candidate_id": who, "opportunity": "SRE"}
        last = client.post("/v1/applications", json=body).json()["id"]
    client.post(f"/v1/applications/{last}/close", json={"outcome": "hired"})
    told = {"candidate_id": placed, "due_on": "2027-01-01", "about": "Porto"}
    client.post("/v1/follow-ups", json=told)
    return ("Abe", "Carl", "Cora", "Nils", "Pia", "Walt", "Wanda")


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"stage": "new"}, ["Nils"]),
        ({"stage": "warm"}, ["Walt", "Wanda"]),
        ({"stage": "cold"}, ["Carl", "Cora"]),
        ({"stage": "active"}, ["Abe"]),
        ({"stage": "placed"}, ["Pia"]),
        ({"source": "linkedin"}, ["Nils"]),
        ({"source": "nowhere"}, []),
        ({"reply_owed_by": "recruiter"}, ["Walt", "Wanda"]),
        ({"reply_owed_by": "candidate"}, ["Carl", "Cora"]),
        ({"quiet_days": "90"}, ["Carl", "Cora"]),
        ({"quiet_days": "92"}, ["Cora"]),
        ({"promised": "true"}, ["Pia"]),
        ({"stage": "cold", "quiet_days": "300", "q": "cora"}, ["Cora"]),
        ({"stage": "cold", "q": "wanda"}, []),
    ],
)
def test_a_filter_lets_through_whom_it_says(
    client: httpx2.Client, asked: dict[str, str], names: list[str]
) -> None:
    assert found(client, **asked, sort="name") == names
    assert sorted(found(client, **asked, sort="added")) == names
    assert sorted(found(client, **asked, sort="last_engaged")) == names


def test_the_stage_that_is_shown_is_the_one_that_is_asked_for(
    client: httpx2.Client, everybody: Sequence[str]
) -> None:
    listed = client.get("/v1/candidates", params={"sort": "name"}).json()["items"]

    assert [each["name"].split()[0] for each in listed] == list(everybody)
    for each in listed:
        read = client.get(f"/v1/candidates/{each['id']}").json()
        assert read["stage"] == each["stage"]
        assert each["name"].split()[0] in found(client, stage=each["stage"])


@pytest.mark.usefixtures("everybody")
def test_a_filter_is_asked_as_of_a_moment(client: httpx2.Client) -> None:
    position = client.get("/v1/tags").headers["Ledger-Position"]
    (cora,) = client.get("/v1/candidates", params={"q": "cora"}).json()["items"]
    client.post("/v1/engagements", json={"candidate_id": cora["id"], "kind": "call"})

    assert found(client, stage="cold", sort="name") == ["Carl"]
    assert found(client, stage="cold", sort="name", as_of=position) == ["Carl", "Cora"]


def test_what_is_no_stage_and_no_number_of_days_is_refused(client: httpx2.Client) -> None:
    for asked in ({"stage": "hot"}, {"quiet_days": "0"}, {"reply_owed_by": "nobody"}):
        assert client.get("/v1/candidates", params=asked).status_code == 422
