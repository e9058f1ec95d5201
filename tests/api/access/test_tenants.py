"""Nothing crosses: no byte of one workspace is in what another is answered.

`RAPPORT_MIX_SECONDS=60` has the callers of both alternate for a minute instead of two seconds.
"""

import logging
import os
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import pytest
import uvicorn
from fastapi import FastAPI

from api.formats import FORMATS
from api.installation import Installation
from ledger.archive.log import export_lines
from tests.api.access.asking import Asking, kept, kinds_in
from tests.api.access.calls import CALLS
from tests.api.access.tenants import OURS, THEIRS, Two, said_by, two_workspaces
from tests.ledger.stories import another_workspace, head
from tests.sessions import signed_in
from tests.talking import talking_to

MIX_SECONDS = float(os.environ.get("RAPPORT_MIX_SECONDS", "2"))
_TOGETHER = 64
_CANARIES_MIN = 500
_READS = (
    *(
        f"/v1/{each}?limit=500"
        for each in (
            "candidates",
            "tags",
            "timeline",
            "pools",
            "follow-ups",
            "applications",
            "merges",
            "duplicates",
            "imports",
            "privacy/consents",
            "privacy/notices",
            "privacy/retention",
        )
    ),
    "/v1/retention-rules",
    "/v1/members",
    "/v1/invitations",
    "/v1/keys",
    "/v1/workspace",
    "/v1/workspaces",
    "/v1/session",
    "/v1/activity",
    "/v1/views",
    "/v1/checkpoint",
    "/v1/events?limit=100000",
    "/v1/diff?from=1&limit=100",
    f"/v1/candidates?q={THEIRS}",
    f"/v1/timeline?q={THEIRS}",
    *(f"/v1/export?format={name}" for name in FORMATS),
)
# Look-alikes are told of as they are now, alone.
_READS_THEN = tuple(each for each in _READS[:12] if "duplicates" not in each)


@pytest.fixture(scope="module")
def two(server: uvicorn.Server, opened: Installation) -> Generator[Two]:
    """Lend both workspaces, the same to every test here."""
    app, ours = server.config.app, another_workspace(opened)
    assert isinstance(app, FastAPI)
    app.state.installation = ours
    port = server.servers[0].sockets[0].getsockname()[1]
    url, cookies = f"http://127.0.0.1:{port}", signed_in(ours)
    with (
        talking_to(url, cookies=cookies) as talk,
        two_workspaces(talk, ours) as both,
    ):
        yield both


@pytest.fixture(autouse=True)
def _nothing_logged(caplog: pytest.LogCaptureFixture) -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    """Hold that no word of either is in the server's log."""
    caplog.set_level(logging.DEBUG)
    yield
    told = [each.getMessage() for each in caplog.records if not each.name.startswith("http")]
    assert not [each for each in told if OURS in each or THEIRS in each]


def test_lists_searches_and_exports_hold_nothing_of_another(two: Two) -> None:
    assert two.word_count >= _CANARIES_MIN
    foreign = (
        str(two.theirs.people.workspace.workspace),
        str(two.theirs.people.workspace.owner),
    )
    seen = ""
    for path in _READS:
        answer = two.ours.people.owner.get(path)
        told = said_by(answer)
        assert answer.status_code == (422 if "timeline?q" in path else 200), (path, told[:500])
        echoed = path.count(THEIRS)
        assert told.count(THEIRS) == 0 or echoed, (path, told)
        assert not any(each in told for each in foreign), path
        seen += told
    # What is looked for can be found: their owner sees it in the very same answers.
    assert all(THEIRS in said_by(two.theirs.people.owner.get(each)) for each in _READS[:5])
    assert seen.count(OURS) > _CANARIES_MIN


@pytest.mark.timeout(600)
def test_a_foreign_id_and_a_missing_one_answer_alike(two: Two) -> None:
    own, foreign = cache(two.ours.of), cache(two.theirs.of)
    asked = [(route, kind) for route in CALLS for kind in kinds_in(route)]

    with two.ours.people.workspace.database.owner() as connection:
        count = partial(kept, connection, two.ours)
        asking = Asking(two.ours.people.owner, own, count)
        for each in {kind for _, kind in asked}:
            foreign(each)
        at = head(two.theirs.people.workspace)
        differing = [each for each in asked if not asking.is_alike(*each, foreign)]

    assert len(asked) > len(CALLS) / 3
    assert differing == []
    assert head(two.theirs.people.workspace) == at


def test_somebody_erased_is_told_of_by_their_own_workspace_alone(two: Two) -> None:
    own, foreign = two.ours.of("erased"), two.theirs.of("erased")

    answers = [two.ours.people.owner.get(f"/v1/candidates/{each}") for each in (own, foreign)]

    assert [each.status_code for each in answers] == [410, 404]


def test_a_cursor_of_another_workspace_shows_ones_own_pages(two: Two) -> None:
    for path in _READS[:12]:
        first = two.theirs.people.owner.get(path.replace("limit=500", "limit=1")).json()
        if first["next_cursor"] is None:
            continue

        answer = two.ours.people.owner.get(path, params={"cursor": first["next_cursor"]})

        assert answer.status_code == 200, (path, answer.text)
        assert THEIRS not in said_by(answer), path


def test_a_key_of_anothers_call_is_a_new_key_here(two: Two) -> None:
    told = {"Idempotency-Key": "the same"}
    answers = [
        world.people.owner.post("/v1/pools", json={"name": world.word()}, headers=told)
        for world in (two.theirs, two.ours, two.theirs)
    ]

    assert [each.status_code for each in answers] == [201, 201, 422]
    assert answers[0].json()["id"] != answers[1].json()["id"]
    assert OURS not in said_by(answers[2])


def test_the_tag_of_anothers_version_changes_nothing_by_itself(two: Two) -> None:
    foreign = two.theirs.people.owner.get(f"/v1/candidates/{two.theirs.candidate}")
    path = f"/v1/candidates/{two.ours.of('candidate')}"

    shown = two.ours.people.owner.get(path, headers={"If-None-Match": foreign.headers["ETag"]})

    assert shown.status_code == 200
    assert THEIRS not in said_by(shown)


def test_a_moment_beyond_the_end_is_now_and_ones_own(two: Two) -> None:
    for world in (two.ours, two.theirs):
        world.of("candidate")
    beyond = int(two.theirs.people.owner.get("/v1/candidates").headers["Ledger-Position"]) + 9
    for path in _READS_THEN:
        sign = "&" if "?" in path else "?"

        answer = two.ours.people.owner.get(f"{path}{sign}as_of={beyond}")

        assert answer.status_code == 200, (path, answer.text)
        assert THEIRS not in said_by(answer), path


def test_one_file_brought_in_by_both_is_two_imports(two: Two) -> None:
    theirs = two.theirs.people.workspace
    content = b"".join(export_lines(theirs.database, theirs.workspace))
    path = "/v1/imports?filename=h.ndjson&dry_run=true"

    ours, own = (
        world.people.owner.post(path, content=content).json()
        for world in (two.ours, two.theirs)
    )

    assert (ours["recorded"] > 0, own["recorded"]) == (True, 0)
    for told, other in ((ours, two.theirs), (own, two.ours)):
        asked = other.people.owner.get(f"/v1/imports/{told['import_id']}")
        assert told["import_id"] is None or asked.status_code == 404


def test_callers_of_both_at_once_are_never_answered_for_each_other(two: Two) -> None:
    ends_at = time.monotonic() + MIX_SECONDS
    with ThreadPoolExecutor(_TOGETHER) as threads:
        asking = [
            threads.submit(_alternate, two, number, ends_at) for number in range(_TOGETHER)
        ]
        counts = [each.result() for each in asking]

    assert min(counts) >= 2


def _alternate(two: Two, number: int, ends_at: float) -> int:
    """Ask for both by turns until the time is over; fail where one is told of the other."""
    paths = ("/v1/candidates?limit=20", "/v1/events?limit=50", "/v1/timeline?limit=20")
    sides = ((two.ours, OURS, THEIRS), (two.theirs, THEIRS, OURS))
    count = 0
    while time.monotonic() < ends_at or count < 2:
        world, own, foreign = sides[(number + count) % 2]
        owner = world.people.owner
        answer = owner.get(paths[count % len(paths)])
        if answer.is_success:
            told = said_by(answer)
            assert foreign not in told
            assert own in told
        name = world.word()
        made = owner.post("/v1/pools", json={"name": name})
        assert not made.is_success or made.json()["name"] == name
        assert {answer.status_code, made.status_code} <= {200, 201, 503}
        count += 1
    return count
