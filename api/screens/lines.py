"""Lines of several people's timelines, with the names that go with them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from api.access import Caller
from api.answers.engagements import Line
from api.screens import origins, words
from api.screens.origins import Origins
from api.screens.seen import Seen
from ledger.words import CandidateId
from projections import pools, profile
from projections.moment import Moment


class Told(NamedTuple):
    """A line, and what is said of it."""

    line: Line
    name: str | None
    """Of whom it is about; nothing where it is about nobody."""
    voice: str
    """Who turned to whom, and which colleague put it down."""
    sentence: str
    """What happened, where nobody talked with anybody."""


def told(seen: Seen, caller: Caller, moment: Moment, lines: Sequence[Line]) -> Sequence[Told]:
    """Return each line with the names that it speaks of, all of them asked for at once."""
    people = profile.names(moment, _people(lines))
    in_pools = pool_names(moment, lines)
    actors = {line.actor_id for line in lines}
    known = origins.read(moment, caller, import_ids=(), actor_ids=actors)
    return [
        Told(
            line,
            None if who is None else people.get(CandidateId(who), ""),
            voice(line, known),
            words.happening_of(line, in_pools, seen.times),
        )
        for line in lines
        for who in [line.candidate_id]
    ]


def voice(line: Line, known: Origins) -> str:
    """Return who turned to whom: "you" is the viewer alone, and a colleague has a name."""
    turned = words.direction_of(line)
    who = known.colleague(line.actor_id)
    if not who:
        return turned
    if turned.startswith("you "):
        return turned.replace("you", who, 1)
    # What a file brought in, its bringer only passed on.
    return turned if line.import_id else " · ".join(filter(None, (turned, who)))


def pool_names(moment: Moment, lines: Iterable[Line]) -> dict[str, str]:
    """Return what the pools are called that these lines speak of, by their ids as written."""
    told_of = {UUID(each) for line in lines if (each := line.payload.get("pool_id"))}
    names = pools.names(moment, told_of)
    return {str(pool_id): name for pool_id, name in names.items()}


def _people(lines: Iterable[Line]) -> list[CandidateId]:
    return [CandidateId(who) for who in {line.candidate_id for line in lines} if who]
