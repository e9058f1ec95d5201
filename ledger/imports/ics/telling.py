"""From the meetings of a calendar to records: one engagement for each person and date."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ledger.imports import texts
from ledger.imports.ics.attendees import Attendee
from ledger.imports.ics.meetings import Meeting
from ledger.imports.ics.naming import Names, alone
from ledger.imports.ics.owner import Owner
from ledger.imports.ics.recurrence import OCCURRENCES_MAX, Occurrences, UnclearRuleError
from ledger.imports.ics.times import When
from ledger.imports.name_parts import straight
from ledger.imports.options import Options
from ledger.imports.records import (
    Engagement,
    Person,
    Reach,
    Record,
    Skipped,
    WholeSeries,
)
from ledger.imports.remarks import Remarks
from ledger.words import Handle, HandleType, Kind, Participant, Profile, Visibility

# A job interview as calendars call it. French and Spanish use their words for other talks as
# well, so those must say more.
_INTERVIEW = re.compile(
    r"\b(?:interview|vorstellungsgespräch|bewerbungsgespräch|bewerberinterview"
    r"|entretien (?:d['\u2019](?:embauche|entrée)|de (?:recrutement|candidature))"
    r"|entrevista (?:de trabajo|laboral|de selección|técnica)"
    r"|entretien technique)\b",
    re.IGNORECASE,
)
_ABOUT_INTERVIEWS = re.compile(
    r"\b(?:debrief|prep|preparation|training|feedback|kick-?off|planning|vorbereitung"
    r"|nachbesprechung|schulung|préparation|preparación)\b",
    re.IGNORECASE,
)
# Beyond, a meeting is an assembly: the engagement names the first of those who are there.
_PARTICIPANTS_MAX = 100
# A weekly meeting of fifty people over eight years; more is kept to the newest dates.
_ENGAGEMENTS_MAX = 20_000
# What dateutil raises for rules it does not take, at once or while they are followed.
_STUMBLING = (ValueError, OverflowError, IndexError, TypeError)
_PRIVATE = "Meetings marked as private, which only you and the owners may read"


class _Dates(NamedTuple):
    """The dates of one event of a calendar, each with its external id, in order."""

    told: list[tuple[str, When]]
    apart: frozenset[str] = frozenset()
    """The external ids of those that the calendar tells in events of their own."""
    is_whole: bool = False
    """Whether these are all the dates of a series up to the horizon."""
    is_cut: bool = False
    """Whether older ones were left out for being too many."""


class Telling:
    """Tells the meetings of an input, once its owner and its series are known."""

    def __init__(
        self,
        owner: Owner,
        series: Mapping[str, Meeting],
        apart: Mapping[str, Sequence[When]],
        options: Options,
        now: datetime,
        remarks: Remarks,
    ) -> None:
        """Tell as seen from `now`; `apart` has the dates of each series that stand alone."""
        self._owner = owner
        self._series = series
        self._apart = apart
        self._options = options
        self._now = now
        self._horizon = now + timedelta(days=options.horizon_days)
        self._remarks = remarks
        self._introduced: set[str] = set()
        self._named: dict[str, Names] = {}
        self._shown: tuple[Meeting, tuple[Participant, ...]] | None = None

    def told(self, meeting: Meeting) -> Iterator[Record]:
        """Yield who takes part in a meeting and each time they meet, or why it is left out."""
        if meeting.replaces and meeting.uid in self._series:
            meeting = meeting.with_people_of(self._series[meeting.uid])
        others = list(self._others(meeting))
        if not others:
            yield Skipped(meeting.place, _nobody(meeting))
            return
        dates = self._dates(meeting)
        most = max(1, _ENGAGEMENTS_MAX // len(others))
        if len(dates.told) > most:
            self._remarks.count("Series of so many people that only their newest dates came in")
            dates = dates._replace(told=dates.told[-most:], is_cut=True)
        if dates.is_whole:
            yield self._whole(meeting, dates)
        if not dates.told:
            yield Skipped(meeting.place, "none of its dates is left within the horizon")
            return
        if meeting.is_private:
            self._remarks.count(_PRIVATE)
        for who in others:
            yield from self._introduce(meeting, who)
        met = [self._engagement(meeting, who) for who in others]
        for name, starts in dates.told:
            for one in met:
                yield one._replace(occurred_at=starts.instant, external_id=name)

    def _others(self, meeting: Meeting) -> Iterator[Attendee]:
        for who in meeting.people:
            if who.is_place or who.key in self._owner.addresses:
                continue
            if who.address:
                yield who
            else:
                self._remarks.count("Attendees named without an e-mail address, left out")

    def _dates(self, meeting: Meeting) -> _Dates:
        """Return the external ids and times that one event of the calendar stands for."""
        if meeting.replaces:
            names = self._names(meeting)
            return _Dates([(names.of(meeting.replaces), meeting.starts)])
        if not meeting.rules and not meeting.dates:
            return _Dates([(meeting.uid, meeting.starts)])
        try:
            found = Occurrences(meeting, self._horizon)
        # Some rules make the library stumble only while they are followed.
        except _STUMBLING as error:
            why = str(error) if isinstance(error, UnclearRuleError) else "it is not understood"
            place = f"{meeting.place.file}, line {meeting.place.line}"
            rule = texts.line("; ".join(meeting.rules))[:200]
            self._remarks.note(
                f"{place}: how the meeting repeats is not followed, as {why} ({rule}). "
                "Its first date was brought in."
            )
            names = Names(meeting.uid, meeting.starts.at.tzinfo)
            return _Dates([(names.of(meeting.starts), meeting.starts)])
        if found.is_cut:
            self._remarks.count(
                f"Series with more than {OCCURRENCES_MAX:,} dates, of which the newest came in"
            )
        apart = frozenset(found.names.of(at) for at in self._apart.get(meeting.uid, ()))
        told = [(found.names.of(at), at) for at in found.dates]
        left = [(name, at) for name, at in told if name not in apart]
        return _Dates(left, apart, is_whole=True, is_cut=found.is_cut)

    def _names(self, changed: Meeting) -> Names:
        """Return the names of the series to which a changed date belongs."""
        series = self._series.get(changed.uid)
        if series is None:
            return alone(changed)
        if changed.uid not in self._named:
            try:
                names = Occurrences(series, self._horizon).names
            except _STUMBLING:
                names = Names(series.uid, series.starts.at.tzinfo)
            self._named[changed.uid] = names
        return self._named[changed.uid]

    def _whole(self, meeting: Meeting, dates: _Dates) -> WholeSeries:
        # What was before the first date that the calendar still knows took place. What is yet
        # to come does not, wherever the series begins now.
        since = min(meeting.starts.instant, self._now)
        if dates.is_cut and dates.told:
            since = dates.told[0][1].instant
        told = dates.apart.union(name for name, _ in dates.told)
        return WholeSeries(meeting.place, meeting.uid, told, since, self._horizon)

    def _introduce(self, meeting: Meeting, who: Attendee) -> Iterator[Person]:
        if who.key in self._introduced:
            return
        self._introduced.add(who.key)
        is_added = self._options.adds_correspondents
        # What a calendar calls somebody is no news about a person who is known.
        name = straight(who.name) if is_added else ""
        profile = Profile(name=name) if name else Profile()
        handle = Handle(type=HandleType.EMAIL, value=who.address)
        yield Person(
            meeting.place,
            who.key,
            profile,
            (Reach(handle),),
            must_be_known=not is_added,
            if_unnamed=True,
        )

    def _engagement(self, meeting: Meeting, who: Attendee) -> Engagement:
        is_off = meeting.is_cancelled or who.has_declined or self._owner_declined(meeting)
        return Engagement(
            place=meeting.place,
            person=who.key,
            kind=_kind(meeting),
            occurred_at=meeting.starts.instant,
            external_id=meeting.uid,
            subject=meeting.subject,
            body=self._body(meeting, who) or None,
            conversation_id=meeting.uid,
            participants=self._participants(meeting),
            attachments=meeting.attachments,
            key_with_person=True,
            is_movable=True,
            duration_minutes=meeting.minutes,
            is_cancelled=is_off,
            visibility=Visibility.PRIVATE if meeting.is_private else None,
        )

    def _participants(self, meeting: Meeting) -> tuple[Participant, ...]:
        if self._shown is None or self._shown[0] is not meeting:
            people = [who for who in meeting.people if not who.is_place][:_PARTICIPANTS_MAX]
            self._shown = meeting, tuple(who.participant() for who in people)
        return self._shown[1]

    def _body(self, meeting: Meeting, who: Attendee) -> str:
        lines: list[str] = []
        if meeting.location:
            lines.append(f"Location: {meeting.location}")
        if self._owner_declined(meeting):
            lines.append("You declined.")
        if who.has_declined:
            lines.append(f"Declined by {who.name or who.address}.")
        more = len(meeting.people) - _PARTICIPANTS_MAX
        if more > 0:
            lines.append(f"And {more:,} more people.")
        return texts.text("\n".join((*lines, meeting.description)))

    def _owner_declined(self, meeting: Meeting) -> bool:
        answers = [who for who in meeting.people if who.key in self._owner.addresses]
        return bool(answers) and all(who.has_declined for who in answers)


def _nobody(meeting: Meeting) -> str:
    if any(not who.address and not who.is_place for who in meeting.people):
        return "nobody else in it has an e-mail address"
    return "nobody else takes part"


def _kind(meeting: Meeting) -> Kind:
    said = f"{meeting.subject or ''}\n{meeting.categories}"
    is_one = _INTERVIEW.search(said) and not _ABOUT_INTERVIEWS.search(said)
    return Kind.INTERVIEW if is_one else Kind.MEETING
