"""Over HTTP: who and what changed between two moments, and lists as they were."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.installation import Installation
from ledger.commands.candidates import AddCandidate
from ledger.commands.imports import RevertImport
from ledger.entries import Entry
from ledger.events import CandidateAdded
from ledger.ids import new_id
from ledger.words import CandidateId, Profile, StreamId
from tests.ledger.stories import brought_in, import_of, record

Added = dict[str, Any]
ANY = {"If-Match": "*"}


def _head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


def _diff(client: httpx2.Client, since: int | str, **more: Any) -> dict[str, Any]:
    answer = client.get("/v1/diff", params={"from": since, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _of(told: dict[str, Any], who: str) -> dict[str, Any]:
    (item,) = [each for each in told["items"] if each["candidate_id"] == who]
    return item


def _changes(item: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {each["what"]: (each["before"], each["after"]) for each in item["changes"]}


def test_somebody_new_and_somebody_changed_are_told_with_what_changed(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add(tags=["maths"])["id"]
    since = _head(client)
    client.patch(f"/v1/candidates/{ada}", json={"title": "Countess"}, headers=ANY)
    client.put(f"/v1/candidates/{ada}/tags/engines")
    client.delete(f"/v1/candidates/{ada}/tags/maths")
    body = {"candidate_id": ada, "kind": "call", "occurred_at": "2026-03-04T05:06:07Z"}
    client.post("/v1/engagements", json=body | {"direction": "outbound"})
    bob = add(first_name="Bob", handles=[{"type": "email", "value": "bob@example.org"}])["id"]

    told = _diff(client, since)

    assert (told["since"], told["until"]) == (since, _head(client))
    assert told["sum"]["candidate_count_before"] == 1
    assert told["sum"]["candidate_count_after"] == 2
    assert told["sum"]["people"]["added"] == 1
    assert told["sum"]["people"]["changed"] == 1
    assert told["sum"]["event_counts"]["EngagementRecorded"] == 1
    changes = _changes(_of(told, ada))
    assert changes["title"] == ("Analyst", "Countess")
    assert changes["tags"] == (["maths"], ["engines"])
    assert changes["engagement_count"] == (0, 1)
    assert changes["last_contacted_at"] == (None, "2026-03-04T05:06:07Z")
    assert "first_name" not in changes
    new = _of(told, bob)
    assert (new["how"], _changes(new)["handles"]) == ("added", ([], ["email:bob@example.org"]))


def test_between_one_moment_and_itself_nothing_changed(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    add()
    head = _head(client)

    told = _diff(client, head, to=head)

    assert told["items"] == []
    assert told["sum"]["event_counts"] == {}
    assert set(told["sum"]["people"].values()) == {0}


def test_a_merge_and_its_undoing_are_told_of_both(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add(location="London")["id"]
    before = _head(client)
    merged = client.post(
        f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": twin}
    ).json()
    between = _head(client)
    client.post(f"/v1/merges/{merged['merge_id']}/undo")

    joined = _diff(client, before, to=between)
    parted = _diff(client, between)

    assert (_of(joined, twin)["how"], _of(joined, twin)["merged_into"]) == ("merged", ada)
    assert _changes(_of(joined, ada))["location"] == (None, "London")
    assert _of(parted, twin)["how"] == "parted"
    assert _changes(_of(parted, ada))["location"] == ("London", None)
    # In the end nothing became of the twin, and no event is about them.
    in_all = _diff(client, before)["items"]
    assert [(each["candidate_id"], each["how"]) for each in in_all] == [(ada, "changed")]


def test_whom_a_reverted_import_had_added_is_gone(
    client: httpx2.Client, workspace: Installation
) -> None:
    who, import_id = CandidateId(new_id()), import_of(workspace, "one")
    added = CandidateAdded(profile=Profile(first_name="Eve"))
    brought_in(workspace, import_id, [Entry(added, StreamId(who), 1, candidate_id=who)])
    since = _head(client)
    record(workspace, RevertImport(import_id=import_id))

    told = _diff(client, since)

    assert (_of(told, str(who))["how"], _of(told, str(who))["name"]) == ("gone", "Eve")
    assert told["sum"]["people"]["gone"] == 1


def test_a_long_diff_is_read_page_by_page(
    client: httpx2.Client, workspace: Installation
) -> None:
    for number in range(7):
        record(workspace, AddCandidate(profile=Profile(first_name=f"P{number}")))

    pages: list[Any] = []
    cursor: str | None = None
    while True:
        told = _diff(client, 0, limit=3, **({"cursor": cursor} if cursor else {}))
        pages.append(told)
        cursor = told["next_cursor"]
        if cursor is None:
            break

    ids = [each["candidate_id"] for page in pages for each in page["items"]]
    assert [len(page["items"]) for page in pages] == [3, 3, 1]
    assert ids == sorted(set(ids))
    assert [page["sum"] is None for page in pages] == [False, True, True]


@pytest.mark.parametrize(
    "asked", [{}, {"from": "yesterday"}, {"from": "3", "to": "2"}, {"from": "-1"}]
)
def test_moments_that_make_no_sense_are_refused(
    client: httpx2.Client, add: Callable[..., Added], asked: dict[str, str]
) -> None:
    add(handles=[{"type": "email", "value": f"{uuid4()}@example.org"}], tags=["one"])

    answer = client.get("/v1/diff", params=asked)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_list_answers_as_it_would_have_then(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add(tags=["maths"])["id"]
    pool = client.post("/v1/pools", json={"name": "Engines"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{ada}")
    due = {"candidate_id": ada, "due_on": "2026-04-01", "about": "Referees"}
    follow_up = client.post("/v1/follow-ups", json=due).json()["id"]
    put_forward = {"candidate_id": ada, "opportunity": "Analyst", "stage": "screen"}
    application = client.post("/v1/applications", json=put_forward).json()["id"]
    spoke = {"candidate_id": ada, "kind": "call", "occurred_at": "2026-03-04T05:06:07Z"}
    engagement = client.post("/v1/engagements", json=spoke).json()["id"]
    paths = [
        "/v1/candidates",
        "/v1/candidates?q=ada",
        "/v1/candidates?tag=maths",
        f"/v1/candidates?pool={pool}",
        "/v1/candidates?sort=last_engaged",
        "/v1/candidates?sort=added",
        "/v1/tags",
        "/v1/pools",
        f"/v1/pools/{pool}",
        f"/v1/pools/{pool}/members",
        "/v1/follow-ups",
        "/v1/applications",
        f"/v1/applications/{application}",
        f"/v1/engagements/{engagement}",
        "/v1/timeline",
        "/v1/merges",
        "/v1/imports",
        "/v1/activity?from=2026-01-01&to=2026-12-31",
        f"/v1/candidates/{ada}/timeline",
        f"/v1/candidates/{ada}/facts",
    ]
    then, head = {path: client.get(path).json() for path in paths}, _head(client)

    client.patch(f"/v1/candidates/{ada}", json={"first_name": "Augusta"}, headers=ANY)
    client.put(f"/v1/candidates/{ada}/tags/engines")
    client.patch(f"/v1/pools/{pool}", json={"name": "Machines"})
    client.post(f"/v1/follow-ups/{follow_up}/done")
    client.post(f"/v1/applications/{application}/move", json={"stage": "offer"})
    client.patch(f"/v1/engagements/{engagement}", json={"kind": "meeting"})
    other = add(first_name="Adam")["id"]
    client.put(f"/v1/pools/{pool}/members/{other}")
    client.post(f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": other})

    for path in paths:
        joint = "&" if "?" in path else "?"
        answer = client.get(f"{path}{joint}as_of={head}")
        assert answer.status_code == 200, (path, answer.text)
        assert answer.json() == then[path], path
        assert answer.headers["Ledger-Position"] == str(head), path
        assert path == "/v1/imports" or client.get(path).json() != then[path], path


def test_a_list_of_the_past_is_paged_like_that_of_today(
    client: httpx2.Client, workspace: Installation
) -> None:
    for number in range(5):
        record(workspace, AddCandidate(profile=Profile(first_name=f"P{number}")))
    head = _head(client)
    record(workspace, AddCandidate(profile=Profile(first_name="P2b")))

    names: list[str] = []
    cursor: str | None = None
    while True:
        told = client.get(
            "/v1/candidates",
            params={"as_of": head, "limit": 2, **({"cursor": cursor} if cursor else {})},
        ).json()
        names += [each["name"] for each in told["items"]]
        cursor = told["next_cursor"]
        if cursor is None:
            break

    assert names == ["P0", "P1", "P2", "P3", "P4"]
