"""Over HTTP, too, whoever may import decides nothing about what data must be kept."""

from pathlib import Path
from typing import Any

import httpx2

from ledger.commands.privacy import PlaceLegalHold, ReleaseLegalHold
from ledger.imports.rapport.belonging import OF_HOLDS
from ledger.words import Role
from tests.api.access.people import People
from tests.ledger.imports.transfers import exported
from tests.ledger.stories import another_workspace, known_candidate, record


def _history(people: People, folder: Path) -> bytes:
    """Return the history of another ledger in which a hold was placed and released."""
    theirs = another_workspace(people.workspace)
    ada = known_candidate(theirs, profile={"first_name": "Ada"})
    record(theirs, PlaceLegalHold(candidate_id=ada, reason="A claim"))
    record(theirs, ReleaseLegalHold(candidate_id=ada))
    return exported(theirs, folder / "history.ndjson").read_bytes()


def _bring(talk: httpx2.Client, history: bytes) -> dict[str, Any]:
    answer = talk.post("/v1/imports", files={"file": ("history.ndjson", history)})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_recruiter_brings_in_no_release_and_turns_no_import_that_holds(
    people: People, tmp_path: Path
) -> None:
    history = _history(people, tmp_path)
    recruiter, admin = people.join(Role.RECRUITER), people.join(Role.ADMIN)

    report = _bring(recruiter.talk, history)
    path = f"/v1/imports/{report['import_id']}"
    refused = [recruiter.talk.post(f"{path}/{what}") for what in ("revert", "reinstate")]
    state = admin.talk.get(path).json()["state"]
    last = _bring(admin.talk, history)
    reverted = admin.talk.post(f"{path}/revert")
    again = recruiter.talk.post("/v1/imports", files={"file": ("again.ndjson", history)})
    reinstated = admin.talk.post(f"{path}/reinstate")

    assert report["skipped_by_reason"][OF_HOLDS] == 1
    assert [each.status_code for each in (*refused, again)] == [403, 403, 403]
    assert state == "completed"
    assert last["event_count"] == 1
    assert OF_HOLDS not in last["skipped_by_reason"]
    assert [each.json()["state"] for each in (reverted, reinstated)] == [
        "reverted",
        "completed",
    ]


def test_a_key_may_only_as_much_as_its_scopes_say(people: People, tmp_path: Path) -> None:
    history = _history(people, tmp_path)
    asked = {"label": "Sync", "scopes": ["import", "read"]}
    made = people.owner.post("/v1/keys", json=asked).json()
    key = people.with_key(made["id"], made["key"])

    report = _bring(key.talk, history)

    assert report["skipped_by_reason"][OF_HOLDS] == 1
