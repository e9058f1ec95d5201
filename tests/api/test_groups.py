from typing import Any

import httpx2
import pytest

NOBODY = "0198c2f0-0000-7000-8000-000000000000"


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    return client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]


def head(client: httpx2.Client) -> str:
    return client.get("/v1/tags").headers["Ledger-Position"]


def pages(client: httpx2.Client, path: str, **wanted: str) -> list[list[dict[str, Any]]]:
    """Return all pages of a list, two items each."""
    found: list[list[dict[str, Any]]] = []
    cursor: str | None = None
    while cursor or not found:
        more = {"cursor": cursor} if cursor else {}
        answer = client.get(path, params={"limit": "2", **wanted, **more})
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        cursor = answer.json()["next_cursor"]
    return found


def test_a_pool_is_opened_renamed_and_closed(client: httpx2.Client, ada: str) -> None:
    opened = client.post("/v1/pools", json={"name": "Platform", "description": "Berlin"})
    path = f"/v1/pools/{opened.json()['id']}"

    renamed = client.patch(path, json={"name": "Platform engineers"})
    same = client.patch(path, json={"name": "Platform engineers"})
    archived = client.post(f"{path}/archive")
    too_late = client.put(f"{path}/members/{ada}")

    assert (opened.status_code, opened.json()["is_archived"]) == (201, False)
    assert (renamed.json()["name"], renamed.json()["description"]) == (
        "Platform engineers",
        "Berlin",
    )
    assert same.headers["Ledger-Position"] == renamed.headers["Ledger-Position"] == "3"
    assert archived.json()["is_archived"]
    assert too_late.status_code == 409
    assert client.get(path).json() == archived.json()
    assert head(client) == "4"


def test_a_pool_that_was_closed_is_opened_again_and_takes_people_in(
    client: httpx2.Client, ada: str
) -> None:
    path = f"/v1/pools/{client.post('/v1/pools', json={'name': 'Platform'}).json()['id']}"
    client.post(f"{path}/archive")

    reopened = [client.post(f"{path}/reopen") for _ in range(2)]
    joined = client.put(f"{path}/members/{ada}")
    closed_again = client.post(f"{path}/archive")

    assert [answer.json()["is_archived"] for answer in reopened] == [False, False]
    assert reopened[0].headers["Ledger-Position"] == reopened[1].headers["Ledger-Position"]
    assert joined.status_code == 204
    assert closed_again.json()["is_archived"]


def test_candidates_join_and_leave_a_pool(client: httpx2.Client, ada: str) -> None:
    path = f"/v1/pools/{client.post('/v1/pools', json={'name': 'P'}).json()['id']}"

    joined = [client.put(f"{path}/members/{ada}") for _ in range(2)]
    (member,) = client.get(f"{path}/members").json()["items"]
    shown = client.get(f"/v1/candidates/{ada}").json()["pools"]
    size = client.get("/v1/pools").json()["items"][0]["member_count"]
    left = [client.delete(f"{path}/members/{ada}") for _ in range(2)]

    assert [answer.status_code for answer in joined + left] == [204] * 4
    assert (member["candidate_id"], member["name"], size) == (ada, "Ada", 1)
    assert [pool["name"] for pool in shown] == ["P"]
    assert client.get(f"{path}/members").json()["items"] == []
    assert head(client) == "4"


def test_pools_and_their_members_page(client: httpx2.Client) -> None:
    names = [f"pool {number}" for number in range(5)]
    ids = [client.post("/v1/pools", json={"name": name}).json()["id"] for name in names]
    people = [
        client.post("/v1/candidates", json={"name": str(number)}).json()["id"]
        for number in range(5)
    ]
    for person in people:
        client.put(f"/v1/pools/{ids[0]}/members/{person}")

    listed = pages(client, "/v1/pools")
    members = pages(client, f"/v1/pools/{ids[0]}/members")

    assert [[pool["name"] for pool in page] for page in listed] == [
        names[:2],
        names[2:4],
        names[4:],
    ]
    assert [m["candidate_id"] for page in members for m in page] == sorted(people)
    assert len(members) == 3


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/pools/{}"),
        ("PATCH", "/v1/pools/{}"),
        ("POST", "/v1/pools/{}/archive"),
        ("GET", "/v1/pools/{}/members"),
        ("PUT", "/v1/pools/{}/members/{}"),
        ("DELETE", "/v1/pools/{}/members/{}"),
        ("POST", "/v1/follow-ups/{}/done"),
        ("POST", "/v1/follow-ups/{}/cancel"),
        ("GET", "/v1/applications/{}"),
        ("POST", "/v1/applications/{}/move"),
        ("POST", "/v1/applications/{}/close"),
        ("POST", "/v1/applications/{}/reopen"),
        ("DELETE", "/v1/applications/{}"),
        ("GET", "/v1/merges/{}"),
        ("POST", "/v1/merges/{}/undo"),
        ("GET", "/v1/imports/{}"),
        ("POST", "/v1/imports/{}/revert"),
        ("POST", "/v1/imports/{}/reinstate"),
        ("POST", "/v1/views/nonsense/rebuild"),
        ("GET", "/v1/candidates/{}/timeline"),
        ("GET", "/v1/candidates/{}/facts"),
    ],
)
def test_what_nobody_knows_is_not_found(client: httpx2.Client, method: str, path: str) -> None:
    bodies = {"PATCH": {"name": "x"}, "move": {"stage": "x"}, "close": {"outcome": "hired"}}
    body = bodies.get(method) or bodies.get(path.rpartition("/")[2])

    answer = client.request(method, path.format(NOBODY, NOBODY), json=body)

    assert answer.status_code == 404, answer.text
    assert answer.json()["type"] == "urn:rapport:problem:unknown"
    assert answer.headers["Ledger-Position"] == "0"


def test_a_follow_up_is_promised_and_kept(client: httpx2.Client, ada: str) -> None:
    given = {"candidate_id": ada, "due_on": "2026-06-15", "about": "Send the contract"}
    promised = client.post("/v1/follow-ups", json=given)
    path = f"/v1/follow-ups/{promised.json()['id']}"

    done = [client.post(f"{path}/done") for _ in range(2)]
    cancelled = client.post(f"{path}/cancel", json={"reason": "late"})

    assert (promised.status_code, promised.json()["state"]) == (201, "open")
    assert [answer.json()["state"] for answer in done] == ["done", "done"]
    assert cancelled.status_code == 409
    assert client.get("/v1/follow-ups").json()["items"] == []
    assert client.get("/v1/follow-ups?state=done").json()["items"] == [done[0].json()]
    assert head(client) == "3"


def test_a_follow_up_is_cancelled_with_or_without_a_word(
    client: httpx2.Client, ada: str
) -> None:
    given = {"candidate_id": ada, "due_on": "2026-06-15", "about": "Send the contract"}
    ids = [client.post("/v1/follow-ups", json=given).json()["id"] for _ in range(2)]

    silent = client.post(f"/v1/follow-ups/{ids[0]}/cancel")
    because = client.post(f"/v1/follow-ups/{ids[1]}/cancel", json={"reason": "Moved"})

    assert [silent.json()["state"], because.json()["state"]] == ["cancelled", "cancelled"]


def test_follow_ups_page_with_the_most_urgent_first(client: httpx2.Client, ada: str) -> None:
    for day in ("19", "15", "17", "16", "18", "30"):
        given = {"candidate_id": ada, "due_on": f"2026-06-{day}", "about": day}
        client.post("/v1/follow-ups", json=given)

    found = pages(client, "/v1/follow-ups", due_until="2026-06-19")

    assert [[item["about"] for item in page] for page in found] == [
        ["15", "16"],
        ["17", "18"],
        ["19"],
    ]


def test_an_application_goes_through_its_stages(client: httpx2.Client, ada: str) -> None:
    opened = client.post(
        "/v1/applications", json={"candidate_id": ada, "opportunity": "Platform Engineer"}
    )
    path = f"/v1/applications/{opened.json()['id']}"

    moved = [client.post(f"{path}/move", json={"stage": "Interview"}) for _ in range(2)]
    closed = client.post(
        f"{path}/close", json={"outcome": "rejected", "rejection_reason": "Relocation"}
    )
    too_late = client.post(f"{path}/move", json={"stage": "Offer"})

    assert (opened.status_code, opened.json()["stage"]) == (201, "Applied")
    assert [answer.json()["stage"] for answer in moved] == ["Interview", "Interview"]
    assert (closed.json()["status"], closed.json()["rejection_reason"]) == (
        "rejected",
        "Relocation",
    )
    assert too_late.status_code == 409
    assert client.get(path).json() == closed.json()
    assert head(client) == "4"


def test_an_application_that_ended_is_taken_up_again_where_it_stood(
    client: httpx2.Client, ada: str
) -> None:
    asked = {"candidate_id": ada, "opportunity": "Platform Engineer", "stage": "Offer"}
    path = f"/v1/applications/{client.post('/v1/applications', json=asked).json()['id']}"
    ending = {"outcome": "rejected", "rejection_reason": "Relocation"}
    client.post(f"{path}/close", json=ending)
    assert client.get(f"/v1/candidates/{ada}").json()["stage"] == "new"

    reopened = [client.post(f"{path}/reopen") for _ in range(2)]
    told = reopened[0].json()

    assert (told["status"], told["stage"]) == ("active", "Offer")
    assert (told["rejection_reason"], told["closed_at"]) == (None, None)
    assert reopened[0].headers["Ledger-Position"] == reopened[1].headers["Ledger-Position"]
    assert client.get(f"/v1/candidates/{ada}").json()["stage"] == "active"
    closed = client.post(f"{path}/close", json={"outcome": "hired"}).json()
    assert (closed["status"], closed["rejection_reason"]) == ("hired", None)
    assert closed["closed_at"] is not None


def test_an_application_taken_back_is_none_and_its_history_stays(
    client: httpx2.Client, ada: str
) -> None:
    asked = {"candidate_id": ada, "opportunity": "Platform Engineer"}
    opened = client.post("/v1/applications", json=asked)
    path = f"/v1/applications/{opened.json()['id']}"
    then = opened.headers["Ledger-Position"]

    taken = [client.delete(path, params={"reason": "Her namesake"}) for _ in range(2)]

    assert [answer.status_code for answer in taken] == [204, 204]
    assert taken[0].headers["Ledger-Position"] == taken[1].headers["Ledger-Position"]
    assert client.get(path).status_code == 404
    assert client.get("/v1/applications").json()["items"] == []
    assert client.get(f"/v1/candidates/{ada}").json()["applications"] == []
    for what, body in (("move", {"stage": "Offer"}), ("close", {"outcome": "hired"})):
        assert client.post(f"{path}/{what}", json=body).status_code == 409
    assert client.post(f"{path}/reopen").status_code == 409
    assert client.get(path, params={"as_of": then}).json()["status"] == "active"
    lines = client.get(f"/v1/candidates/{ada}/timeline").json()["items"]
    assert [line["event_type"] for line in lines[:2]] == [
        "ApplicationRetracted",
        "ApplicationOpened",
    ]


def test_applications_are_listed_by_candidate_stage_and_status(
    client: httpx2.Client, ada: str
) -> None:
    grace = client.post("/v1/candidates", json={"name": "Grace"}).json()["id"]
    for person, role in ((ada, "a"), (grace, "b"), (ada, "c")):
        client.post("/v1/applications", json={"candidate_id": person, "opportunity": role})

    def roles(**wanted: str) -> list[list[str]]:
        found = pages(client, "/v1/applications", **wanted)
        return [[item["opportunity"] for item in page] for page in found]

    assert roles() == [["a", "b"], ["c"]]
    assert roles(candidate_id=ada) == [["a", "c"]]
    assert roles(stage="Offer") == [[]]
    assert roles(status="active") == [["a", "b"], ["c"]]


@pytest.mark.parametrize("path", ["follow-ups", "applications"])
def test_the_same_key_promises_and_applies_once(
    client: httpx2.Client, ada: str, path: str
) -> None:
    given = {
        "follow-ups": {"candidate_id": ada, "due_on": "2026-06-15", "about": "Call"},
        "applications": {"candidate_id": ada, "opportunity": "Platform"},
    }[path]
    key = {"Idempotency-Key": "once"}

    first = client.post(f"/v1/{path}", json=given, headers=key)
    again = client.post(f"/v1/{path}", json=given, headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert head(client) == "2"


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("pools", {"name": ""}),
        ("pools", {"name": "x" * 1_001}),
        ("follow-ups", {"candidate_id": NOBODY, "due_on": "2026-02-30", "about": "x"}),
        ("follow-ups", {"candidate_id": NOBODY, "due_on": "9999-01-01", "about": "x"}),
        ("applications", {"candidate_id": "x", "opportunity": "x"}),
        (f"candidates/{NOBODY}/merge", {"reason": "Same"}),
    ],
)
def test_what_cannot_be_is_refused(
    client: httpx2.Client, path: str, given: dict[str, Any]
) -> None:
    answer = client.post(f"/v1/{path}", json=given)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("#/")
    assert head(client) == "0"
