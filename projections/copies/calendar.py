"""What is promised and what is agreed on, as a calendar (RFC 5545).

An open follow-up is a whole day that leaves the day free: few calendars show to-dos.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from icalendar import Event

from projections.copies.copy import Whom, gathered
from projections.follow_ups import FOLLOW_UPS
from projections.moment import Moment
from projections.profile import PROFILE
from projections.timeline import TIMELINE

_FOLLOW_UPS = """
select f.stream_id, f.due_on, f.about, e.recorded_at, ledger.display_name(p.facts)
from follow_ups f
join ledger.events e
  on e.workspace_id = f.workspace_id and e.stream_id = f.stream_id and e.version = 1
left join profile p on p.workspace_id = f.workspace_id and p.candidate_id = f.candidate_id
where f.workspace_id = %(workspace)s and f.state = 'open'
  and (%(people)s::uuid[] is null or f.candidate_id = any(%(people)s::uuid[]))
order by f.due_on, f.stream_id"""
_MEETINGS = """
select t.stream_id, t.occurred_at, told.payload, e.recorded_at, ledger.display_name(p.facts)
from timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
cross join lateral (
    select coalesce(ledger.upcast(e.event_type, e.schema_version, e.payload), '{}')
               || coalesce(t.changes, '{}') as payload) told
left join profile p on p.workspace_id = t.workspace_id and p.candidate_id = t.candidate_id
where t.workspace_id = %(workspace)s and t.event_type = 'EngagementRecorded'
  and t.is_cancelled is not true and t.occurred_at > %(now)s
  and t.kind in ('meeting', 'interview', 'call', 'event')
  and (%(people)s::uuid[] is null or t.candidate_id = any(%(people)s::uuid[]))
order by t.occurred_at, t.position"""
_HEAD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Rapport//Relationship ledger//EN\r\n"
    b"CALSCALE:GREGORIAN\r\nX-WR-CALNAME:Rapport\r\n"
)
_FOOT = b"END:VCALENDAR\r\n"
# Where nobody told how long it takes.
_MINUTES = 60


def calendar(moment: Moment, whom: Whom, now: datetime) -> Iterator[bytes]:
    """Yield the open follow-ups, then what is to happen after `now`."""
    yield from gathered(_pieces(moment, whom, now))


def _pieces(moment: Moment, whom: Whom, now: datetime) -> Iterator[bytes]:
    people = None if whom is None else list(whom)
    yield _HEAD
    for row in moment.streamed(_FOLLOW_UPS.strip(), FOLLOW_UPS, PROFILE, people=people):
        yield _follow_up(*row)
    rows = moment.streamed(_MEETINGS.strip(), TIMELINE, PROFILE, people=people, now=now)
    for row in rows:
        yield _meeting(*row)
    yield _FOOT


def _follow_up(stream_id: Any, due_on: Any, about: str, told_at: datetime, name: str) -> bytes:
    event = _event(stream_id, told_at, f"{name}: {about}" if name else about)
    event.add("dtstart", due_on)
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Follow-up"])
    return event.to_ical()


def _meeting(
    stream_id: Any, at: datetime, told: dict[str, Any], told_at: datetime, name: str
) -> bytes:
    kind = str(told["kind"]).capitalize()
    about = told.get("subject") or kind
    event = _event(stream_id, told_at, f"{about} ({name})" if name else about)
    minutes = told.get("duration_minutes") or _MINUTES
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(minutes=minutes))
    event.add("categories", [kind])
    if told.get("body"):
        event.add("description", told["body"])
    return event.to_ical()


def _event(stream_id: Any, told_at: datetime, summary: str) -> Any:
    # Its methods take values of any type, and say so to no type checker.
    event: Any = Event()
    event.add("uid", str(stream_id))
    event.add("dtstamp", told_at.replace(microsecond=0))
    event.add("summary", summary)
    return event
