"""Which time zone is meant: calendars name zones as Olson, as Windows, as paths, or in full."""

import re
from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import cast
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from ledger.imports.ics.blocks import Component
from ledger.imports.options import Options
from ledger.imports.remarks import Remarks

_TZID = re.compile(r"TZID(?:;[^:]*)?:(.*)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)", re.IGNORECASE)
# London's, from 1847 on, has some 140 parts; it is read line by line whenever a time is asked.
_ZONE_LINES_MAX = 2_000
# The rules of real zones. Of another the library might look for a match until the year 9999.
_RULE = re.compile(
    r"(?=.*\bBYMONTH=)FREQ=YEARLY(?:;(?:BYMONTH=(?:[1-9]|1[0-2])|INTERVAL=1|WKST=[A-Z]{2}"
    r"|UNTIL=\d{8}(?:T\d{6}Z?)?|(?P<day>BYDAY=[+-]?[1-5][A-Z]{2}|BYMONTHDAY=-?(?:[1-9]|1\d|2[0-8]))))+",
    re.IGNORECASE,
)


class Zones:
    """The zones of one calendar, by the names that its times give them."""

    def __init__(
        self, told: Sequence[Component], own: str, options: Options, remarks: Remarks
    ) -> None:
        self._options = options
        self._remarks = remarks
        self._told = {_name(zone): zone for zone in told}
        self._known: dict[str, tzinfo] = {}
        self._own = own

    def of(self, name: str) -> tzinfo:
        """Return the zone of this name; that of times without one, where nobody knows it."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def floating(self) -> tzinfo:
        """Return the zone of times that name none: as was said, or as the calendar says."""
        is_said = "timezone" in self._options.model_fields_set
        own = None if is_said or not self._own else _named(self._own)
        return own or ZoneInfo(self._options.timezone)

    def floating_at(self) -> tzinfo:
        """Return the zone of a time that names none, and let the report say so."""
        if not self._own and "timezone" not in self._options.model_fields_set:
            self._remarks.note(
                "Times that name no zone were taken as UTC: say --timezone Europe/Prague, or "
                "whichever it is."
            )
        return self.floating()

    def _found(self, name: str) -> tzinfo:
        zone = _named(name) or self._defined(name)
        if zone is None:
            zone = self.floating()
            self._remarks.note(
                f"Nobody knows the time zone “{name[:100]}”: its times were taken as {zone}."
            )
        return zone

    def _defined(self, name: str) -> tzinfo | None:
        """Return the zone that the calendar itself defines under a name."""
        component = self._told.get(name)
        if component is None or len(component.lines) > _ZONE_LINES_MAX:
            return None
        if not all(map(_is_sound, component.lines)):
            return None
        text = "\r\n".join(("BEGIN:VTIMEZONE", *component.lines, "END:VTIMEZONE", ""))
        try:
            zone = Timezone.from_ical(text)
            assert isinstance(zone, Timezone)
            return cast("tzinfo", zone.to_tz(lookup_tzid=False))
        # The library raises whatever the text made it stumble over.
        except Exception:  # noqa: BLE001
            return None


def _named(name: str) -> tzinfo | None:
    told = name.strip().strip('"')
    if _OFFSET.fullmatch(told):
        return UTC
    olson = WINDOWS_TO_OLSON.get(told)
    parts = told.split("/")
    # Mozilla and Evolution put their own path before the name: /mozilla.org/2007/Europe/Oslo.
    tails = ["/".join(parts[-count:]) for count in (3, 2, 1) if 1 < len(parts) > count]
    for candidate in filter(None, (olson, told, *(tails if told.startswith("/") else ()))):
        try:
            return ZoneInfo(candidate)
        except (ValueError, KeyError, OSError):
            continue
    return None


def _name(zone: Component) -> str:
    told = (_TZID.fullmatch(line) for line in zone.lines)
    return next((found[1].strip() for found in told if found), "")


def _is_sound(line: str) -> bool:
    name, _, value = line.partition(":")
    if name.upper() != "RRULE":
        return True
    found = _RULE.fullmatch(value.strip())
    return found is not None and len(re.findall(r"\bBY(?:MONTH)?DAY=", value.upper())) == 1
