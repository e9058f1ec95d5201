import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.installation import Installation
from api.routes import imports

CONNECTIONS = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some emails are missing."\n'
    "\n"
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Lovelace,https://www.linkedin.com/in/ada,ada@example.com,Engines,Analyst,02 Jan 2024\n"
    "Grace,Hopper,https://www.linkedin.com/in/grace,,Navy,Admiral,03 Jan 2024\n"
)


@pytest.fixture
def archive() -> bytes:
    """Return a small export."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("Connections.csv", CONNECTIONS)
    return file.getvalue()


def head(client: httpx2.Client) -> int:
    return int(client.get("/v1/tags").headers["Ledger-Position"])


def names(client: httpx2.Client) -> list[str]:
    return [item["name"] for item in client.get("/v1/candidates").json()["items"]]


def test_an_export_is_brought_in_once(client: httpx2.Client, archive: bytes) -> None:
    first = client.post("/v1/imports", files={"file": ("export.zip", archive)})
    after_first = head(client)
    again = client.post("/v1/imports?filename=other.zip", content=archive)

    report = first.json()
    assert first.status_code == 201, first.text
    assert (report["filename"], report["rows_read"], report["recorded"]) == ("export.zip", 2, 2)
    assert names(client) == ["Ada Lovelace", "Grace Hopper"]
    assert int(first.headers["Ledger-Position"]) == after_first
    assert again.status_code == 200
    assert (again.json()["recorded"], again.json()["already_known"]) == (0, 2)
    assert head(client) == after_first


def test_a_dry_run_reports_and_writes_nothing(client: httpx2.Client, archive: bytes) -> None:
    answer = client.post("/v1/imports?dry_run=true", files={"file": ("export.zip", archive)})

    assert answer.status_code == 200
    assert answer.json()["rows_read"] == 2
    assert head(client) == 0


def test_an_import_is_read_reverted_and_reinstated(
    client: httpx2.Client, archive: bytes
) -> None:
    import_id = client.post("/v1/imports?filename=e.zip", content=archive).json()["import_id"]
    path = f"/v1/imports/{import_id}"

    read = client.get(path).json()
    reverted = client.post(f"{path}/revert", json={"reason": "Wrong file"})
    nobody = names(client)
    reinstated = client.post(f"{path}/reinstate")

    assert (read["state"], read["report"]["rows_read"]) == ("completed", 2)
    assert (reverted.json()["state"], nobody) == ("reverted", [])
    assert reinstated.json()["state"] == "completed"
    assert names(client) == ["Ada Lovelace", "Grace Hopper"]
    assert [item["id"] for item in client.get("/v1/imports").json()["items"]] == [import_id]


def test_a_file_that_came_twice_tells_what_it_brought_in_all(
    client: httpx2.Client, archive: bytes
) -> None:
    table = (
        b"First Name,Last Name,Email\nAda,Lovelace,ada@example.com\nBea,Klein,bea@example.com"
    )
    other = client.post("/v1/imports?filename=e.zip", content=archive).json()["import_id"]
    first = client.post("/v1/imports?filename=people.csv", content=table).json()
    client.post(f"/v1/imports/{other}/revert")
    # The address by which Ada was known went with the other file: this one tells of it now.
    second = client.post("/v1/imports?filename=people.csv", content=table).json()

    read = client.get(f"/v1/imports/{second['import_id']}").json()

    assert second["import_id"] == first["import_id"]
    assert (first["people"]["new"], second["recorded"]) == (1, 1)
    assert read["report"]["event_count"] == second["event_count"]
    assert read["brought"]["event_count"] == first["event_count"] + second["event_count"]
    assert read["brought"]["people"]["new"] == 1 + second["people"].get("new", 0)


def test_imports_page_with_the_newest_first(client: httpx2.Client) -> None:
    for number in range(5):
        sheet = CONNECTIONS.replace("/ada,", f"/ada{number},").replace("ada@", f"ada{number}@")
        answer = client.post("/v1/imports?filename=Connections.csv", content=sheet.encode())
        assert answer.status_code == 201, answer.text

    sizes: list[int] = []
    started: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        wanted = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/imports", params=wanted).json()
        sizes.append(len(page["items"]))
        started += [item["started_at"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert sizes == [2, 2, 1]
    assert started == sorted(started, reverse=True)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"nonsense", 422),
        (b"PK\x03\x04 but no more", 422),
        (b"", 422),
        (b"a,b\n1,2\n", 422),
        (b" " * ((8 << 20) + 1), 413),
        (b" " * (9 << 20), 413),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(
    client: httpx2.Client, workspace: Installation, content: bytes, status: int
) -> None:
    answer = client.post("/v1/imports?filename=export.zip", content=content)

    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert head(client) == 0
    assert _left_over(workspace) == []


def test_a_file_without_a_name_or_a_form_without_a_file_is_refused(
    client: httpx2.Client, archive: bytes
) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=x"}

    answers = [
        client.post("/v1/imports", content=archive),
        client.post("/v1/imports", files={"other": ("export.zip", archive)}),
        client.post("/v1/imports", content=b"--x\r\nnonsense", headers=form),
        client.post(
            "/v1/imports", content=b"x", headers={"Content-Type": "multipart/form-data"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert head(client) == 0


@pytest.mark.parametrize("name", ["../../etc/passwd.zip", "C:\\temp\\x.zip", "..", "a" * 300])
def test_a_name_leads_nowhere_else(
    client: httpx2.Client, workspace: Installation, archive: bytes, name: str
) -> None:
    answer = client.post("/v1/imports", params={"filename": name}, content=archive)

    assert answer.status_code == (422 if name == ".." else 201), answer.text
    assert "/" not in answer.json().get("filename", "")
    assert _left_over(workspace) == []


def test_an_import_that_takes_long_is_answered_before_its_end(
    client: httpx2.Client, archive: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "WAIT_SECONDS", 0.0)

    answer = client.post("/v1/imports?filename=export.zip", content=archive)

    told = answer.json()
    assert (answer.status_code, told["state"]) == (202, "running")
    end = time.monotonic() + 60
    while not (found := client.get("/v1/imports").json()["items"]) or not found[0]["report"]:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert (found[0]["sha256"], found[0]["state"]) == (told["sha256"], "completed")


def many(count: int) -> bytes:
    """Return an export of so many connections."""
    rows = (
        f"P{n},Crowd,https://www.linkedin.com/in/crowd-{n},p{n}@example.com,,,02 Jan 2024\n"
        for n in range(count)
    )
    return (CONNECTIONS.rpartition("Ada,")[0] + "".join(rows)).encode()


def followed(client: httpx2.Client, import_id: str) -> list[tuple[str, Any]]:
    """Return the events of an import's stream, to its end."""
    told: list[tuple[str, Any]] = []
    with client.stream("GET", f"/v1/imports/{import_id}/progress") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                told.append((value, None))
            elif name == "data":
                told[-1] = (told[-1][0], json.loads(value))
    return told


def test_an_import_is_followed_to_its_end(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "WAIT_SECONDS", 0.0)
    content = many(6_000)
    started = client.post("/v1/imports?filename=Connections.csv", content=content).json()

    *progress, (ending, report) = followed(client, started["id"])

    assert {name for name, _ in progress} == {"progress"}
    assert all(0 <= told["bytes_read"] <= told["bytes_total"] for _, told in progress if told)
    assert (ending, report["recorded"], report["state"]) == ("done", 6_000, "completed")
    assert followed(client, started["id"])[-1][0] == "done", "also when it has ended"


def test_an_import_that_is_refused_says_so_to_who_follows_it(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "WAIT_SECONDS", 0.0)
    started = client.post("/v1/imports?filename=letter.txt", content=b"Dear Sir").json()

    *_, (ending, told) = followed(client, started["id"])

    assert ending == "failed"
    assert "letter.txt" in told["detail"]
    assert client.get(f"/v1/imports/{started['id']}").json()["state"] == "failed"
    assert client.get(f"/v1/imports/{uuid4()}/progress").status_code == 404


def test_an_import_that_is_stopped_is_finished_by_the_same_file(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = many(12_000)
    with monkeypatch.context() as patch:
        patch.setattr(imports, "WAIT_SECONDS", 0.0)
        started = client.post("/v1/imports?filename=Connections.csv", content=content).json()
        stopping = client.post(f"/v1/imports/{started['id']}/stop")
        ending, told = followed(client, started["id"])[-1]

    client.post("/v1/imports?filename=Connections.csv", content=content)
    finished = followed(client, started["id"])[-1]

    assert stopping.status_code == 202
    assert (ending, "stopped where it was" in told["detail"]) == ("failed", True)
    assert (finished[0], finished[1]["rows_read"]) == ("done", 12_000)
    assert client.get(f"/v1/imports/{started['id']}").json()["state"] == "completed"
    assert client.post(f"/v1/imports/{started['id']}/stop").status_code == 409


def test_what_is_said_about_a_file_is_checked(client: httpx2.Client, archive: bytes) -> None:
    for said, place in (
        ("{", "options"),
        ('{"region": "Germany"}', "region"),
        ('{"timezone": "Mars/Olympus"}', "timezone"),
        ('{"mood": "good"}', "mood"),
        ('{"source": "myspace"}', "myspace"),
    ):
        wanted = {"filename": "export.zip", "options": said}
        answer = client.post("/v1/imports", params=wanted, content=archive)
        assert (answer.status_code, place in answer.text) == (422, True), answer.text
    assert head(client) == 0


def _left_over(workspace: Installation) -> list[Path]:
    # Files that wait for their member's word are kept on purpose.
    kept = workspace.settings.data / "uploads"
    return [each for each in kept.iterdir() if each.name != "waiting"]
