"""Members of one workspace, each with something that talks for them."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from api.access_changes import AccessChanges
from api.installation import Installation
from ledger.ids import new_id
from ledger.words import Role
from tests.sessions import signed_in
from tests.talking import talking_to


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member or a program, and what they talk with."""

    id: UUID
    talk: httpx2.Client


class People:
    """Everybody of a workspace, and its owner's own client."""

    def __init__(
        self, owner: httpx2.Client, workspace: Installation, clients: ExitStack
    ) -> None:
        self.owner = owner
        self.workspace = workspace
        self.changes = AccessChanges(workspace, workspace.owner)
        self._clients = clients

    def join(self, role: Role) -> Somebody:
        """Let somebody in."""
        member_id = new_id()
        cookies = signed_in(self.workspace, member_id)
        self.changes.add(member_id, role, f"The {role.value}")
        return Somebody(member_id, self._client(cookies=cookies))

    def with_key(self, key_id: UUID | str, key: str) -> Somebody:
        """Return a program that shows a key."""
        told = {"Authorization": f"Bearer {key}"}
        return Somebody(UUID(str(key_id)), self._client(headers=told))

    def stranger(self) -> Somebody:
        """Return somebody who is signed in, and a member of nothing."""
        user_id = new_id()
        return Somebody(user_id, self._client(cookies=signed_in(self.workspace, user_id)))

    def nobody(self) -> httpx2.Client:
        """Return a client that shows nothing."""
        return self._client()

    def _client(self, **told: Any) -> httpx2.Client:
        made = talking_to(self.owner.base_url, **told)
        return self._clients.enter_context(made)


@contextmanager
def people_of(owner: httpx2.Client, workspace: Installation) -> Generator[People]:
    """Lend the people of a workspace."""
    with ExitStack() as clients:
        yield People(owner, workspace, clients)
