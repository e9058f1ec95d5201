"""Values that arrive over HTTP, and what is refused about them before anything is decided."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, ConfigDict, JsonValue

# Nobody alive was met before 1900, and what lies past 2200 is a slip of the keyboard.
_DAYS = (date(1900, 1, 1), date(2200, 1, 1))
DEPTH_MAX = 20
"""Of a custom field; deeper is no field but a document."""


def _instant_within_reach(at: datetime) -> datetime:
    _day_within_reach(at.date())
    return at.astimezone(UTC)


def _day_within_reach(day: date) -> date:
    if not _DAYS[0] <= day < _DAYS[1]:
        raise ValueError("lies outside of 1900 to 2199: correct the year")
    return day


When = Annotated[AwareDatetime, AfterValidator(_instant_within_reach)]
Day = Annotated[date, AfterValidator(_day_within_reach)]


def plain(value: JsonValue, depth: int = 0) -> None:
    """Refuse what has no canonical form: fractions, NUL, huge numbers, abysses."""
    if depth > DEPTH_MAX:
        raise ValueError(f"is nested deeper than {DEPTH_MAX} levels: flatten it")
    match value:
        case float():
            raise ValueError('holds a number with a fraction: write it as a string, "1.5"')
        case int() if abs(value) >= 1 << 53:
            raise ValueError("holds a whole number beyond 2^53: write it as a string")
        case str() if "\x00" in value:
            raise ValueError("holds a NUL character: take it out")
        case list():
            for inner in value:
                plain(inner, depth + 1)
        case dict():
            for key, inner in value.items():
                plain(key, depth)
                plain(inner, depth + 1)
        case _:
            pass


def shown(*examples: dict[str, Any]) -> ConfigDict:
    """Return a model's configuration with the examples that the documentation shows."""
    return ConfigDict(json_schema_extra={"examples": list(examples)})
