"""Asking for what is another workspace's, and for what is nobody's: is the answer the same?"""

from collections.abc import Callable
from typing import Any

import httpx2
from psycopg import Connection

from tests.api.access.calls import CALLS, Of
from tests.api.access.counting import counted_by
from tests.api.access.tenants import THEIRS, said_by
from tests.api.access.world import World, nobodys, without

# What is no id, or is one's own: nobody else has it.
_NO_IDS = {"tag", "address", "link", "suppressed", "made_up"}


class Asking:
    """Asks for what is somebody else's, and for what is nobody's."""

    def __init__(self, talk: httpx2.Client, own: Of, count: Callable[[], object]) -> None:
        self._talk, self._own, self._count = talk, own, count

    def is_alike(self, route: str, kind: str, foreign: Of) -> bool:
        """Say whether the answers are the same; fail where anything crossed or was written."""
        method = route.partition(" ")[0]
        chosen = _Chosen(self._own, kind, foreign), _Chosen(self._own, kind, nobodys)
        calls = [CALLS[route](each) for each in chosen]
        before = self._count()
        answers = [call.by(self._talk, method) for call in calls]
        for answer in answers:
            assert THEIRS not in said_by(answer), (route, kind)
            if answer.is_error:
                assert answer.status_code in {404, 409}, (route, kind, answer.text)
        if answers[0].is_error:
            assert self._count() == before, (route, kind)
        first, second = (
            without(answer, each.id) for answer, each in zip(answers, chosen, strict=True)
        )
        return first == second


def kept(connection: Connection[Any], world: World) -> dict[str, int]:
    """Return the rows of all tables but those that whoever asks for look-alikes renews."""
    found = counted_by(connection, world.people.workspace.workspace)
    return {name: count for name, count in found.items() if "look_alike" not in name}


class _Chosen:
    """Has one kind of id be somebody else's, and all others one's own."""

    def __init__(self, own: Of, kind: str, of: Of) -> None:
        self._own, self._kind, self._of = own, kind, of
        self.id = ""

    def __call__(self, kind: str) -> str:
        if kind != self._kind:
            return self._own(kind)
        self.id = self._of(kind)
        return self.id


def kinds_in(route: str) -> list[str]:
    """Return the kinds of ids that a route's call names."""
    named: list[str] = []

    def of(kind: str) -> str:
        named.append(kind)
        return kind

    CALLS[route](of)
    return [each for each in named if each not in _NO_IDS]
