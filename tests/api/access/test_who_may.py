"""Any changes of access, by anybody: who may do what is what a small model says, at every step.

`RAPPORT_EXAMPLES=300` looks longer than CI has time for.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx2
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.attempts import Attempts
from api.installation import Installation
from ledger.access.roles import GRANTED_BY, SCOPES
from ledger.words import Role, Scope
from projections.api_keys import API_KEYS
from projections.invitations import INVITATIONS
from projections.members import MEMBERS
from tests.api.access.people import People, Somebody, people_of
from tests.ledger.stories import another_workspace, as_of, head, live
from tests.sessions import signed_in
from tests.talking import talking_to

EXAMPLES = int(os.environ.get("RAPPORT_EXAMPLES", "6"))
_PERSONS = 4
_PERSON = st.integers(0, _PERSONS - 1)
_VIEWS = (MEMBERS, INVITATIONS, API_KEYS)


class Step(NamedTuple):
    """Somebody does something about somebody."""

    what: str
    by: int
    whom: int
    role: Role
    scopes: frozenset[Scope]


STEPS = st.builds(
    Step,
    st.sampled_from(["join", "role", "role", "remove", "leave", "issue", "revoke"]),
    _PERSON,
    _PERSON,
    st.sampled_from(list(Role)),
    st.frozensets(st.sampled_from([Scope.READ, Scope.ADMIN, Scope.EXPORT]), min_size=1),
)


@dataclass
class Key:
    """A key as the model knows it."""

    issuer: int
    scopes: frozenset[Scope]
    program: Somebody
    is_revoked: bool = False


@dataclass
class Model:
    """Who is let in, as what; the first person founded the ledger."""

    roles: list[Role | None]
    keys: list[Key] = field(default_factory=list[Key])

    def role(self, who: int) -> Role | None:
        """Return somebody's role."""
        return self.roles[who]

    def is_last_owner(self, who: int) -> bool:
        """Say whether the ledger would be left without an owner."""
        return self.roles[who] is Role.OWNER and self.roles.count(Role.OWNER) == 1

    def grants(self, by: int, *roles: Role | None) -> bool:
        """Say whether somebody decides about people of these roles."""
        own = self.roles[by]
        return own is not None and set(roles) <= GRANTED_BY.get(own, frozenset())


class Life:
    """One workspace, its people and the model beside them, a step at a time."""

    def __init__(self, people: People) -> None:
        self.people, self.on = people, people.workspace
        others = [people.stranger() for _ in range(_PERSONS - 1)]
        self.persons = [Somebody(self.on.owner, people.owner), *others]
        self.model = Model([Role.OWNER, *([None] * (_PERSONS - 1))])

    def take(self, step: Step) -> None:
        """Take a step, and hold the answer against the model's."""
        before = head(self.on)
        expected, status, becomes = getattr(self, f"_{step.what}")(step)
        assert status == expected, (step, status, expected)
        if status < httpx2.codes.BAD_REQUEST:
            becomes()
        else:
            assert head(self.on) == before, step

    def must_agree(self) -> None:
        """Ask everybody what they may do."""
        assert Role.OWNER in self.model.roles
        for person, role in zip(self.persons, self.model.roles, strict=True):
            answer = person.talk.get("/v1/workspace")
            assert (answer.json().get("role") if answer.is_success else None) == role
        for key in self.model.keys:
            role = self.model.role(key.issuer)
            opens = key.scopes & SCOPES[role] if role and not key.is_revoked else None
            told = key.program.talk.get("/v1/candidates?limit=1").status_code
            named = key.program.talk.get("/v1/invitations").status_code
            assert (told, named) == (_told(opens, Scope.READ), _told(opens, Scope.ADMIN))

    def _join(self, step: Step) -> tuple[int, int, Callable[[], None]]:
        asked = {"name": "Somebody", "role": step.role.value}
        answer = self._talk(step.by).post("/v1/invitations", json=asked)
        expected = self._refused(step.by) or (
            201 if self.model.grants(step.by, step.role) else 403
        )

        def becomes() -> None:
            if self.model.role(step.whom) is None:
                invited = answer.json()["id"]
                self.people.changes.add(self._id(step.whom), step.role, "S", invited)
                self.model.roles[step.whom] = step.role

        return expected, answer.status_code, becomes

    def _role(self, step: Step) -> tuple[int, int, Callable[[], None]]:
        asked = {"role": step.role.value}
        path = f"/v1/members/{self._id(step.whom)}"
        answer = self._talk(step.by).patch(path, json=asked)
        old = self.model.role(step.whom)
        expected = self._refused(step.by) or self._about(step, old, step.role)
        if expected == 0:
            is_lost = self.model.is_last_owner(step.whom) and step.role is not Role.OWNER
            expected = 409 if is_lost else 200
        return expected, answer.status_code, lambda: self._set(step.whom, step.role)

    def _remove(self, step: Step) -> tuple[int, int, Callable[[], None]]:
        if step.by == step.whom:
            return self._leave(step)
        answer = self._talk(step.by).delete(f"/v1/members/{self._id(step.whom)}")
        expected = self._refused(step.by) or self._about(step, self.model.role(step.whom))
        return expected or 204, answer.status_code, lambda: self._set(step.whom, None)

    def _leave(self, step: Step) -> tuple[int, int, Callable[[], None]]:
        answer = self._talk(step.by).delete(f"/v1/members/{self._id(step.by)}")
        if self.model.role(step.by) is None:
            expected = 401
        else:
            expected = 409 if self.model.is_last_owner(step.by) else 204
        return expected, answer.status_code, lambda: self._set(step.by, None)

    def _issue(self, step: Step) -> tuple[int, int, Callable[[], None]]:
        asked = {"label": "x", "scopes": [each.value for each in step.scopes]}
        answer = self._talk(step.by).post("/v1/keys", json=asked)
        role = self.model.role(step.by)
        expected = 401 if role is None else (201 if step.scopes <= SCOPES[role] else 403)

        def becomes() -> None:
            told = answer.json()
            program = self.people.with_key(told["id"], told["key"])
            self.model.keys.append(Key(step.by, step.scopes, program))

        return expected, answer.status_code, becomes

    def _revoke(self, step: Step) -> tuple[int, int, Callable[[], None]]:
        keys = self.model.keys
        if not keys:
            return 200, 200, lambda: None
        key = keys[step.whom % len(keys)]
        answer = self._talk(step.by).delete(f"/v1/keys/{key.program.id}")
        role = self.model.role(step.by)
        may = role is not None and (key.issuer == step.by or Scope.ADMIN in SCOPES[role])
        expected = 401 if role is None else (204 if may else 404)

        def becomes() -> None:
            key.is_revoked = True

        return expected, answer.status_code, becomes

    def _refused(self, by: int) -> int:
        """Return how somebody is refused who decides about nobody, or nought."""
        role = self.model.role(by)
        return 401 if role is None else (0 if Scope.ADMIN in SCOPES[role] else 403)

    def _about(self, step: Step, *roles: Role | None) -> int:
        """Return how a decision about somebody is refused, or nought."""
        if self.model.role(step.whom) is None:
            return 404
        return 0 if self.model.grants(step.by, *roles) else 403

    def _set(self, whom: int, role: Role | None) -> None:
        self.model.roles[whom] = role

    def _talk(self, who: int) -> httpx2.Client:
        return self.persons[who].talk

    def _id(self, who: int) -> Any:
        return self.persons[who].id


def _told(opens: frozenset[Scope] | None, scope: Scope) -> int:
    return 401 if opens is None else (200 if scope in opens else 403)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="RAPPORT_EXAMPLES" not in os.environ,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=10, max_size=25))
def test_who_may_do_what_is_what_the_model_says(
    client: httpx2.Client, server: uvicorn.Server, workspace: Installation, steps: list[Step]
) -> None:
    app = server.config.app
    assert isinstance(app, FastAPI)
    on = another_workspace(workspace)
    cookies = signed_in(on)
    with (
        talking_to(client.base_url, cookies=cookies) as owner,
        people_of(owner, on) as people,
    ):
        life = Life(people)
        for step in steps:
            # As if the step before were long ago: limits have tests of their own.
            app.state.attempts = Attempts()
            life.take(step)
            life.must_agree()

    stored, at = live(on), head(on)
    assert {view.name: stored[view.name] for view in _VIEWS} == {
        view.name: as_of(on, view, at) for view in _VIEWS
    }
