"""Values that arrive over HTTP, and what is refused about them before anything is decided."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict

from ledger.words import NO_NUMBER, Instant

# Nobody alive was met before 1900, and what lies past 2200 is a slip of the keyboard.
_DAYS = (date(1900, 1, 1), date(2200, 1, 1))


def _instant_within_reach(at: datetime) -> datetime:
    _day_within_reach(at.date())
    return at.astimezone(UTC)


def _day_within_reach(day: date) -> date:
    if not _DAYS[0] <= day < _DAYS[1]:
        raise ValueError("lies outside of 1900 to 2199: correct the year")
    return day


When = Annotated[Instant, AfterValidator(_instant_within_reach)]
Day = Annotated[date, NO_NUMBER, AfterValidator(_day_within_reach)]


def shown(*examples: dict[str, Any]) -> ConfigDict:
    """Return a model's configuration with the examples that the documentation shows."""
    return ConfigDict(json_schema_extra={"examples": list(examples)})
