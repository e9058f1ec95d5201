"""Who looked: each answer with personal data is put down before it is sent, and told of."""

from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.installation import Installation
from ledger.access import looks
from ledger.access.looks import Shown
from ledger.words import Role
from tests.api.access.looking import SHOWS, SHOWS_NOBODY, asked, told_of_all
from tests.api.access.people import People
from tests.ledger.stories import rows

_HEALTH = {"GET /healthz", "GET /readyz"}
_OF_ALL = (
    "select what, candidate_id, actor_id, member_id, people_count, position from access.looks"
    " where workspace_id = %(workspace)s order by looked_at, look_id"
)


def _put_down(workspace: Installation) -> list[tuple[Any, ...]]:
    return rows(workspace, _OF_ALL)


def _added(talk: httpx2.Client, **facts: Any) -> str:
    answer = talk.post("/v1/candidates", json=facts)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def _routes(app: FastAPI) -> set[str]:
    return {
        f"{method} {context.path.removeprefix('/v1')}"
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        if context.path is not None and context.path.startswith("/v1")
        for method in context.methods or ()
    } - _HEALTH


def test_of_every_route_it_is_said_whether_it_shows_somebody(server: uvicorn.Server) -> None:
    app = server.config.app
    assert isinstance(app, FastAPI)

    routes = _routes(app)

    assert len(routes) > len(SHOWS)
    assert routes - SHOWS_NOBODY - SHOWS.keys() == set()
    assert not SHOWS_NOBODY & SHOWS.keys()
    assert (SHOWS_NOBODY | SHOWS.keys()) - routes == set()


def test_each_route_that_shows_somebody_puts_it_down(
    people: People, workspace: Installation
) -> None:
    ids = told_of_all(people.owner)

    for route, asking in SHOWS.items():
        if asking.is_anew:
            ids = told_of_all(people.owner)
        before = len(_put_down(workspace))
        answer = asked(people.owner, route, ids, asking)
        news = _put_down(workspace)[before:]

        assert answer.status_code < 300, (route, answer.text)
        assert [what for what, *_ in news] == [asking.shown.value], route
        if asking.is_of_one:
            assert [str(whom) for _, whom, *_ in news] == [ids["candidate_id"]], route


def test_a_record_names_the_key_and_the_member_behind_it_and_no_word_that_was_sought(
    people: People, workspace: Installation
) -> None:
    recruiter = people.join(Role.RECRUITER)
    issued = recruiter.talk.post("/v1/keys", json={"label": "x", "scopes": ["read"]}).json()
    program = people.with_key(issued["id"], issued["key"])
    _added(people.owner, first_name="Ada", title="Zwetschge")
    before = len(_put_down(workspace))

    found = program.talk.get("/v1/candidates?q=zwetschge")

    ((what, whom, actor, member, count, position),) = _put_down(workspace)[before:]
    assert (what, whom, count) == ("search", None, 1)
    assert (actor, member) == (program.id, recruiter.id)
    assert position == int(found.headers["Ledger-Position"])
    kept = rows(workspace, "select l::text from access.looks l")
    assert all("zwetschge" not in text.lower() for (text,) in kept)


def test_a_look_at_an_earlier_moment_says_which(
    people: People, workspace: Installation
) -> None:
    ada = _added(people.owner, first_name="Ada")
    people.owner.patch(f"/v1/candidates/{ada}", json={"title": "Analyst"})

    people.owner.get(f"/v1/candidates/{ada}?as_of=1")

    assert _put_down(workspace)[-1][-1] == 1


def test_what_is_refused_or_unknown_is_no_look(people: People, workspace: Installation) -> None:
    auditor, nobody = people.join(Role.AUDITOR), UUID(int=1)
    ada = _added(people.owner, first_name="Ada")
    before = _put_down(workspace)

    answers = [
        auditor.talk.get(f"/v1/candidates/{ada}"),
        people.owner.get(f"/v1/candidates/{nobody}"),
        people.owner.get(f"/v1/export?candidate_ids={nobody}"),
        people.join(Role.RECRUITER).talk.get("/v1/export"),
    ]

    assert [each.status_code for each in answers] == [403, 404, 404, 403]
    assert _put_down(workspace) == before


def test_who_looked_at_somebody_is_told_under_all_their_ids(people: People) -> None:
    ada, twin = (_added(people.owner, first_name=name) for name in ("Ada", "Bea"))
    viewer = people.join(Role.VIEWER)
    viewer.talk.get(f"/v1/candidates/{twin}")
    people.owner.post(f"/v1/candidates/{ada}/merge", json={"duplicate_candidate_id": twin})
    viewer.talk.get(f"/v1/candidates/{twin}/timeline")

    by_either = [
        people.owner.get(f"/v1/candidates/{each}/access?member={viewer.id}").json()
        for each in (ada, twin)
    ]

    assert by_either[0] == by_either[1]
    told = [(each["what"], each["candidate_id"]) for each in by_either[0]["items"]]
    assert told == [("timeline", ada), ("profile", twin)]
    assert {each["key_id"] for each in by_either[0]["items"]} == {None}


def test_the_report_pages_filters_and_sums(people: People) -> None:
    auditor, viewer = people.join(Role.AUDITOR), people.join(Role.VIEWER)
    ada = _added(people.owner, first_name="Ada")
    for _ in range(3):
        viewer.talk.get(f"/v1/candidates/{ada}")
    viewer.talk.get("/v1/candidates")
    path = f"/v1/access?member={viewer.id}"

    whole = auditor.talk.get(path).json()
    first = auditor.talk.get(f"{path}&limit=2").json()
    second = auditor.talk.get(f"{path}&limit=2&cursor={first['next_cursor']}").json()
    lists = auditor.talk.get(f"{path}&kind=list").json()
    last_at = whole["items"][0]["looked_at"]
    before = auditor.talk.get(path, params={"member": str(viewer.id), "to": last_at}).json()
    since = auditor.talk.get(path, params={"member": str(viewer.id), "from": last_at}).json()

    assert [each["what"] for each in whole["items"]] == ["list", *["profile"] * 3]
    assert first["items"] + second["items"] == whole["items"]
    assert (second["sums"], second["next_cursor"]) == (None, None)
    assert [each["what"] for each in lists["items"]] == ["list"]
    assert before["items"] == whole["items"][1:]
    assert since["items"] == whole["items"][:1]
    counts = [
        (each["what"], each["look_count"], each["people_count"]) for each in whole["sums"]
    ]
    assert counts == [("list", 1, 1), ("profile", 3, 3)]


@pytest.mark.parametrize(
    ("role", "of_one", "of_all"),
    [
        (Role.ADMIN, 200, 200),
        (Role.AUDITOR, 200, 200),
        (Role.RECRUITER, 403, 403),
        (Role.VIEWER, 403, 403),
    ],
)
def test_who_looked_is_for_admins_and_auditors(
    people: People, role: Role, of_one: int, of_all: int
) -> None:
    ada = _added(people.owner, first_name="Ada")
    talk = people.join(role).talk

    answers = talk.get(f"/v1/candidates/{ada}/access"), talk.get("/v1/access")

    assert tuple(each.status_code for each in answers) == (of_one, of_all)


def test_erasing_somebody_takes_them_out_and_leaves_the_counts(
    people: People, workspace: Installation
) -> None:
    ada, ben = (_added(people.owner, first_name=name) for name in ("Ada", "Ben"))
    people.owner.get(f"/v1/candidates/{ada}")
    before = _put_down(workspace)

    erased = people.owner.post(f"/v1/candidates/{ada}/erase", json={"dry_run": False})

    assert erased.status_code == 200, erased.text
    after = _put_down(workspace)
    assert [each[0] for each in after] == [each[0] for each in before]
    assert [each[4] for each in after] == [each[4] for each in before]
    assert {str(whom) for _, whom, *_ in before if whom} == {ada, ben}
    assert {str(whom) for _, whom, *_ in after if whom} == {ben}


@pytest.mark.parametrize(
    "change",
    [
        "update access.looks set candidate_id = null",
        "delete from access.looks",
        "truncate access.looks",
    ],
)
def test_the_application_has_no_right_to_change_a_record(
    people: People, workspace: Installation, change: str
) -> None:
    _added(people.owner, first_name="Ada")
    before = _put_down(workspace)

    with (
        workspace.database.connection() as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(change.encode())

    assert _put_down(workspace) == before


def test_nobody_is_taken_out_of_the_records_who_was_not_erased(
    people: People, workspace: Installation
) -> None:
    _added(people.owner, first_name="Ada")
    before = _put_down(workspace)

    with (
        workspace.database.connection() as application,
        pytest.raises(psycopg.DatabaseError, match="Nobody was erased"),
    ):
        application.execute("select access.forget_looks(%s, 1)", (workspace.workspace,))

    assert _put_down(workspace) == before


def test_a_record_is_removed_after_thirteen_months_and_not_a_day_before(
    people: People, workspace: Installation
) -> None:
    _added(people.owner, first_name="Ada")
    people.owner.get("/v1/candidates")
    aged = (
        "update access.looks set looked_at = clock_timestamp() - interval '13 months'"
        " {} interval '1 day' where workspace_id = %(workspace)s and what = '{}' returning 1"
    )
    rows(workspace, aged.format("-", "profile"))
    rows(workspace, aged.format("+", "list"))

    with workspace.database.connection() as application:
        removed = looks.sweep(application, workspace.workspace)
        again = looks.sweep(application, workspace.workspace)

    assert (removed, again) == (1, 0)
    assert [what for what, *_ in _put_down(workspace)] == [Shown.LIST.value]


def test_what_cannot_be_put_down_is_not_shown(people: People, workspace: Installation) -> None:
    ada = _added(people.owner, first_name="Ada")
    path = f"/v1/candidates/{ada}"
    guard = "access.looks add constraint none_today check (false) not valid"

    with workspace.database.owner() as owner:
        owner.execute(f"alter table {guard}".encode())
        try:
            answers = [
                people.owner.get(each) for each in (path, "/v1/candidates", "/v1/events")
            ]
        finally:
            owner.execute("alter table access.looks drop constraint none_today")

    assert [each.status_code for each in answers] == [503, 503, 503]
    assert all("Ada" not in each.text for each in answers)
    assert people.owner.get(path).status_code == 200
