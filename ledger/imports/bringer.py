"""Who brings a file in, and what they may do besides."""

from collections.abc import Collection
from typing import NamedTuple

from ledger.words import ActorId, Scope


class Bringer(NamedTuple):
    """Somebody who was let through to import; unless more is said, they may do no more."""

    actor: ActorId
    scopes: Collection[Scope] = ()
