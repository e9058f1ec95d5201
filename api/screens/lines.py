"""Lines of several people's timelines, with the names that go with them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from api.answers.engagements import Line
from ledger.words import CandidateId
from projections import profile
from projections.moment import Moment


class Told(NamedTuple):
    """A line, and the name of whom it is about; nothing where it is about nobody."""

    line: Line
    name: str | None


def told(moment: Moment, lines: Sequence[Line]) -> Sequence[Told]:
    """Return each line with the name of whom it is about."""
    about = _people(lines)
    names = profile.names(moment, about)
    return [
        Told(line, None if who is None else names.get(CandidateId(who), ""))
        for line in lines
        for who in [line.candidate_id]
    ]


def _people(lines: Iterable[Line]) -> list[CandidateId]:
    return [CandidateId(who) for who in {line.candidate_id for line in lines} if who]
