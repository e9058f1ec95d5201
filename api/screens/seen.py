"""Who looks at a screen: their time zone and language, as of when, and what is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import TypeAdapter, ValidationError

from api import as_of as moments
from api.screens.times import Times, day_within_reach, locale_of, zone_of
from ledger import errors

ZONE_COOKIE = "rapport_zone"
_DATED = re.compile(
    r"/(people(/[0-9a-f-]{36}(/facts|/privacy)?)?|today/follow-ups|timeline"
    r"|pools(/[0-9a-f-]{36})?|insights)?"
)
# A place in a list is one of that moment.
_OF_THE_MOMENT = {"as_of", "cursor"}
_MOMENT: TypeAdapter[str] = TypeAdapter(moments.Moment)


@dataclass(frozen=True, slots=True)
class Past:
    """The moment a screen is read as of."""

    asked: str
    """As the address says it: a day, an instant or a position."""
    moment: str
    """As the API takes it."""
    day: date | None
    """The day it falls on, where it is not a position."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a screen is looked at."""

    request: Request
    times: Times
    past: Past | None

    @property
    def as_of(self) -> str | None:
        """As of when, as the API's handlers take it; nothing for now."""
        return self.past and self.past.moment

    @property
    def target(self) -> str:
        """The id of the part that a script asks for; empty where a whole page is wanted."""
        told = self.request.headers
        if "hx-request" not in told or told.get("hx-history-restore-request") == "true":
            return ""
        return told.get("hx-target", "").rpartition("#")[2]

    @property
    def is_scripted(self) -> bool:
        """Whether a script of the page asks, which can put a part in its place."""
        return "hx-request" in self.request.headers

    @property
    def told(self) -> Sequence[tuple[str, str]]:
        """What the address says but for the moment."""
        said = self.request.query_params.multi_items()
        return [(name, value) for name, value in said if name not in _OF_THE_MOMENT]

    @property
    def now(self) -> str:
        """The address of this screen as it is now, with all that it was asked."""
        path = self.request.url.path
        return f"{path}?{urlencode(self.told)}" if self.told else path

    @property
    def dated(self) -> str:
        """The path of the screen that is read as of a day: this one, else the first one."""
        asked = self.request
        is_dated = asked.method == "GET" and _DATED.fullmatch(asked.url.path)
        return asked.url.path if is_dated else "/"

    def link(self, path: str, /, **query: str | None) -> str:
        """Return the address of a screen as of the same moment."""
        told = {name: value for name, value in query.items() if value}
        if self.past is not None:
            told.setdefault("as_of", self.past.asked)
        return f"{path}?{urlencode(told)}" if told else path


def _seen(request: Request, as_of: Annotated[str | None, Query(max_length=64)] = None) -> Seen:
    zone = zone_of(request.cookies.get(ZONE_COOKIE, ""))
    locale = locale_of(request.headers.get("accept-language", ""))
    times = Times(zone, locale, datetime.now(UTC))
    return Seen(request, times, past_of(as_of, times) if as_of else None)


def past_of(asked: str, times: Times) -> Past | None:
    """Return the moment that an address names; nothing where that is the present one.

    A day is meant with all that it holds. Raise `errors.Invalid` for what is no moment.
    """
    day = _day(asked)
    if day is None:
        try:
            moment = _MOMENT.validate_python(asked)
        except ValidationError as error:
            raise errors.Invalid(
                "As of when? Choose a day, such as 2026-06-01, or a place in the ledger."
            ) from error
        return Past(asked, moment, None)
    if not day_within_reach(day):
        raise errors.Invalid("Choose a day from 1900 to 2199.")
    if day >= times.today:
        return None
    return Past(asked, times.ends(day).isoformat(), day)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked) if "-" in asked else None
    except ValueError:
        return None


Sight = Annotated[Seen, Depends(_seen)]
"""What a screen's route asks for beside its caller."""
