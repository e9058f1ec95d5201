"""Known through: whom of the people in the ledger somebody is known through, and by what."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query

from api import profiles
from api.access import Reader
from api.answers import Page
from api.answers.candidates import KnownThrough
from api.as_of import AsOf
from api.routes.noun import noun
from ledger.access.looks import Shown
from projections import known_through, profile

router = noun("candidates")

# As one says them; a series of meetings is one conversation.
_WORDS = {
    "email": ("an email thread", "email threads"),
    "meeting": ("a meeting", "meetings"),
    "interview": ("an interview", "interviews"),
    "call": ("a call", "calls"),
    "event": ("an event", "events"),
}
_CHAT = ("a conversation", "conversations")


@router.get("/candidates/{candidate_id}/known-through")
def list_known_through(
    caller: Reader,
    candidate_id: UUID,
    limit: Annotated[int, Query(ge=1, le=50, description="How many people at most.")] = 10,
    as_of: AsOf = None,
) -> Page[KnownThrough]:
    """List who took part in the same conversations, those with most of them first.

    A conversation of more than twenty people says nothing about who knows whom.
    """
    with caller.moment(as_of) as moment:
        root = profiles.known(moment, candidate_id).candidate_id
        rows = known_through.of_candidate(moment, root, now=moment.now(), limit=limit)
        people = profile.of_candidates(moment, [row.candidate_id for row in rows])
    found = [
        KnownThrough(
            id=row.candidate_id,
            name=people[row.candidate_id].name,
            conversation_count=row.conversation_count,
            last_at=row.last_at,
            evidence=_words(row.kinds),
        )
        for row in rows
        if row.candidate_id in people
    ]
    caller.looked(Shown.TIMELINE, whom=root, count=1 + len(found))
    return Page(items=found, next_cursor=None)


def _words(kinds: Sequence[str]) -> str:
    """Return what two people share: an email thread and 3 meetings."""
    counts = Counter(_WORDS.get(kind, _CHAT) for kind in kinds)
    said = [
        f"{count:,} {several}" if count > 1 else one
        for (one, several), count in counts.most_common()
    ]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
