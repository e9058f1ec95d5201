"""Sessions: where somebody is signed in, and how that ends."""

import time
from uuid import UUID, uuid4

import pytest

from api.attempts import Attempts
from api.installation import Installation
from api.sweeping import sweep, sweeping
from ledger.access import challenges, links, sessions, users
from ledger.access.challenges import Purpose
from tests.api.signing_in.conftest import Browser, link_of, sign_in

DEAD_WITHIN_SECONDS = 1.0


@pytest.mark.usefixtures("owner")
def test_somebody_sees_where_they_are_signed_in_and_ends_it_there(browser: Browser) -> None:
    here, elsewhere = browser(), browser()
    elsewhere.headers["user-agent"] = "Firefox on a telephone"
    sign_in(here)
    sign_in(elsewhere)

    listed = here.get("/v1/sessions").json()["items"]
    other = next(each for each in listed if not each["is_this"])
    ended = here.delete(f"/v1/sessions/{other['id']}")

    assert len(listed) == 2
    assert other["agent"] == "Firefox on a telephone"
    assert ended.status_code == 204
    assert elsewhere.get("/v1/candidates").status_code == 401
    assert here.get("/v1/candidates").status_code == 200
    assert here.delete(f"/v1/sessions/{other['id']}").status_code == 404


@pytest.mark.usefixtures("owner")
def test_all_other_sessions_are_ended_at_once(browser: Browser) -> None:
    here, others = browser(), [browser() for _ in range(3)]
    for each in (here, *others):
        assert sign_in(each) == 201

    ended = here.delete("/v1/sessions")

    assert ended.json() == {"ended_count": 3}
    assert [each.get("/v1/candidates").status_code for each in others] == [401] * 3
    assert here.get("/v1/candidates").status_code == 200


def test_nobody_sees_or_ends_the_sessions_of_another(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    here, theirs = browser(), browser()
    sign_in(here)
    stranger = uuid4()
    theirs.post("/v1/session", json={"link": link_of(workspace, stranger)})
    (session,) = here.get("/v1/sessions").json()["items"]

    assert owner
    assert theirs.delete(f"/v1/sessions/{session['id']}").status_code == 404
    assert theirs.delete("/v1/sessions").json() == {"ended_count": 0}
    assert here.get("/v1/session").status_code == 200


@pytest.mark.usefixtures("owner")
def test_a_session_that_another_process_ends_is_dead_within_a_second(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    here = browser()
    sign_in(here)
    assert here.get("/v1/candidates").status_code == 200
    # As another process does it: nothing in this one is told.
    with workspace.database.connection() as connection:
        users.disable(connection, owner)
    ended = time.monotonic()

    begun = ended
    while here.get("/v1/candidates").status_code == 200:
        assert begun - ended < DEAD_WITHIN_SECONDS
        begun = time.monotonic()

    with workspace.database.connection() as connection:
        users.enable(connection, owner)
    assert here.get("/v1/candidates").status_code == 401
    assert sign_in(browser()) == 201


def test_what_is_over_is_swept_and_nothing_else(workspace: Installation) -> None:
    database, pepper, owner = workspace.database, workspace.settings.pepper, workspace.owner
    sweep(workspace)
    with database.connection() as connection:
        users.add(connection, owner, "Olive")
        for _ in range(4):
            sessions.begin(connection, pepper, owner, workspace.workspace)
            links.to_sign_in(connection, pepper, owner, workspace.workspace)
            challenges.pose(connection, pepper, Purpose.PASSKEY_SIGN_IN)
        connection.execute(
            "update access.sessions set used_at = now() - interval '7 days'"
            " where session_id = (select min(session_id::text)::uuid from access.sessions"
            "   where user_id = %s)",
            (owner,),
        )
        connection.execute(
            "update access.links set ends_at = now() where token_hash ="
            " (select token_hash from access.links where user_id = %s limit 1)",
            (owner,),
        )
        connection.execute(
            "update access.challenges set ends_at = now() where token_hash ="
            " (select token_hash from access.challenges limit 1)"
        )

    assert sweep(workspace) == 3
    assert sweep(workspace) == 0


def test_a_server_sweeps_while_it_serves(workspace: Installation) -> None:
    database, pepper, owner = workspace.database, workspace.settings.pepper, workspace.owner
    with database.connection() as connection:
        users.add(connection, owner, "Olive")
        links.to_sign_in(connection, pepper, owner, workspace.workspace)
        connection.execute("update access.links set ends_at = now()")

    with sweeping(workspace, Attempts(), every=0.01):
        end = time.monotonic() + 60
        left = 1
        while left and time.monotonic() < end:
            with database.connection() as connection:
                (row,) = connection.execute(
                    "select count(*) as left from access.links"
                ).fetchall()
            left = row["left"]

    assert left == 0
