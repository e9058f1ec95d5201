"""What an erasure did, or would do: counts and places, and nothing about the person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.erasure.mentions import Naming
from ledger.erasure.subject import Subject

LISTED_MAX = 1_000
"""So many places are listed; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What becomes of one person."""

    candidate_id: UUID
    candidate_ids: tuple[UUID, ...]
    """Every id under which the person was known, that one included."""
    is_dry_run: bool
    event_count: int
    """How many events about the person lose, or lost, their payload."""
    events_by_type: dict[str, int] = field(default_factory=dict[str, int])
    emptied_elsewhere: tuple[int, ...] = ()
    """Positions of events about others that named the person."""
    restated_count: int = 0
    """How many of those were put down anew, without the person."""
    mentions: tuple[int, ...] = ()
    """Positions where others' texts name the person, for somebody to look at."""
    mention_count: int = 0
    suppressed_count: int = 0
    """How many handles no import brings in again."""
    position: int | None = None
    """Where the ledger says that the person was erased; nothing for a dry run."""
    erased_at: datetime | None = None
    is_repeat: bool = False
    """Whether it was done before: then others' texts were not looked through again."""

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as it is answered and shown."""
        return asdict(self)


def receipt_of(
    known: Subject,
    naming: Naming,
    decided: Sequence[int],
    *,
    suppressed_count: int | None = None,
    is_dry_run: bool = True,
    **done: object,
) -> Receipt:
    """Return what erasing somebody does, from what was found of them and among others."""
    elsewhere = sorted({*decided, *(each.position for each in naming.restated)})
    mentions = sorted(set(naming.mentions) - set(decided))
    return Receipt(
        candidate_id=known.ids[0],
        candidate_ids=known.ids,
        is_dry_run=is_dry_run,
        event_count=known.event_count,
        events_by_type=dict(sorted(known.kinds.items())),
        emptied_elsewhere=tuple(elsewhere),
        restated_count=len(naming.restated),
        mentions=tuple(mentions[:LISTED_MAX]),
        mention_count=len(mentions),
        suppressed_count=len(known.handles) if suppressed_count is None else suppressed_count,
        **done,  # pyright: ignore[reportArgumentType] - where and when it was done
    )
