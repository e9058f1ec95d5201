"""Whatever carries a key is done once, however often and by however many it is sent."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import RFC_4122, UUID, uuid4

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from api.installation import Installation
from api.once import REPLAYED, Call
from ledger.ids import CALL_PARTS_MAX, call_ids, new_id
from ledger.words import ActorId, WorkspaceId
from tests.talking import talking_to

Added = dict[str, Any]
ADA = {"first_name": "Ada", "last_name": "Lovelace"}
NOBODY = "0198c2f0-0000-7000-8000-000000000000"
KEY = "Idempotency-Key"


def head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x" * 256,
        '"unfinished',
        'in"side',
        "a,b",
        '""',
        '"a\\b"',
    ],
)
def test_a_key_that_is_none_is_refused(client: httpx2.Client, key: str) -> None:
    answer = client.post(
        "/v1/pools",
        json={"name": "x"},
        headers=[(KEY, key.encode("latin-1").decode("latin-1"))],
    )

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:rapport:problem:bad-key"
    assert head(client) == 0


def test_two_keys_are_none(client: httpx2.Client) -> None:
    answer = client.post("/v1/pools", json={"name": "x"}, headers=[(KEY, "a"), (KEY, "b")])

    assert answer.status_code == 400
    assert head(client) == 0


_A_UUID = "3b9d1c52-6f1e-4f0a-8f7e-2a4d5c6b7e80"


@pytest.mark.parametrize(
    "key", ["x", "x" * 255, "two words", '"two words"', '"a\\"b"', _A_UUID]
)
def test_a_key_is_taken_as_it_is(client: httpx2.Client, key: str) -> None:
    first, again = (
        client.post("/v1/pools", json={"name": "x"}, headers={KEY: key}) for _ in range(2)
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert head(client) == 1


@pytest.fixture
def calls(client: httpx2.Client) -> Sequence[tuple[str, str, Any]]:
    """Return one call of each kind that records something, and may."""

    def made(path: str, **given: Any) -> str:
        answer = client.post(path, json=given)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    ada, bob = (made("/v1/candidates", first_name=name) for name in ("Ada", "Bob"))
    cleo, dan = (made("/v1/candidates", first_name=name) for name in ("Cleo", "Dan"))
    pool = made("/v1/pools", name="Platform")
    promise = {"candidate_id": ada, "due_on": "2027-01-01", "about": "Porto"}
    considered = {"candidate_id": ada, "opportunity": "Lead"}
    rule = {"name": "Two years", "months": 24}
    email = {"type": "email", "value": "ada@example.com"}
    done, dropped = (made("/v1/follow-ups", **promise) for _ in range(2))
    moved, closed = (made("/v1/applications", **considered) for _ in range(2))
    met = made("/v1/engagements", candidate_id=ada, kind="call")
    pair = {"primary_candidate_id": cleo, "other_candidate_id": dan, "decision": "apart"}
    return [
        ("POST", "/v1/candidates", ADA),
        ("POST", "/v1/engagements", {"candidate_id": ada, "kind": "note"}),
        ("POST", "/v1/engagements/batch", [{"candidate_id": ada, "kind": "note"}] * 2),
        ("POST", "/v1/pools", {"name": "Other"}),
        ("POST", "/v1/follow-ups", promise),
        ("POST", "/v1/applications", considered),
        ("POST", "/v1/retention-rules", rule),
        ("POST", "/v1/duplicates/decisions", pair),
        ("POST", f"/v1/candidates/{ada}/attachments", {"filename": "a.pdf", "type": "resume"}),
        ("POST", f"/v1/candidates/{ada}/handles", email),
        ("POST", f"/v1/candidates/{ada}/merge", {"duplicate_candidate_id": bob}),
        ("POST", f"/v1/pools/{pool}/archive", None),
        ("POST", f"/v1/follow-ups/{done}/done", None),
        ("POST", f"/v1/follow-ups/{dropped}/cancel", {"reason": "moved"}),
        ("POST", f"/v1/applications/{moved}/move", {"stage": "Interview"}),
        ("POST", f"/v1/applications/{closed}/close", {"outcome": "withdrawn"}),
        ("POST", f"/v1/applications/{closed}/reopen", None),
        ("DELETE", f"/v1/applications/{closed}", None),
        ("PATCH", f"/v1/candidates/{ada}", {"title": "Lead"}),
        ("PATCH", f"/v1/engagements/{met}", {"subject": "Porto"}),
        ("PATCH", f"/v1/pools/{pool}", {"name": "Newer"}),
        ("PUT", f"/v1/candidates/{ada}/tags/remote", None),
        ("PUT", f"/v1/candidates/{ada}/do-not-contact", {}),
        ("DELETE", f"/v1/engagements/{met}", None),
    ]


def test_whatever_is_recorded_is_recorded_once_under_its_key(
    client: httpx2.Client, calls: Sequence[tuple[str, str, Any]]
) -> None:
    for number, (method, path, asked) in enumerate(calls):
        told = {KEY: f"call-{number}", "If-Match": "*"}
        first = client.request(method, path, json=asked, headers=told)
        after = head(client)
        again = client.request(method, path, json=asked, headers=told)

        assert first.is_success, (method, path, first.text)
        assert again.is_success, (method, path, again.text)
        assert again.headers[REPLAYED] == "true", (method, path)
        assert REPLAYED not in first.headers, (method, path)
        assert head(client) == after, (method, path)
        if first.content and "id" in first.json():
            assert again.json()["id"] == first.json()["id"], (method, path)


def test_a_key_belongs_to_one_method_path_query_and_body(
    client: httpx2.Client, calls: Sequence[tuple[str, str, Any]]
) -> None:
    told = {KEY: "one", "If-Match": "*"}
    assert client.post("/v1/pools", json={"name": "First"}, headers=told).status_code == 201
    before = head(client)

    for method, path, asked in calls:
        other = client.request(method, path, json=asked, headers=told)
        assert other.status_code == 422, (method, path, other.text)
        assert other.json()["type"] == "urn:rapport:problem:request-reused"
    spaced = client.post("/v1/pools", content=b'{"name":"First"} ', headers=told | JSON)
    assert spaced.status_code == 422
    assert head(client) == before


JSON = {"Content-Type": "application/json"}


def test_a_refused_call_leaves_its_key_free(client: httpx2.Client) -> None:
    told = {KEY: "again"}
    refused = client.post("/v1/pools", json={"name": ""}, headers=told)

    mended = client.post("/v1/pools", json={"name": "Platform"}, headers=told)

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert REPLAYED not in mended.headers


def test_a_repeat_of_a_batch_records_none_of_its_lines_again(client: httpx2.Client) -> None:
    ada = client.post("/v1/candidates", json=ADA).json()["id"]
    lines = [{"candidate_id": ada, "kind": "note", "body": f"{n}"} for n in range(300)]
    lines[7]["candidate_id"] = NOBODY

    first, again = (
        client.post("/v1/engagements/batch", json=lines, headers={KEY: "b"}) for _ in range(2)
    )

    assert (first.json()["recorded"], first.json()["refused"]) == (299, 1)
    assert (again.json()["recorded"], again.json()["known"]) == (0, 299)
    assert [each.get("id") for each in first.json()["items"]] == [
        each.get("id") for each in again.json()["items"]
    ]
    assert head(client) == 300


def test_a_key_under_way_is_said_to_be(client: httpx2.Client, workspace: Installation) -> None:
    with workspace.database.owner() as owner, owner.transaction():
        # Whoever holds the head keeps every writer waiting.
        owner.execute(
            "select from ledger.heads where workspace_id = %s for update",
            (workspace.workspace,),
        )
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(
                client.post, "/v1/pools", json={"name": "x"}, headers={KEY: "slow"}
            )
            _until_somebody_waits(owner)
            statuses = _until_conflict(client)
            owner.execute("rollback")
            assert first.result().status_code in {201, 200}

    assert statuses[-1] == 409
    assert head(client) == 1
    again = client.post("/v1/pools", json={"name": "x"}, headers={KEY: "slow"})
    assert (again.status_code, again.headers[REPLAYED]) == (200, "true")


def _until_somebody_waits(owner: Connection[Any]) -> None:
    waiting = "select from pg_locks where not granted"
    until = time.monotonic() + 60
    while not owner.execute(waiting).fetchall():
        assert time.monotonic() < until, "The first call waits for nobody."
        time.sleep(0.01)


def _until_conflict(client: httpx2.Client) -> list[int]:
    statuses: list[int] = []
    with talking_to(client.base_url, cookies=client.cookies, timeout=1) as other:
        for _ in range(50):
            answer = other.post("/v1/pools", json={"name": "x"}, headers={KEY: "slow"})
            statuses.append(answer.status_code)
            if answer.status_code == 409:
                assert answer.json()["type"] == "urn:rapport:problem:still-under-way"
                break
    return statuses


def test_a_key_of_one_workspace_or_caller_never_meets_anothers() -> None:
    here, there = WorkspaceId(new_id()), WorkspaceId(new_id())
    me, you = ActorId(new_id()), ActorId(new_id())
    calls = [Call(b"one", b"POST /v1/pools?\n", set()) for _ in range(3)]
    for call, whose in zip(calls, [(here, me), (there, me), (here, you)], strict=True):
        call.begin(*whose, b"{}")

    # The upper half of the id is the key's; only within one of them are calls compared.
    assert len({call.request_id(0).int >> 64 for call in calls}) == 3


@pytest.mark.parametrize("part", [0, CALL_PARTS_MAX - 1])
@pytest.mark.parametrize("fingerprint", [0, 1, (1 << 38) - 1, 1 << 512])
def test_every_part_of_a_call_lies_in_the_range_of_its_key(fingerprint: int, part: int) -> None:
    least, first, greatest = call_ids(new_id(), fingerprint)

    found = UUID(int=first.int + part)
    assert least <= found <= greatest
    assert (found.version, found.variant) == (8, RFC_4122)
    assert found.int // CALL_PARTS_MAX == first.int // CALL_PARTS_MAX


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    sends=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=2, max_size=12),
    kind=st.sampled_from(["/v1/pools", "/v1/candidates", "/v1/engagements"]),
)
def test_any_repeats_in_any_interleaving_record_once(
    client: httpx2.Client, sends: list[tuple[int, int]], kind: str
) -> None:
    """Two threads send calls of up to three keys in any order; each key records once."""
    run = uuid4().hex
    ada = client.post("/v1/candidates", json=ADA).json()["id"]
    asked: dict[str, Callable[[int], Any]] = {
        "/v1/pools": lambda which: {"name": f"Pool {which}"},
        "/v1/candidates": lambda which: {"first_name": f"Ada {which}"},
        "/v1/engagements": lambda which: {
            "candidate_id": ada,
            "kind": "note",
            "body": str(which),
        },
    }
    before = head(client)
    started = threading.Barrier(2)

    def send(mine: int) -> list[tuple[int, int, str]]:
        with talking_to(client.base_url, cookies=client.cookies) as own:
            started.wait()
            heard: list[tuple[int, int, str]] = []
            for which in [key for key, thread in sends if thread == mine]:
                answer = own.post(
                    kind, json=asked[kind](which), headers={KEY: f"{run}-{which}"}
                )
                heard.append((which, answer.status_code, answer.json().get("id", "")))
            return heard

    with ThreadPoolExecutor(2) as threads:
        heard = [each for told in threads.map(send, range(2)) for each in told]

    assert {status for _, status, _ in heard} <= {200, 201, 409}
    ids = {(which, id_) for which, status, id_ in heard if status != 409}
    assert len(ids) == len({which for which, _ in ids}) == head(client) - before
    assert sum(status == 201 for _, status, _ in heard) == len(ids)
