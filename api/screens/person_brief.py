"""What one wants to know of somebody before a talk: the last one, and what to ask."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from api.answers.candidates import Candidate
from api.answers.engagements import Line
from api.lines import line
from ledger.words import CallOutcome, CandidateId, HandleStatus, Kind
from projections import timeline
from projections.moment import Moment

_TALKS = (Kind.CALL.value, Kind.MEETING.value, Kind.INTERVIEW.value)
_UNANSWERED = {CallOutcome.LEFT_VOICEMAIL.value, CallOutcome.MISSED.value}
# Somebody is rung a few times before they answer; further back, there is no last talk to go by.
_LOOKED_AT_MAX = 12


class Brief(NamedTuple):
    """What to know before the next talk."""

    talks: Sequence[Line]
    """The last talk; nothing where there was none of late."""
    to_ask: Sequence[str]
    """What a recruiter would want to know, and nobody told yet."""


def of(moment: Moment, person: Candidate) -> Brief:
    """Return what to know of somebody before talking with them."""
    window = timeline.Window(kinds=_TALKS, until=moment.now())
    rows = timeline.of_candidate(
        moment, CandidateId(person.id), window=window, after=None, limit=_LOOKED_AT_MAX
    )
    talks = [line(row) for row in rows if _took_place(row)]
    return Brief(talks[:1], [name for name, is_known in _known(person).items() if not is_known])


def _took_place(row: timeline.Line) -> bool:
    told = row.payload
    return not told.get("is_cancelled") and told.get("outcome") not in _UNANSWERED


def _known(person: Candidate) -> Mapping[str, bool]:
    current = HandleStatus.CURRENT.value
    return {
        "email address": any(each.status == current for each in person.email_addresses),
        "phone number": any(each.status == current for each in person.phone_numbers),
        "where they live": bool(person.location),
        "what they do": bool(person.title or person.company or person.headline),
    }
