import time

import httpx2
import orjson
import pytest

ADA = {"type": "email", "value": "ada@example.com"}
GRACE = {"type": "email", "value": "grace@example.com"}
NOBODY = "0198c2f0-0000-7000-8000-000000000000"
CALL = {"kind": "call", "direction": "outbound", "subject": "Platform role"}


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    given = {"first_name": "Ada", "handles": [ADA]}
    return client.post("/v1/candidates", json=given).json()["id"]


def head(client: httpx2.Client) -> str:
    return client.get("/v1/tags").headers["Ledger-Position"]


def test_a_batch_says_of_each_line_what_became_of_it(client: httpx2.Client, ada: str) -> None:
    told = CALL | {"handle": ADA, "source": "dialler", "external_id": "1"}
    known = client.post("/v1/engagements", json=told).json()
    lines = [
        CALL | {"candidate_id": ada},
        told,
        CALL | {"handle": ADA, "source": "dialler", "external_id": "2"},
        CALL | {"handle": ADA, "source": "dialler", "external_id": "2"},
        CALL | {"handle": GRACE, "create": True},
        CALL | {"handle": GRACE},
        CALL | {"candidate_id": NOBODY},
        CALL | {"handle": {"type": "email", "value": "nobody@example.com"}},
        {"candidate_id": ada, "kind": "telepathy"},
        "no engagement",
        CALL | {"handle": {"type": "phone", "value": "1"}},
    ]

    answer = client.post("/v1/engagements/batch", json=lines)

    result = answer.json()
    assert answer.status_code == 200
    assert [item["index"] for item in result["items"]] == list(range(11))
    recorded, known_, refused = "recorded", "known", "refused"
    assert [item["status"] for item in result["items"]] == [
        *(recorded, known_, recorded, known_, recorded, recorded),
        *[refused] * 5,
    ]
    items = result["items"]
    assert (result["recorded"], result["known"], result["refused"]) == (4, 2, 5)
    assert items[1]["id"] == known["id"]
    assert items[2]["id"] == items[3]["id"]
    assert items[4]["candidate_id"] == items[5]["candidate_id"]
    assert [item["problem"]["status"] for item in items[6:]] == [404, 404, 422, 422, 422]
    assert items[8]["problem"]["errors"][0]["pointer"] == "#/kind"
    assert answer.headers["Ledger-Position"] == head(client) == "9"


def test_a_batch_of_lines_sent_again_records_nothing(client: httpx2.Client, ada: str) -> None:
    lines = [CALL | {"candidate_id": ada, "subject": str(number)} for number in range(3)]
    content = b"\n".join(orjson.dumps(line) for line in lines) + b"\n\n"
    headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "batch-1"}

    first = client.post("/v1/engagements/batch", content=content, headers=headers)
    again = client.post("/v1/engagements/batch", content=content, headers=headers)

    assert [item["status"] for item in first.json()["items"]] == ["recorded"] * 3
    assert [item["status"] for item in again.json()["items"]] == ["known"] * 3
    assert [item["id"] for item in again.json()["items"]] == [
        item["id"] for item in first.json()["items"]
    ]
    assert head(client) == "5"


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"[", "application/json", 400),
        (b"{}", "application/json", 422),
        (b"\xff", "application/json", 400),
        (b"[]", "text/plain", 415),
        (b"[" + b"1," * 10_000 + b"1]", "application/json", 413),
        (b" " * ((32 << 20) + 1), "application/json", 413),
    ],
)
def test_a_batch_that_is_none_is_refused(
    client: httpx2.Client, content: bytes, media_type: str, status: int
) -> None:
    answer = client.post(
        "/v1/engagements/batch", content=content, headers={"Content-Type": media_type}
    )

    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_line_that_is_no_json_is_refused_alone(client: httpx2.Client, ada: str) -> None:
    content = orjson.dumps(CALL | {"candidate_id": ada}) + b'\n{"kind": \n{"kind": "\\ud800"}'
    headers = {"Content-Type": "application/jsonl"}

    answer = client.post("/v1/engagements/batch", content=content, headers=headers)

    assert [item["status"] for item in answer.json()["items"]] == [
        "recorded",
        "refused",
        "refused",
    ]


def test_ten_thousand_engagements_are_recorded_at_thousands_a_second(
    client: httpx2.Client, ada: str
) -> None:
    lines = [
        CALL | {"candidate_id": ada, "source": "dialler", "external_id": str(number)}
        for number in range(10_000)
    ]

    started = time.monotonic()
    answer = client.post("/v1/engagements/batch", json=lines)
    elapsed = time.monotonic() - started

    assert answer.json()["recorded"] == 10_000
    # A fifth of what it does on a quiet machine: a test is no measurement.
    assert 10_000 / elapsed > 1_000
