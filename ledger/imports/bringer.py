"""Who brings a file in, and what they may do besides."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from ledger.words import ActorId, Scope


class Bringer(NamedTuple):
    """Somebody who was let through to import; unless more is said, they may do no more."""

    actor: ActorId
    scopes: Collection[Scope] = ()
    own: Sequence[UUID] | None = ()
    """Under which ids they record besides; nothing for an owner, who reads and decides all."""

    def ids(self) -> list[UUID] | None:
        """Return under which ids they record, as a parameter of a query; null for an owner."""
        return None if self.own is None else [self.actor, *self.own]
