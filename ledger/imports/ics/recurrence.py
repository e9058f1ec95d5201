"""The dates of a series: by rule, put in, taken out, up to a horizon (RFC 5545 §3.8.5).

Rules are followed by dateutil on the wall clock of the series' zone, so that a meeting at nine
stays at nine when clocks change. dateutil looks for the next match until the year 9999, some
seconds for a rule that never matches. The calendar repeats itself to the day of the week every
400 years, so a series is followed in its last such age, where that search ends soon.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, UTC, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrule, rruleset, rrulestr

from ledger.imports.ics.meetings import Meeting
from ledger.imports.ics.naming import Names
from ledger.imports.ics.times import When

# Five years of a daily meeting; the newest are kept.
OCCURRENCES_MAX = 2_000
# Fifty years of a daily meeting, and what a rule of many hours a day soon comes to.
_STEPS_MAX = 20_000
_AGE_YEARS = 400
_RULE_CHARACTERS_MAX = 500
_KNOWN = """
FREQ COUNT INTERVAL BYHOUR BYMINUTE BYSECOND BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH
BYSETPOS WKST
"""
_PARTS = frozenset(_KNOWN.split())
_FREQUENCIES = frozenset(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_NUMBERS = re.compile(r"[+-]?\d{1,6}(?:,[+-]?\d{1,6})*", re.ASCII)


class UnclearRuleError(ValueError):
    """A rule that Rapport does not follow; the message says why."""


class Occurrences:
    """When a series happens, and whether some of its older dates were left out."""

    def __init__(self, told: Meeting, horizon: datetime) -> None:
        """Follow a series up to the horizon; raise `UnclearRuleError` if it cannot be."""
        self._told = told
        self._horizon = horizon
        starts = {each.key: each for each in self._by_rule()}
        starts |= {told.starts.key: told.starts} if told.starts.instant <= horizon else {}
        starts |= {each.key: each for each in told.dates if each.instant <= horizon}
        in_order = sorted(starts.values(), key=lambda each: each.instant)
        self.names = Names(told.uid, told.starts.at.tzinfo, in_order)
        kept = [each for each in in_order if not {each.key, each.day} & told.excluded]
        self.dates = kept[-OCCURRENCES_MAX:]
        self.is_cut = len(kept) > OCCURRENCES_MAX or self._is_long

    def _by_rule(self) -> Iterable[When]:
        told = self._told
        self._is_long = False
        if not told.rules:
            return ()
        zone = told.starts.at.tzinfo
        start = told.starts.at.replace(tzinfo=None)
        end = self._horizon.astimezone(zone).replace(tzinfo=None)
        # The last age in which the horizon still exists.
        ages = max(0, MAXYEAR - max(end.year, start.year) - 1) // _AGE_YEARS
        shift = ages * _AGE_YEARS
        found = deque[datetime](maxlen=OCCURRENCES_MAX + 1)
        for step, each in enumerate(_followed(told, _moved(start, shift))):
            if each > _moved(end, shift):
                break
            if step >= _STEPS_MAX:
                raise UnclearRuleError("it comes to too many dates")
            found.append(each)
        self._is_long = len(found) > OCCURRENCES_MAX
        return [
            When(_moved(each, -shift).replace(tzinfo=zone), told.starts.is_day)
            for each in islice(found, OCCURRENCES_MAX + 1)
        ]


def _followed(told: Meeting, start: datetime) -> Iterator[datetime]:
    """Yield the dates of all rules in order, in the age of `start`."""
    shift = start.year - told.starts.at.year
    together = rruleset()
    for rule in told.rules:
        text, until = _checked(rule, told)
        try:
            parsed = rrulestr(text, dtstart=start)
            assert isinstance(parsed, rrule)
            if until is not None:
                parsed = parsed.replace(until=_moved(until, shift))
        except (ValueError, TypeError, AssertionError, AttributeError, OverflowError) as error:
            raise UnclearRuleError("it is not understood") from error
        together.rrule(parsed)
    return iter(together)


def _checked(rule: str, told: Meeting) -> tuple[str, datetime | None]:
    """Return a rule without its end, and its end on the wall clock of the series."""
    if len(rule) > _RULE_CHARACTERS_MAX:
        raise UnclearRuleError("it is too long")
    parts: dict[str, str] = {}
    for part in filter(None, rule.strip().upper().split(";")):
        name, _, value = part.partition("=")
        parts[name.strip()] = value.strip()
    until = parts.pop("UNTIL", None)
    if until:
        # No rule may have both; the library warns of it.
        parts.pop("COUNT", None)
    if parts.get("FREQ") not in _FREQUENCIES:
        raise UnclearRuleError("it does not repeat by days, weeks, months or years")
    if not parts.keys() <= _PARTS:
        raise UnclearRuleError("it has parts that are not understood")
    for name in parts.keys() - {"FREQ", "BYDAY", "WKST"}:
        if not _NUMBERS.fullmatch(parts[name]):
            raise UnclearRuleError("it is not understood")
    # The library would go on for ever.
    if int(parts.get("INTERVAL", "1").split(",")[0]) < 1:
        raise UnclearRuleError("it goes nowhere")
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    return text, _until(until, told) if until else None


def _until(text: str, told: Meeting) -> datetime:
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise UnclearRuleError("its end is not understood")
    try:
        year, month, day = map(int, found.groups()[:3])
        if found[4] is None:
            return datetime(year, month, day) + timedelta(days=1, seconds=-1)  # noqa: DTZ001 - on the series' own clock
        hour, minute, second = map(int, found.groups()[3:6])
        end = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - likewise
        if found[7]:
            return (
                end.replace(tzinfo=UTC).astimezone(told.starts.at.tzinfo).replace(tzinfo=None)
            )
    except (ValueError, OverflowError) as error:
        raise UnclearRuleError("its end is not understood") from error
    return end


def _moved(moment: datetime, years: int) -> datetime:
    # Leap years repeat as well, so a 29 February stays one.
    return moment.replace(year=min(MAXYEAR, moment.year + years))
