import hashlib
import io
import zipfile

import httpx2
import orjson
import pytest

EMPTY = hashlib.sha256().hexdigest()


@pytest.fixture
def three(client: httpx2.Client) -> httpx2.Client:
    """Return a client of a workspace with three events."""
    given = {"name": "Ada", "tags": ["remote", "senior"]}
    assert client.post("/v1/candidates", json=given).status_code == 201
    return client


def test_the_log_is_read_from_any_place_on(three: httpx2.Client) -> None:
    first = three.get("/v1/events?limit=2")
    rest = three.get("/v1/events?after=2")
    beyond = three.get("/v1/events?after=3")

    lines = [orjson.loads(line) for line in (first.content + rest.content).splitlines()]
    assert [line["position"] for line in lines] == [1, 2, 3]
    assert [line["event_type"] for line in lines] == ["CandidateAdded", "TagAdded", "TagAdded"]
    assert first.headers["Content-Type"] == "application/x-ndjson"
    assert (beyond.status_code, beyond.content) == (200, b"")
    assert beyond.headers["Ledger-Position"] == "3"


def test_the_export_is_the_whole_log_and_a_closing_line(three: httpx2.Client) -> None:
    answer = three.get("/v1/export?format=ndjson")

    *lines, closing = answer.content.splitlines(keepends=True)
    assert b"".join(lines) == three.get("/v1/events").content
    assert hashlib.sha256(b"".join(lines)).hexdigest() in closing.decode()
    assert answer.headers["Content-Disposition"].endswith('.ndjson"')
    assert answer.headers["Ledger-Position"] == "3"


def test_an_empty_ledger_exports_its_closing_line(client: httpx2.Client) -> None:
    (closing,) = client.get("/v1/export?format=ndjson").content.splitlines()

    assert EMPTY in closing.decode()


def test_profiles_and_timeline_come_as_tables(three: httpx2.Client) -> None:
    answer = three.get("/v1/export?format=csv")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) >= 2
        assert any(b"Ada" in archive.read(name) for name in archive.namelist())
    assert answer.headers["Content-Type"] == "application/zip"


def test_a_stream_that_nobody_reads_on_gives_its_connection_back(three: httpx2.Client) -> None:
    for _ in range(30):
        with three.stream("GET", "/v1/export") as answer:
            assert answer.status_code == 200

    assert three.get("/v1/tags").status_code == 200


def test_views_are_listed_and_rebuilt(three: httpx2.Client) -> None:
    before = {view["name"]: view for view in three.get("/v1/views").json()["items"]}

    answer = three.post("/v1/views/tags/rebuild")

    after = {view["name"]: view for view in three.get("/v1/views").json()["items"]}
    assert answer.json()["name"] == "tags"
    assert answer.json()["event_count"] >= 3
    assert after["tags"]["built_at"] > before["tags"]["built_at"]
    assert after["tags"]["digest"] == before["tags"]["digest"]
    assert len(three.get("/v1/tags").json()["items"]) == 2


def test_the_server_says_that_it_is_well(client: httpx2.Client) -> None:
    for path in ("/healthz", "/readyz"):
        assert client.get(path).json() == {"status": "ok"}


def test_the_documentation_comes_from_our_own_files(client: httpx2.Client) -> None:
    page = client.get("/docs")

    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    for part in ("init.js", "swagger-ui.css", "swagger-ui-bundle.js"):
        assert f"/docs/{part}" in page.text or part == "init.js"
        assert client.get(f"/docs/{part}").status_code == 200
    assert client.get("/docs/..%2FREADME").status_code == 404


def test_the_description_names_every_route_with_examples_and_problems(
    client: httpx2.Client,
) -> None:
    described = client.get("/openapi.json").json()

    operations = [each for path in described["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names)) >= 50
    assert {"record_engagement", "read_candidate", "import_file"} <= set(names)
    for name, schema in described["components"]["schemas"].items():
        if name.startswith("New") or name.endswith("Changes"):
            assert schema["examples"], name
    for each in operations:
        assert "201" not in each["responses"] or "200" in each["responses"]
        problems = [r for status, r in each["responses"].items() if status >= "4"]
        assert problems
        assert all("application/problem+json" in problem["content"] for problem in problems)


def test_the_export_is_an_archive_if_nothing_else_is_asked(three: httpx2.Client) -> None:
    answer = three.get("/v1/export")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert "data/events/events-000001.ndjson" in archive.namelist()
        assert b"rapport-archive/1" in archive.read("bag-info.txt")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].endswith('.zip"')


def test_an_increment_and_one_persons_record_are_asked_for_one_at_a_time(
    three: httpx2.Client,
) -> None:
    (ada,) = three.get("/v1/candidates").json()["items"]
    increment = three.get("/v1/export?since=2")
    record = three.get(f"/v1/export?candidate_ids={ada['id']}")

    with zipfile.ZipFile(io.BytesIO(increment.content)) as archive:
        assert b"Rapport-First-Position: 3\n" in archive.read("bag-info.txt")
    with zipfile.ZipFile(io.BytesIO(record.content)) as archive:
        assert "data/review.md" in archive.namelist()
    for wrong in (
        f"since=1&candidate_ids={ada['id']}",
        "since=1&format=ndjson",
        "since=1000",
        "since=-1",
    ):
        assert three.get(f"/v1/export?{wrong}").status_code == 422, wrong
    nobody = "018bcfe5-6800-7000-8000-000000000001"
    assert three.get(f"/v1/export?candidate_ids={nobody}").status_code == 404
