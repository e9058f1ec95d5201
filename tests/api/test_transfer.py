"""Another ledger's export over HTTP: brought in, looked at, refused, undone."""

import httpx2

from api.installation import Installation
from ledger.archive.log import export_lines
from tests.ledger.stories import another_workspace, call, given_email, known_candidate, record


def history(workspace: Installation) -> bytes:
    """Return the export of another ledger, of one person and one call."""
    theirs = another_workspace(workspace)
    facts = {"profile": {"first_name": "Ada"}, "handles": (given_email("ada@x.example"),)}
    record(theirs, call(known_candidate(theirs, **facts)))
    return b"".join(export_lines(theirs.database, theirs.workspace))


def test_a_history_is_brought_in_once_and_undone(
    client: httpx2.Client, workspace: Installation
) -> None:
    content = history(workspace)

    seen = client.post("/v1/imports?filename=h.ndjson&dry_run=true", content=content).json()
    brought = client.post("/v1/imports?filename=h.ndjson", content=content)
    again = client.post("/v1/imports?filename=h.ndjson", content=content).json()
    people = client.get("/v1/candidates").json()["items"]
    undone = client.post(f"/v1/imports/{brought.json()['import_id']}/revert", json={})

    assert (seen["state"], seen["recorded"]) == ("previewed", 3)
    assert (brought.status_code, brought.json()["source"]) == (201, "rapport")
    assert (again["recorded"], again["already_known"]) == (0, 3)
    assert [each["name"] for each in people] == ["Ada"]
    assert undone.json()["state"] == "reverted"
    assert client.get("/v1/candidates").json()["items"] == []


def test_a_history_cut_off_is_refused_with_its_line(
    client: httpx2.Client, workspace: Installation
) -> None:
    lines = history(workspace).splitlines(keepends=True)

    answer = client.post("/v1/imports?filename=h.ndjson", content=b"".join(lines[:-1]))

    assert answer.status_code == 422
    assert "h.ndjson, line 4: the closing line is missing" in answer.json()["detail"]
    assert client.get("/v1/imports").json()["items"] == []
