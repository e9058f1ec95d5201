"""Whoever says what they had read is told where somebody else was first, and what they did."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.talking import talking_to

ADA = {"first_name": "Ada", "last_name": "Lovelace", "title": "Analyst"}
RULE = {"name": "Two years", "months": 24}
Change = tuple[str, str, Any, Any]


def made(client: httpx2.Client, path: str, **given: Any) -> httpx2.Response:
    answer = client.post(path, json=given)
    assert answer.status_code == 201, answer.text
    return answer


def head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


@pytest.fixture
def changes(client: httpx2.Client) -> Sequence[tuple[str, Change, Change]]:
    """Return things with their ETag, and for each two changes: somebody else's and ours.

    A change is a method, an address, what is asked and a word for the test's failure.
    """
    ada = made(client, "/v1/candidates", **ADA).json()["id"]
    other = made(client, "/v1/candidates", first_name="Bob").json()["id"]
    engagement = made(client, "/v1/engagements", candidate_id=ada, kind="call").json()["id"]
    pool = made(client, "/v1/pools", name="Platform")
    rule = made(client, "/v1/retention-rules", **RULE)
    done, dropped = (
        made(client, "/v1/follow-ups", candidate_id=ada, due_on="2027-01-01", about="Porto")
        for _ in range(2)
    )
    considered = made(client, "/v1/applications", candidate_id=ada, opportunity="Lead")
    met = f"/v1/engagements/{engagement}"
    pools, rules = f"/v1/pools/{pool.json()['id']}", f"/v1/retention-rules/{rule.json()['id']}"
    application = f"/v1/applications/{considered.json()['id']}"
    merge = made(client, f"/v1/candidates/{ada}/merge", duplicate_candidate_id=other)
    merged = f"/v1/merges/{merge.json()['merge_id']}"
    kept, cancelled = (f"/v1/follow-ups/{each.json()['id']}" for each in (done, dropped))
    return [
        (
            client.get(met).headers["ETag"],
            ("PATCH", met, {"subject": "Porto"}, ["subject"]),
            ("PATCH", met, {"body": "Yes"}, ["body"]),
        ),
        (
            client.get(met).headers["ETag"],
            ("PATCH", met, {"body": "No"}, ["body"]),
            ("DELETE", met, None, []),
        ),
        (
            pool.headers["ETag"],
            ("PATCH", pools, {"name": "Newer"}, ["name"]),
            ("PATCH", pools, {"name": "Newest"}, ["name"]),
        ),
        (
            pool.headers["ETag"],
            ("PATCH", pools, {"name": "Newest of all"}, ["name"]),
            ("POST", f"{pools}/archive", None, []),
        ),
        (
            rule.headers["ETag"],
            ("PUT", rules, RULE | {"months": 12}, None),
            ("PUT", rules, RULE | {"months": 6}, None),
        ),
        (
            rule.headers["ETag"],
            ("PUT", rules, RULE | {"months": 3}, None),
            ("DELETE", rules, None, []),
        ),
        (
            considered.headers["ETag"],
            ("POST", f"{application}/move", {"stage": "Interview"}, ["stage"]),
            ("POST", f"{application}/move", {"stage": "Offer"}, ["stage"]),
        ),
        (
            considered.headers["ETag"],
            ("POST", f"{application}/move", {"stage": "Trial"}, ["stage"]),
            ("POST", f"{application}/close", {"outcome": "hired"}, ["outcome"]),
        ),
        (
            considered.headers["ETag"],
            ("POST", f"{application}/move", {"stage": "Second trial"}, ["stage"]),
            ("POST", f"{application}/reopen", None, []),
        ),
        (
            considered.headers["ETag"],
            ("POST", f"{application}/move", {"stage": "Third trial"}, ["stage"]),
            ("DELETE", application, None, []),
        ),
        (
            done.headers["ETag"],
            ("POST", f"{kept}/done", None, []),
            ("POST", f"{kept}/cancel", None, []),
        ),
        (
            dropped.headers["ETag"],
            ("POST", f"{cancelled}/cancel", {"reason": "moved"}, ["reason"]),
            ("POST", f"{cancelled}/done", None, []),
        ),
        (
            client.get(merged).headers["ETag"],
            ("POST", f"{merged}/undo", {"reason": "two people"}, ["reason"]),
            ("POST", f"{merged}/undo", None, []),
        ),
    ]


def test_whoever_read_an_earlier_version_is_told_what_changed_since(
    client: httpx2.Client, changes: Sequence[tuple[str, Change, Change]]
) -> None:
    for tag, (method, path, asked, fields), (mine, where, wanted, _) in changes:
        theirs = client.request(method, path, json=asked)
        assert theirs.is_success, (path, theirs.text)
        before = head(client)

        answer = client.request(mine, where, json=wanted, headers={"If-Match": tag})

        told = answer.json()
        assert answer.status_code == 412, (where, answer.text)
        assert told["type"] == "urn:rapport:problem:stale-version"
        assert told["etag"] == answer.headers["ETag"] == f'"v{told["version"]}"'
        assert told["expected"] < told["version"]
        last = told["changes"][-1]
        assert last["version"] == told["version"]
        assert last["position"] == before
        assert last["actor_id"]
        assert last["recorded_at"]
        assert fields is None or last["fields"] == fields, where
        assert head(client) == before, where


def test_whoever_read_the_present_version_changes_it(
    client: httpx2.Client, changes: Sequence[tuple[str, Change, Change]]
) -> None:
    seen: set[str] = set()
    for tag, (method, path, asked, _), _ in changes:
        if path in seen:
            continue
        answer = client.request(method, path, json=asked, headers={"If-Match": tag})

        assert answer.is_success, (path, answer.text)
        seen.add(path)
        if path.endswith("/move"):
            # The answer's own tag is the next one's to send.
            again = client.request(
                method, path, json={"stage": "x"}, headers={"If-Match": answer.headers["ETag"]}
            )
            assert again.is_success


def test_the_changes_named_are_those_after_the_version_that_was_read(
    client: httpx2.Client,
) -> None:
    path = f"/v1/candidates/{made(client, '/v1/candidates', **ADA).json()['id']}"
    for title in ("Lead", "Head"):
        client.patch(path, json={"title": title}, headers={"If-Match": "*"})
    client.patch(path, json={"location": "London"}, headers={"If-Match": "*"})

    at = {
        version: client.patch(
            path, json={"title": "Chief"}, headers={"If-Match": f'"v{version}"'}
        ).json()
        for version in (1, 3)
    }

    assert [each["fields"] for each in at[1]["changes"]] == [["title"], ["title"], ["location"]]
    assert [each["position"] for each in at[3]["changes"]] == [4]
    # Which fields, but not what they say.
    assert "London" not in str(at)


def test_a_tag_of_nobodys_is_stale_and_nothing_is_said_of_changes(
    client: httpx2.Client,
) -> None:
    path = f"/v1/candidates/{made(client, '/v1/candidates', **ADA).json()['id']}"

    answer = client.patch(path, json={"title": "Lead"}, headers={"If-Match": '"abc"'})

    assert answer.status_code == 412
    assert "changes" not in answer.json()


def test_a_change_of_facts_without_the_header_is_told_the_tag(client: httpx2.Client) -> None:
    path = f"/v1/candidates/{made(client, '/v1/candidates', **ADA).json()['id']}"

    refused = client.patch(path, json={"title": "Lead"})
    mended = client.patch(
        path, json={"title": "Lead"}, headers={"If-Match": refused.json()["etag"]}
    )

    assert refused.status_code == 428
    assert refused.headers["ETag"] == '"v1"'
    assert mended.status_code == 200


def test_of_what_is_not_there_no_version_is_compared(client: httpx2.Client) -> None:
    nobody = "0198c2f0-0000-7000-8000-000000000000"

    for method, path, asked in (
        ("PATCH", f"/v1/pools/{nobody}", {"name": "x"}),
        ("PATCH", f"/v1/engagements/{nobody}", {"body": "x"}),
        ("POST", f"/v1/follow-ups/{nobody}/done", None),
        ("PATCH", f"/v1/candidates/{nobody}", {"title": "x"}),
    ):
        answer = client.request(method, path, json=asked, headers={"If-Match": '"v1"'})
        assert answer.status_code == 404, path
    assert client.patch(f"/v1/candidates/{nobody}", json={"title": "x"}).status_code == 404


def test_of_many_who_read_the_same_version_one_changes_it(client: httpx2.Client) -> None:
    pool = made(client, "/v1/pools", name="Platform")
    path, tag = f"/v1/pools/{pool.json()['id']}", pool.headers["ETag"]

    def rename(number: int) -> int:
        with talking_to(client.base_url, cookies=client.cookies) as own:
            given = {"name": f"Pool {number}"}
            return own.patch(path, json=given, headers={"If-Match": tag}).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = sorted(threads.map(rename, range(16)))

    assert statuses == [200] + [412] * 15
    assert client.get(path).json()["version"] == 2


def test_a_repeat_is_no_change_of_a_stale_version(client: httpx2.Client) -> None:
    pool = made(client, "/v1/pools", name="Platform")
    path = f"/v1/pools/{pool.json()['id']}"
    told = {"If-Match": pool.headers["ETag"], "Idempotency-Key": "rename"}

    statuses = [
        client.patch(path, json={"name": "x"}, headers=told).status_code for _ in range(2)
    ]

    assert statuses == [200, 200]
