from typing import Any

import httpx2
import pytest

KINDS = ("call", "email", "note", "meeting", "call")


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    """Return a candidate with five engagements, one a day."""
    ada = client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    for day, kind in enumerate(KINDS, start=1):
        given = {
            "candidate_id": ada,
            "kind": kind,
            "direction": "inbound",
            "occurred_at": f"2026-06-0{day}T09:00:00Z",
        }
        assert client.post("/v1/engagements", json=given).status_code == 201
    return ada


def kinds(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["payload"].get("kind", item["event_type"]) for item in answer.json()["items"]]


def test_a_timeline_reads_newest_first_through_three_pages(
    client: httpx2.Client, ada: str
) -> None:
    path, found, cursor = f"/v1/candidates/{ada}/timeline", list[Any](), ""

    while cursor is not None:
        wanted = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        answer = client.get(path, params=wanted)
        found.append(kinds(answer))
        cursor = answer.json()["next_cursor"]

    # Entered today, engaged in June: the entry comes first.
    assert found == [["CandidateAdded", "call"], ["meeting", "note"], ["email", "call"]]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("kind=call", ["call", "call"]),
        ("kind=call,note", ["call", "note", "call"]),
        ("kind=call&kind=email", ["call", "email", "call"]),
        ("kind=call&from=2026-06-02T00:00:00Z", ["call"]),
        ("kind=call,email&to=2026-06-02T09:00:00Z", ["call"]),
        ("from=2026-06-03T09:00:00%2B00:00&to=2026-06-05T00:00:00Z", ["meeting", "note"]),
    ],
)
def test_a_timeline_is_filtered_by_kind_and_time(
    client: httpx2.Client, ada: str, wanted: str, expected: list[str]
) -> None:
    assert kinds(client.get(f"/v1/candidates/{ada}/timeline?{wanted}")) == expected
    assert kinds(client.get(f"/v1/timeline?{wanted}")) == expected


def test_a_timeline_is_read_as_of_a_position(client: httpx2.Client, ada: str) -> None:
    answer = client.get(f"/v1/candidates/{ada}/timeline?as_of=3")

    assert kinds(answer) == ["CandidateAdded", "email", "call"]
    assert answer.headers["Ledger-Position"] == "3"
    assert kinds(client.get("/v1/timeline?as_of=2")) == ["CandidateAdded", "call"]


def test_a_line_carries_its_envelope(client: httpx2.Client, ada: str) -> None:
    (line,) = client.get(f"/v1/candidates/{ada}/timeline?kind=note").json()["items"]

    assert line["event_type"] == "EngagementRecorded"
    assert (line["candidate_id"], line["position"], line["version"]) == (ada, 4, 1)
    assert line["occurred_at"] == "2026-06-03T09:00:00Z"
    assert line["payload"] == {"kind": "note", "direction": "inbound"}
    assert {"recorded_at", "actor_id", "import_id", "edit_count", "id"} <= set(line)


@pytest.mark.usefixtures("ada")
def test_activity_counts_by_week_kind_and_direction(client: httpx2.Client) -> None:
    weeks = client.get("/v1/activity?from=2026-06-01&to=2026-06-08").json()["items"]

    assert {(week["week_on"], week["kind"], week["engagement_count"]) for week in weeks} == {
        ("2026-06-01", "call", 2),
        ("2026-06-01", "email", 1),
        ("2026-06-01", "meeting", 1),
        ("2026-06-01", "note", 1),
    }
    assert client.get("/v1/activity?from=2026-06-02&to=2026-06-08").json()["items"] == []


@pytest.mark.parametrize(
    "wanted",
    [
        "kind=telepathy",
        "from=yesterday",
        "from=2026-06-02",
        "to=9999-01-01T00:00:00Z",
        "limit=0",
        "limit=501",
        "limit=x",
        "mood=good",
        "as_of=x",
        "as_of=9.33837694564494e-120",
        "as_of=-5",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(
    client: httpx2.Client, ada: str, wanted: str
) -> None:
    for path in (f"/v1/candidates/{ada}/timeline", "/v1/timeline"):
        answer = client.get(f"{path}?{wanted}")
        assert answer.status_code == 422, answer.text
        (fault,) = answer.json()["errors"]
        assert fault["parameter"] == wanted.partition("=")[0]


def test_the_timeline_of_everybody_is_narrowed_to_a_pool_however_many_are_in_it(
    client: httpx2.Client, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace = client.post("/v1/candidates", json={"first_name": "Grace"}).json()["id"]
    client.post("/v1/engagements", json={"candidate_id": grace, "kind": "interview"})
    pool = client.post("/v1/pools", json={"name": "Analysts"}).json()["id"]
    empty = client.post("/v1/pools", json={"name": "Nobody"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{ada}")
    position = client.get("/v1/tags").headers["Ledger-Position"]
    everything = ["CandidateJoinedPool", "CandidateAdded", "call", "meeting", "note", "email"]

    for few_max in (200, 0):
        monkeypatch.setattr("projections.timeline._FEW_MAX", few_max)
        for then in ({}, {"as_of": position}):
            asked = {"pool": pool} | then
            first = client.get("/v1/timeline", params=asked | {"limit": 6})
            assert kinds(first) == everything, (few_max, then)
            rest = {"cursor": first.json()["next_cursor"]}
            assert kinds(client.get("/v1/timeline", params=asked | rest)) == ["call"]
            notes = client.get("/v1/timeline", params=asked | {"kind": "note,interview"})
            assert kinds(notes) == ["note"]
            none = client.get("/v1/timeline", params=then | {"pool": empty})
            assert kinds(none) == []
