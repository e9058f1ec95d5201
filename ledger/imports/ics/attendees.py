"""Who is asked to a meeting: their address and name, whether they come, and rooms set apart."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ledger.imports import texts
from ledger.words import Handle, HandleType, Participant

_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
_PLACES = frozenset(("ROOM", "RESOURCE"))
# Google's rooms are attendees like any other but for their address.
_ROOM_HOST = "resource.calendar.google.com"


class Attendee(NamedTuple):
    """Somebody asked to a meeting, or who asks to it."""

    address: str
    """As written; empty where none is told."""
    name: str
    has_declined: bool = False
    is_place: bool = False

    @property
    def key(self) -> str:
        """The address as it is compared."""
        return self.address.casefold()

    def participant(self) -> Participant:
        """Return them as an engagement names them."""
        handle = Handle(type=HandleType.EMAIL, value=self.address) if self.address else None
        return Participant(name=self.name or None, handle=handle)


def attendee(value: str, parameters: Mapping[str, str]) -> Attendee:
    """Return whom an ATTENDEE or ORGANIZER names.

    Apple and others give no mailto but an EMAIL parameter, or `invalid:nomail` and only a name.
    """
    told = value.strip()
    bare = told[7:] if told[:7].casefold() == "mailto:" else told
    address = next(
        (
            each
            for each in (bare.strip(), parameters.get("EMAIL", "").strip())
            if _ADDRESS.fullmatch(each)
        ),
        "",
    )
    name = texts.line(parameters.get("CN", "")).strip("'\" ")
    if _ADDRESS.fullmatch(name):
        # Many calendars repeat the address where they know no name.
        address, name = address or name, ""
    is_place = parameters.get("CUTYPE", "").upper() in _PLACES
    return Attendee(
        address[:1_000],
        name,
        parameters.get("PARTSTAT", "").upper() == "DECLINED",
        is_place or address.casefold().endswith(f"@{_ROOM_HOST}"),
    )
