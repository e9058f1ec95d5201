from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Added = dict[str, Any]
NOBODY = "0198c2f0-0000-7000-8000-000000000000"


def email(address: str) -> dict[str, Any]:
    return {"type": "email", "value": address}


@pytest.mark.parametrize("mark", ["linkedin_name", "external_id"])
def test_marks_of_a_source_are_no_contact(add: Callable[..., Added], mark: str) -> None:
    told = add(handles=[{"type": mark, "value": "Ada Lovelace"}])

    assert told["social_media_addresses"] == []


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("linkedin", "https://www.linkedin.com/in/ada"),
        ("github", "https://github.com/ada"),
        ("twitter", "https://twitter.com/ada"),
        ("xing", "https://www.xing.com/profile/Ada"),
        ("stackoverflow", "https://stackoverflow.com/users/1/ada"),
        ("mastodon", "https://hachyderm.io/@ada"),
        ("bluesky", "https://bsky.app/profile/ada.example"),
        ("messenger", "xmpp:ada@example.com"),
        ("other", "Flickr: ada"),
    ],
)
def test_an_account_on_any_site_is_shown(
    add: Callable[..., Added], type_: str, value: str
) -> None:
    told = add(handles=[{"type": type_, "value": value}])

    [shown] = told["social_media_addresses"]
    assert (shown["type"], shown["value"]) == (type_, value)


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
