"""One event of a calendar as a meeting: when, with whom, about what, and how it repeats."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from ledger.imports import texts
from ledger.imports.ics.attendees import Attendee, attendee
from ledger.imports.ics.blocks import Component
from ledger.imports.ics.properties import Property, property_of
from ledger.imports.ics.times import When, duration, when
from ledger.imports.ics.zones import Zones
from ledger.imports.markup import text_of
from ledger.imports.records import Place
from ledger.imports.remarks import Remarks
from ledger.words import Attachment

_DAY = timedelta(days=1)
# What an event can hold (ledger.events); longer is a project, not a meeting.
_MINUTES_MAX = 100_000
# An event's dates, put in or taken out one by one.
_DATES_MAX = 2_000
_KEY_CHARACTERS_MAX = 500
_PRIVATE = ("PRIVATE", "CONFIDENTIAL")


class UnfitError(Exception):
    """This event cannot be brought in; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as one event of a calendar tells it."""

    place: Place
    uid: str
    replaces: When | None
    """Which date of its series it stands for; None for the series or a single meeting."""
    starts: When
    minutes: int | None
    subject: str | None
    location: str
    description: str
    categories: str
    is_cancelled: bool
    people: tuple[Attendee, ...]
    organizer: str
    """The key of whoever asks to it."""
    rules: tuple[str, ...]
    dates: tuple[When, ...]
    excluded: frozenset[str]
    """Keys of dates, and whole days, on which it does not happen."""
    attachments: tuple[Attachment, ...]
    version: tuple[int, str]
    is_private: bool

    @property
    def recurrence(self) -> str:
        """The key of the date that it stands for; empty for the series."""
        return self.replaces.key if self.replaces else ""

    def with_people_of(self, series: "Meeting") -> "Meeting":
        """Return one meeting of a series; a cancellation often names nobody anew."""
        if self.people:
            return self
        return replace(self, people=series.people, organizer=series.organizer)


def meeting(component: Component, place: Place, zones: Zones, remarks: Remarks) -> Meeting:
    """Return the meeting an event tells, or raise `UnfitError` with the reason."""
    if not component.is_whole:
        raise UnfitError("the file ends in the middle of it")
    told: dict[str, list[Property]] = {}
    for line in component.lines:
        property_ = property_of(line)
        if property_ is None:
            remarks.count("Lines of events that say nothing, left out")
        else:
            told.setdefault(property_.name, []).append(property_)
    starts = _starts(told, zones)
    organizer, people = _people(told)
    subject = texts.line(_value(told, "SUMMARY")) or None
    replaces = _replaced(told, zones, remarks)
    return Meeting(
        place=place,
        uid=_uid(told, starts, subject),
        replaces=replaces,
        starts=starts,
        minutes=_minutes(told, starts, zones, remarks),
        subject=subject,
        location=texts.line(_value(told, "LOCATION")),
        description=_description(told),
        categories=_value(told, "CATEGORIES"),
        is_cancelled=_value(told, "STATUS").upper() == "CANCELLED",
        people=people,
        organizer=organizer,
        rules=() if replaces else tuple(each.value for each in told.get("RRULE", ())),
        dates=tuple(_dates(told.get("RDATE", ()), zones, remarks)),
        excluded=frozenset(_excluded(told, zones, remarks)),
        attachments=tuple(_attachments(told.get("ATTACH", ()))),
        version=_version(told),
        is_private=_value(told, "CLASS").upper() in _PRIVATE,
    )


def _value(told: dict[str, list[Property]], name: str) -> str:
    return told[name][0].value.strip() if name in told else ""


def _starts(told: dict[str, list[Property]], zones: Zones) -> When:
    if "DTSTART" not in told:
        raise UnfitError("it does not say when it starts (DTSTART)")
    try:
        return _when(told["DTSTART"][0], zones)
    except ValueError as error:
        shown = told["DTSTART"][0].value[:60]
        raise UnfitError(f"its start “{shown}” is not understood") from error


def _when(told: Property, zones: Zones) -> When:
    return when(told.value, told.parameters.get("TZID", ""), zones)


def _replaced(told: dict[str, list[Property]], zones: Zones, remarks: Remarks) -> When | None:
    if "RECURRENCE-ID" not in told:
        return None
    if "RANGE" in told["RECURRENCE-ID"][0].parameters:
        remarks.count(
            "Changes to a series from one date on, of which only that date was changed"
        )
    try:
        return _when(told["RECURRENCE-ID"][0], zones)
    except ValueError as error:
        shown = told["RECURRENCE-ID"][0].value[:60]
        reason = f"which one of its series it is, “{shown}”, is not understood"
        raise UnfitError(reason) from error


def _uid(told: dict[str, list[Property]], starts: When, subject: str | None) -> str:
    uid = texts.line(_value(told, "UID"))
    if uid and len(uid) <= _KEY_CHARACTERS_MAX:
        return uid
    # Without a name of its own it is known by what it says.
    named = "\n".join((uid, "" if uid else starts.key, "" if uid else subject or ""))
    return hashlib.sha256(named.encode()).hexdigest()


def _minutes(
    told: dict[str, list[Property]], starts: When, zones: Zones, remarks: Remarks
) -> int | None:
    try:
        if "DTEND" in told:
            length = _when(told["DTEND"][0], zones).instant - starts.instant
        elif "DURATION" in told:
            length = duration(_value(told, "DURATION"))
        else:
            length = _DAY if starts.is_day else timedelta()
    except ValueError:
        remarks.count("Meetings whose end is not understood")
        return None
    minutes = round(length.total_seconds() / 60)
    return minutes if 0 < minutes <= _MINUTES_MAX else None


def _people(told: dict[str, list[Property]]) -> tuple[str, tuple[Attendee, ...]]:
    """Return the key of the organizer and everybody asked, each once."""
    named: dict[str, Attendee] = {}
    for each in (*told.get("ATTENDEE", ()), *told.get("ORGANIZER", ())):
        who = attendee(each.value, each.parameters)
        key = who.key or f"\0{who.name}"
        before = named.get(key)
        if before is None:
            named[key] = who
        elif who.name and not before.name:
            named[key] = before._replace(name=who.name)
    named.pop("\0", None)
    asking = next((attendee(o.value, o.parameters).key for o in told.get("ORGANIZER", ())), "")
    return asking, tuple(named.values())


def _description(told: dict[str, list[Property]]) -> str:
    plain = text_of(_value(told, "DESCRIPTION"))
    return texts.text(plain or text_of(_value(told, "X-ALT-DESC")))


def _dates(told: Iterable[Property], zones: Zones, remarks: Remarks) -> Iterator[When]:
    count = 0
    for each in told:
        for text in each.value.split(","):
            count += 1
            if count > _DATES_MAX:
                remarks.count("Dates beyond the 2,000 that one event may name, left out")
                continue
            try:
                # A period is a start and what follows; each meeting keeps the series' length.
                yield when(text.partition("/")[0], each.parameters.get("TZID", ""), zones)
            except ValueError:
                remarks.count("Dates of a series that are not understood, left out")


def _excluded(told: dict[str, list[Property]], zones: Zones, remarks: Remarks) -> Iterator[str]:
    for each in _dates(told.get("EXDATE", ()), zones, remarks):
        yield each.key
    if "EXRULE" in told:
        remarks.count("Series with dates taken out by a rule (EXRULE), which is not followed")


def _attachments(told: Iterable[Property]) -> Iterator[Attachment]:
    for each in told:
        parameters = each.parameters
        name = texts.line(parameters.get("FILENAME") or parameters.get("X-FILENAME") or "")
        media_type = texts.line(parameters.get("FMTTYPE", "")) or None
        if parameters.get("ENCODING", "").upper() == "BASE64":
            content = _content(each.value)
            yield Attachment(
                filename=name or "attachment",
                media_type=media_type,
                size_bytes=None if content is None else len(content),
                sha256=None if content is None else hashlib.sha256(content).hexdigest(),
            )
        elif each.value.strip():
            last = re.split(r"[?#]", each.value)[0].rstrip("/").rpartition("/")[2]
            yield Attachment(
                filename=name or texts.line(last)[:200] or "link",
                media_type=media_type,
                reference=texts.text(each.value),
            )


def _content(value: str) -> bytes | None:
    try:
        return base64.b64decode(value)
    except (binascii.Error, ValueError):
        return None


def _version(told: dict[str, list[Property]]) -> tuple[int, str]:
    """Return what grows with each change of an event."""
    sequence = _value(told, "SEQUENCE")
    is_number = (
        sequence.isdecimal() and sequence.isascii() and len(sequence) < len(str(1 << 31))
    )
    changed = _value(told, "LAST-MODIFIED") or _value(told, "DTSTAMP")
    return int(sequence) if is_number else 0, changed
