"""Every route, asked by everybody: matrix.tsv has what is answered; refusals wrote nothing.

`RAPPORT_WRITE_MATRIX=1` writes what was answered into the table, for its change to be read.
"""

import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.attempts import Attempts
from api.guarded import routes_of
from api.installation import Installation
from ledger.ids import new_id
from ledger.words import Role
from tests.api.access.calls import CALLS
from tests.api.access.counting import counted_by
from tests.api.access.people import People
from tests.api.access.world import World
from tests.sessions import signed_in

TABLE = Path(__file__).parent / "matrix.tsv"
WHO = (
    *(role.value for role in Role),
    "reading key",
    "writing key",
    "stranger",
    "nobody",
)
Count = Callable[[], dict[str, int]]
_SIGNS_OUT = "DELETE /v1/session"


def _expected() -> dict[str, dict[str, int]]:
    head, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    names = head.split("\t")[1:]
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        route, *statuses = line.split("\t")
        found[route] = dict(zip(names, map(int, statuses), strict=True))
    return found


def _write(answered: Mapping[str, Mapping[str, int]]) -> None:
    lines = ["\t".join(("route", *WHO))]
    lines += ["\t".join((route, *map(str, told.values()))) for route, told in answered.items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _talking(people: People) -> dict[str, httpx2.Client]:
    told = {Role.OWNER.value: people.owner}
    told |= {role.value: people.join(role).talk for role in Role if role is not Role.OWNER}
    for name, scope in (("reading key", "read"), ("writing key", "write")):
        body = {"label": name, "scopes": [scope]}
        issued = people.owner.post("/v1/keys", json=body).json()
        told[name] = people.with_key(issued["id"], issued["key"]).talk
    return told | {"stranger": people.stranger().talk, "nobody": people.nobody()}


def _asked(
    route: str, world: World, talking: Mapping[str, httpx2.Client], count: Count
) -> dict[str, int]:
    """Return what each is answered; fail where a refused call wrote something."""
    method = route.partition(" ")[0]
    statuses: dict[str, int] = {}
    call, before = CALLS[route](world.of), count()
    for name in WHO:
        answer = call.by(talking[name], method)
        statuses[name] = answer.status_code
        sent_to = answer.headers.get("location", "")
        is_sent_away = sent_to.startswith("/sign-in") and route != "POST /sign-out"
        if not answer.is_error and not is_sent_away:
            # What was made for the call may be used up.
            if method != "GET":
                call = CALLS[route](world.of)
            before = count()
            continue
        assert count() == before, (route, name)
        # A page says it in words.
        if answer.status_code in {401, 403} and " /v1/" in route:
            assert answer.headers["content-type"] == "application/problem+json", (route, name)
    return statuses


def _asked_at_leisure(
    server: uvicorn.Server,
    route: str,
    world: World,
    talking: Mapping[str, httpx2.Client],
    count: Count,
) -> dict[str, int]:
    """Ask as if what was asked before were long ago: limits have tests of their own."""
    app = server.config.app
    assert isinstance(app, FastAPI)
    app.state.attempts = Attempts()

    def settled() -> dict[str, int]:
        # An import that was allowed goes on behind its answer.
        while not app.state.uploads.is_idle():
            time.sleep(0.02)
        return count()

    return _asked(route, world, talking, settled)


def _signs_out(people: People) -> dict[str, int]:
    """Return what each is answered who signs out: out of a session of its own."""
    statuses: dict[str, int] = {}
    for name in WHO:
        if name.endswith(" key"):
            body = {"label": name, "scopes": ["read"]}
            issued = people.owner.post("/v1/keys", json=body).json()
            talk = people.with_key(issued["id"], issued["key"]).talk
        elif name == "nobody":
            talk = people.nobody()
        else:
            talk = people.nobody()
            member = new_id()
            talk.cookies.update(signed_in(people.workspace, member))
            if name != "stranger":
                people.changes.add(member, Role(name), name)
        statuses[name] = talk.request(*_SIGNS_OUT.split(" ")).status_code
    return statuses


def test_every_route_has_a_call_and_a_line(workspace: Installation) -> None:
    served = {route for route, _ in routes_of(create_app(workspace))}

    assert CALLS.keys() == served
    assert _expected().keys() == served


@pytest.mark.long
@pytest.mark.timeout(600)
def test_everybody_is_answered_as_the_table_says(
    people: People, server: uvicorn.Server
) -> None:
    world, talking = World(people), _talking(people)

    with people.workspace.database.owner() as connection:
        answered = {
            route: _signs_out(people)
            if route == _SIGNS_OUT
            else _asked_at_leisure(
                server,
                route,
                world,
                talking,
                partial(counted_by, connection, people.workspace.workspace),
            )
            for route in CALLS
        }

    if os.environ.get("RAPPORT_WRITE_MATRIX"):
        _write(answered)
    expected = _expected()
    assert {
        (route, name): (status, expected[route][name])
        for route, told in answered.items()
        for name, status in told.items()
        if status != expected[route][name]
    } == {}
