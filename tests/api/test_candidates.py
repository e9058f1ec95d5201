from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Added = dict[str, Any]
ADA = {"first_name": "Ada", "last_name": "Lovelace", "title": "Analyst"}
NOBODY = "0198c2f0-0000-7000-8000-000000000000"


@pytest.fixture
def add(client: httpx2.Client) -> Callable[..., Added]:
    def adding(**facts: Any) -> Added:
        answer = client.post("/v1/candidates", json=ADA | facts)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return adding


def email(address: str) -> dict[str, Any]:
    return {"type": "email", "value": address}


def test_a_candidate_is_entered_with_handles_and_tags(client: httpx2.Client) -> None:
    given = ADA | {
        "handles": [email("ada@example.com") | {"label": "work", "is_primary": True}],
        "tags": ["mathematics"],
        "source": "conference",
        "origin": "sourced",
    }

    answer = client.post("/v1/candidates", json=given)

    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/candidates/{told['id']}"
    assert answer.headers["Ledger-Position"] == "3"
    assert (told["name"], told["title"], told["tags"]) == (
        "Ada Lovelace",
        "Analyst",
        ["mathematics"],
    )
    (address,) = told["email_addresses"]
    assert address["value"] == "ada@example.com"
    assert (address["label"], address["is_primary"], address["status"]) == (
        "work",
        True,
        "current",
    )
    assert told["facts"]["title"] == {"value": "Analyst", "position": 1, "by_hand": True}
    assert (told["source"], told["origin"], told["version"]) == ("conference", "sourced", 1)


def test_marks_of_a_source_are_no_contact(add: Callable[..., Added]) -> None:
    told = add(handles=[{"type": "linkedin_name", "value": "Ada Lovelace"}])

    assert told["social_media_addresses"] == []


def test_a_candidate_of_whom_nothing_is_said_is_refused(client: httpx2.Client) -> None:
    answer = client.post("/v1/candidates", json={})

    assert answer.status_code == 422
    assert answer.headers["Ledger-Position"] == "0"


def test_the_same_call_with_the_same_key_enters_one_candidate(client: httpx2.Client) -> None:
    key = {"Idempotency-Key": "once"}
    first = client.post("/v1/candidates", json=ADA, headers=key)

    again = client.post("/v1/candidates", json=ADA, headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Ledger-Position"] == "1"


def test_a_key_used_before_for_something_else_is_refused(client: httpx2.Client) -> None:
    key = {"Idempotency-Key": "once"}
    client.post("/v1/candidates", json=ADA, headers=key)

    other = client.post("/v1/candidates", json={"name": "Grace"}, headers=key)
    pool = client.post("/v1/pools", json={"name": "Platform"}, headers=key)

    for answer in (other, pool):
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:rapport:problem:request-reused"
        assert answer.headers["Ledger-Position"] == "1"


def test_an_unknown_candidate_is_not_found(client: httpx2.Client) -> None:
    answer = client.get(f"/v1/candidates/{NOBODY}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:rapport:problem:unknown"


def test_facts_change_under_the_version_that_was_read(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    tag = client.get(path).headers["ETag"]

    answer = client.patch(
        path, json={"title": None, "location": "London"}, headers={"If-Match": tag}
    )

    told = answer.json()
    assert answer.status_code == 200
    assert (told["title"], told["location"], told["version"]) == (None, "London", 2)
    assert answer.headers["ETag"].startswith('"v2-')


def test_a_change_without_the_version_is_refused(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    answer = client.patch(f"/v1/candidates/{add()['id']}", json={"title": "Lead"})

    assert answer.status_code == 428
    assert answer.headers["Ledger-Position"] == "1"


@pytest.mark.parametrize("stale", ['"v1"', '"somebody else\'s"', "nonsense"])
def test_a_change_of_a_stale_version_is_refused_and_named(
    client: httpx2.Client, add: Callable[..., Added], stale: str
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    client.patch(path, json={"title": "Lead"}, headers={"If-Match": '"v1"'})

    answer = client.patch(path, json={"title": "Head"}, headers={"If-Match": stale})

    assert answer.status_code == 412
    assert answer.json()["version"] == 2
    assert answer.headers["Ledger-Position"] == "2"


def test_a_change_that_says_nothing_new_records_nothing(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"

    answer = client.patch(path, json={"title": "Analyst"}, headers={"If-Match": "*"})

    assert answer.status_code == 200
    assert answer.headers["Ledger-Position"] == "1"


def test_what_the_caller_has_already_is_not_sent_again(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    known = {"If-None-Match": client.get(path).headers["ETag"]}

    unchanged = client.get(path, headers=known)
    client.put(f"{path}/tags/remote")
    changed = client.get(path, headers=known)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == known["If-None-Match"]
    assert changed.status_code == 200


def test_a_candidate_is_read_as_of_a_position_and_an_instant(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"
    then = client.get("/v1/timeline").json()["items"][0]["recorded_at"]
    client.patch(path, json={"title": "Lead"}, headers={"If-Match": "*"})

    before = client.get(path, params={"as_of": "1"})
    at_that_time = client.get(path, params={"as_of": then})
    beyond = client.get(path, params={"as_of": "999999999999999999"})

    assert [answer.json()["title"] for answer in (before, at_that_time, beyond)] == [
        "Analyst",
        "Analyst",
        "Lead",
    ]
    assert before.headers["Ledger-Position"] == at_that_time.headers["Ledger-Position"] == "1"
    assert beyond.headers["Ledger-Position"] == "2"
    assert before.json()["version"] == 1
    assert client.get(path, params={"as_of": "0"}).status_code == 404


@pytest.mark.parametrize(
    "as_of",
    ["-1", "yesterday", "1.5", "2026-06-01T09:00:00", "2026-13-01T00:00:00Z", "", "9" * 19],
)
def test_a_malformed_as_of_is_refused_with_the_cure(
    client: httpx2.Client, add: Callable[..., Added], as_of: str
) -> None:
    answer = client.get(f"/v1/candidates/{add()['id']}", params={"as_of": as_of})

    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == "as_of"
    assert "2026-06-01T09:00:00Z" in fault["detail"]


def test_candidates_are_found_by_words_pool_and_tag(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add(tags=["remote"], handles=[email("ada@example.com")])
    add(first_name="Grace", last_name="Hopper")
    pool = client.post("/v1/pools", json={"name": "Platform"}).json()["id"]
    client.put(f"/v1/pools/{pool}/members/{ada['id']}")

    for wanted in (
        {"q": "LOVE ada@"},
        {"tag": "Remote"},
        {"pool": pool},
        {"q": "ada", "tag": "remote"},
    ):
        items = client.get("/v1/candidates", params=wanted).json()["items"]
        assert [item["name"] for item in items] == ["Ada Lovelace"], wanted
    assert client.get("/v1/candidates", params={"q": "nobody"}).json()["items"] == []


@pytest.mark.parametrize("sort", ["name", "last_engaged", "added"])
def test_a_list_pages_to_its_end_in_every_order(
    client: httpx2.Client, add: Callable[..., Added], sort: str
) -> None:
    people = [add(first_name=name, last_name=None)["id"] for name in "BDACE"]
    for person, day in zip(people[:3], ("02", "01", "03"), strict=True):
        given = {
            "candidate_id": person,
            "kind": "call",
            "occurred_at": f"2026-01-{day}T00:00:00Z",
        }
        client.post("/v1/engagements", json=given)

    pages: list[list[str]] = []
    cursor = None
    while cursor or not pages:
        wanted = {"sort": sort, "limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/candidates", params=wanted).json()
        pages.append([item["name"] for item in page["items"]])
        cursor = page["next_cursor"]

    expected = {
        "name": [["A", "B"], ["C", "D"], ["E"]],
        "last_engaged": [["A", "B"], ["D", "E"], ["C"]],
        "added": [["E", "C"], ["A", "D"], ["B"]],
    }
    assert pages == expected[sort]


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJ4Il0", "ø", "WyJuYW1lIiwiYSIsIngiXQ"])
def test_a_cursor_that_is_none_of_ours_is_refused(client: httpx2.Client, cursor: str) -> None:
    answer = client.get("/v1/candidates", params={"cursor": cursor})

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:rapport:problem:bad-cursor"


def test_a_cursor_of_another_order_is_refused(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    add()
    add()
    cursor = client.get("/v1/candidates?limit=1").json()["next_cursor"]

    answer = client.get("/v1/candidates", params={"sort": "added", "cursor": cursor})

    assert answer.status_code == 400


def test_the_relationship_says_who_owes_a_reply_and_how_warm_it_is(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]
    for direction, day in (("outbound", "01"), ("inbound", "02")):
        client.post(
            "/v1/engagements",
            json={
                "candidate_id": ada,
                "kind": "email",
                "direction": direction,
                "occurred_at": f"2026-06-{day}T09:00:00Z",
            },
        )

    stands = client.get(f"/v1/candidates/{ada}").json()["relationship"]

    assert stands["engagement_count"] == 2
    assert stands["reply_owed_by"] == "recruiter"
    assert stands["last_contacted_at"] == "2026-06-01T09:00:00Z"
    assert stands["last_replied_at"] == "2026-06-02T09:00:00Z"
    assert [count["direction"] for count in stands["counts"]] == ["inbound", "outbound"]
    assert 0 <= stands["warmth"]["score"] <= 100
    assert "13 weeks" in stands["warmth"]["explained"]


def test_an_attachment_is_noted_once_under_its_key(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}/attachments"
    given = {"filename": "cv.pdf", "type": "resume"}

    first = client.post(path, json=given, headers={"Idempotency-Key": "cv"})
    again = client.post(path, json=given, headers={"Idempotency-Key": "cv"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert client.post(f"/v1/candidates/{NOBODY}/attachments", json=given).status_code == 404


def test_a_handle_is_added_once_corrected_and_taken_off(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"

    added = client.post(f"{path}/handles", json=email("Ada@Example.com"))
    again = client.post(f"{path}/handles", json=email("ada@example.com"))
    handle = f"{path}/handles/{added.json()['id']}"
    corrected = client.patch(handle, json={"status": "outdated", "is_primary": True})
    removed = client.delete(handle)

    assert (added.status_code, again.status_code) == (201, 200)
    assert again.headers["Ledger-Position"] == "2"
    assert (corrected.json()["status"], corrected.json()["is_primary"]) == ("outdated", True)
    assert (removed.status_code, removed.headers["Ledger-Position"]) == (204, "4")
    assert client.get(path).json()["email_addresses"] == []
    assert client.delete(handle).status_code == 404


def test_a_handle_that_somebody_else_holds_is_refused_and_the_holder_named(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add(handles=[email("ada@example.com")])
    grace = add(first_name="Grace")

    answer = client.post(f"/v1/candidates/{grace['id']}/handles", json=email("ada@example.com"))

    told = answer.json()
    assert answer.status_code == 409
    assert told["candidate_id"] == ada["id"]
    assert told["handle_id"] == ada["email_addresses"][0]["id"]
    assert answer.headers["Ledger-Position"] == "3"


@pytest.mark.parametrize(
    "handle",
    [email("no address"), {"type": "phone", "value": "12"}, {"type": "email", "value": " "}],
)
def test_a_handle_that_can_be_none_is_refused(
    client: httpx2.Client, add: Callable[..., Added], handle: dict[str, str]
) -> None:
    answer = client.post(f"/v1/candidates/{add()['id']}/handles", json=handle)

    assert answer.status_code == 422
    assert answer.headers["Ledger-Position"] == "1"


def test_tags_are_put_on_taken_off_and_counted(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    path = f"/v1/candidates/{add()['id']}"

    answers = [
        client.put(f"{path}/tags/c%2Fc++"),
        client.put(f"{path}/tags/C%2FC++"),
        client.put(f"{path}/tags/remote"),
        client.delete(f"{path}/tags/Remote"),
        client.delete(f"{path}/tags/remote"),
    ]

    assert [answer.status_code for answer in answers] == [204] * 5
    assert [answer.headers["Ledger-Position"] for answer in answers] == [
        "2",
        "2",
        "3",
        "4",
        "4",
    ]
    assert client.get("/v1/tags").json()["items"] == [{"tag": "c/c++", "candidate_count": 1}]
    assert client.put(f"/v1/candidates/{NOBODY}/tags/x").status_code == 404


def test_tags_page_in_alphabetical_order(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    add(tags=["b", "a", "c"])

    first = client.get("/v1/tags?limit=2").json()
    second = client.get(
        "/v1/tags", params={"limit": "2", "cursor": first["next_cursor"]}
    ).json()

    assert [tag["tag"] for tag in first["items"] + second["items"]] == ["a", "b", "c"]
    assert second["next_cursor"] is None


def test_merged_candidates_are_read_as_one_and_as_two_again(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada, twin = add()["id"], add(location="London", tags=["remote"])["id"]
    given = {"primary_candidate_id": ada, "duplicate_candidate_id": twin}

    merged = client.post("/v1/merges", json=given)
    again = client.post("/v1/merges", json=given)
    as_one = client.get(f"/v1/candidates/{twin}").json()
    undone = client.delete(f"/v1/merges/{merged.json()['id']}")
    as_two = client.get(f"/v1/candidates/{ada}").json()

    assert (merged.status_code, again.status_code) == (201, 200)
    assert again.json() == merged.json()
    assert (as_one["id"], as_one["location"], as_one["merged_ids"]) == (ada, "London", [twin])
    assert (undone.status_code, as_two["location"], as_two["merged_ids"]) == (204, None, [])
    assert client.get(f"/v1/merges/{merged.json()['id']}").json()["state"] == "unmerged"
    assert [item["id"] for item in client.get("/v1/merges").json()["items"]] == [
        merged.json()["id"]
    ]
    then = client.get(f"/v1/candidates/{twin}?as_of={merged.headers['Ledger-Position']}").json()
    assert then["id"] == ada


def test_a_merge_needs_two_known_candidates(
    client: httpx2.Client, add: Callable[..., Added]
) -> None:
    ada = add()["id"]

    def merge(duplicate: str) -> int:
        given = {"primary_candidate_id": ada, "duplicate_candidate_id": duplicate}
        return client.post("/v1/merges", json=given).status_code

    assert merge(ada) == 422
    assert merge(NOBODY) == 404
    assert client.delete(f"/v1/merges/{NOBODY}").status_code == 404
    assert client.get("/v1/tags").headers["Ledger-Position"] == "1"
