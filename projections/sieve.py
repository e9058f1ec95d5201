"""Which of those in a list are meant: by source, stage, whose turn it is, and since when?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from projections.stages import WARM_FOR, Stage

Turn = Literal["recruiter", "candidate"]


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a list of people is narrowed to, beyond words, pool and tag; nothing lets all in."""

    source: str | None = None
    """Where their facts came from first."""
    stage: Stage | None = None
    reply_owed_by: Turn | None = None
    quiet_days: int | None = None
    """They were engaged with, but not within so many days."""
    is_promised: bool = False
    """A follow-up is promised to them, and open."""

    @property
    def lets_all_in(self) -> bool:
        """Whether nobody is left out."""
        return self == Sieve()

    def values(self, now: datetime) -> dict[str, Any]:
        """Return what stands for each place of the query that sifts."""
        quiet = None if self.quiet_days is None else now - timedelta(days=self.quiet_days)
        return {
            "source": self.source,
            "stage": self.stage,
            "owed": self.reply_owed_by,
            "quiet_since": quiet,
            "promised": self.is_promised or None,
            "warm_since": now - WARM_FOR,
            "now": now,
        }
