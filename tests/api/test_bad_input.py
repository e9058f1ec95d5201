from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from api.installation import Installation
from ledger.database import Database
from ledger.recording import Ledger
from projections.knowledge import Knowledge

JSON = {"Content-Type": "application/json"}


def refused(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    return told


def wrote_nothing(client: httpx2.Client) -> bool:
    return client.get("/v1/tags").headers["Ledger-Position"] == "0"


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"",
        b'{"name": "\xff"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"nonsense",
        b'{"name": "a"} trailing',
    ],
)
def test_a_body_that_is_no_json_is_refused(client: httpx2.Client, content: bytes) -> None:
    answer = client.post("/v1/candidates", content=content, headers=JSON)

    refused(answer, 422 if content == b"" else 400)
    assert wrote_nothing(client)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"name": "a\x00b"}, "#/name"),
        ({"name": 7}, "#/name"),
        ({"name": ""}, "#/name"),
        ({"name": "x" * 1_001}, "#/name"),
        ({"surname": "Ada"}, "#/surname"),
        ({"a/b~c": "Ada", "name": "x"}, "#/a~1b~0c"),
        ({"name": "x", "skills": ["a", 1]}, "#/skills/1"),
        ({"name": "x", "employments": [{"company": "x"}]}, "#/employments/0/company"),
        ({"name": "x", "custom_fields": {"a": 1.5}}, "#/custom_fields/a"),
        ({"name": "x", "custom_fields": {"a": 2**53}}, "#/custom_fields/a"),
        ({"name": "x", "custom_fields": {"a": ["\x00"]}}, "#/custom_fields/a"),
        ({"name": "x", "origin": "heaven"}, "#/origin"),
        ({"handles": [{"type": "email"}]}, "#/handles/0/value"),
        ({"tags": ["x"] * 101}, "#/tags"),
        ({}, "#"),
    ],
)
def test_each_fault_is_named_by_its_place(
    client: httpx2.Client, given: dict[str, Any], pointer: str
) -> None:
    answer = client.post("/v1/candidates", json=given)

    told = refused(answer, 422)
    assert told["type"] == "urn:rapport:problem:invalid"
    assert pointer in [fault["pointer"] for fault in told["errors"]]
    assert all(fault["detail"] for fault in told["errors"])
    assert wrote_nothing(client)


@pytest.mark.parametrize(
    "content",
    [
        b'{"name": "\\ud800"}',
        b'{"\\ud800": "x"}',
        b'{"name": "x", "custom_fields": {"a": "\\udfff"}}',
        b'{"name": "x", "custom_fields": {"a": NaN}}',
        b'{"name": "x", "custom_fields": {"a": ' + b"[" * 300 + b"]" * 300 + b"}}",
    ],
)
def test_text_and_numbers_of_no_language_are_refused(
    client: httpx2.Client, content: bytes
) -> None:
    refused(client.post("/v1/candidates", content=content, headers=JSON), 422)
    assert wrote_nothing(client)


def test_a_body_without_its_type_is_refused_with_the_cure(client: httpx2.Client) -> None:
    told = refused(client.post("/v1/candidates", content=b'{"name": "Ada"}'), 415)

    assert "application/json" in told["detail"]


@pytest.mark.parametrize("length", [(1 << 20) + 1, 64 << 20])
def test_a_body_over_the_limit_is_refused(client: httpx2.Client, length: int) -> None:
    refused(client.post("/v1/candidates", content=b" " * length, headers=JSON), 413)


def test_a_body_of_untold_length_is_counted(client: httpx2.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * (1 << 15)

    refused(client.post("/v1/candidates", content=endless(), headers=JSON), 413)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/static/now/..%2f..%2fapp.py", 404),
        ("DELETE", "/v1/candidates", 405),
        ("GET", "/v1/candidates/not-an-id", 422),
        ("GET", "/v1/candidates?q=%00", 422),
        ("GET", "/v1/candidates?tag=a%00b", 422),
        ("GET", "/v1/candidates?pool=x", 422),
        ("GET", "/v1/candidates?sort=height", 422),
        ("GET", "/v1/candidates?page=2", 422),
        ("GET", "/v1/tags?limit=999999999999999999999", 422),
        ("GET", "/v1/events?after=-1", 422),
        ("GET", "/v1/events?after=99999999999999999999", 422),
        ("GET", "/v1/export?format=exe", 422),
        ("PUT", "/v1/candidates/0198c2f0-0000-7000-8000-000000000000/tags/a%00b", 422),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(
    client: httpx2.Client, method: str, path: str, status: int
) -> None:
    refused(client.request(method, path), status)


def test_a_query_with_odd_bytes_finds_nobody(client: httpx2.Client) -> None:
    for query in ("%ff", "%25", "_", "%5C", "%27%3B%20drop"):
        answer = client.get(f"/v1/candidates?q={query}")
        assert (answer.status_code, answer.json()["items"]) == (200, [])


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_a_foreign_host_is_refused(client: httpx2.Client, host: str) -> None:
    refused(client.get("/v1/tags", headers={"Host": host}), 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8321", "127.0.0.1", "[::1]:8321"])
def test_this_machine_is_let_in_by_every_name(client: httpx2.Client, host: str) -> None:
    assert client.get("/v1/tags", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_changes_nothing(
    client: httpx2.Client, told: dict[str, str]
) -> None:
    refused(client.post("/v1/pools", json={"name": "x"}, headers=told), 403)
    assert client.get("/v1/pools", headers=told).json()["items"] == []
    assert wrote_nothing(client)


def test_our_own_page_may_write(client: httpx2.Client) -> None:
    told = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}

    assert client.post("/v1/pools", json={"name": "x"}, headers=told).status_code == 201


def test_every_answer_is_guarded(client: httpx2.Client) -> None:
    answers = [
        client.get("/v1/tags"),
        client.get("/v1/nothing"),
        client.get("/v1/tags", headers={"Host": "evil.example"}),
        client.get("/v1/export?format=ndjson"),
        client.post("/v1/pools", content=b"{", headers=JSON),
    ]

    for answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "server" not in answer.headers


def test_a_database_that_is_away_is_said_so(
    client: httpx2.Client, server: uvicorn.Server, workspace: Installation
) -> None:
    app = server.config.app
    assert isinstance(app, FastAPI)
    away = Database("host=/nowhere")
    ledger = Ledger(away, workspace.workspace, lambda: Knowledge(away, workspace.workspace))
    app.state.installation = replace(workspace, database=away, ledger=ledger)

    read = client.get("/v1/tags")
    written = client.post("/v1/pools", json={"name": "x"})
    streamed = client.get("/v1/export?format=ndjson")
    ready = client.get("/readyz")

    for answer in (read, written, streamed, ready):
        told = refused(answer, 503)
        assert answer.headers["Retry-After"]
        assert told["type"] == "urn:rapport:problem:unavailable"
        assert "nowhere" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_a_fault_of_ours_shows_nothing_and_is_logged_by_its_place(
    client: httpx2.Client,
    server: uvicorn.Server,
    workspace: Installation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = server.config.app
    assert isinstance(app, FastAPI)
    app.state.installation = replace(workspace, ledger="a secret")  # pyright: ignore[reportArgumentType]

    answer = client.post("/v1/candidates", json={"name": "Ada Lovelace"})

    told = refused(answer, 503 if answer.status_code == 503 else 500)
    logged = caplog.text
    assert "secret" not in answer.text + logged
    assert "Ada" not in answer.text + logged
    assert told["title"]
    assert logged
