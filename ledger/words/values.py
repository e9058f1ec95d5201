"""What a value may hold: lines, texts, plain JSON; and what all values have in common."""

import re
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)
from typing_extensions import override

# PostgreSQL's jsonb and RFC 8785 both have no place for NUL; pydantic refuses lone surrogates.
_NO_NUL = r"^[^\x00]*$"
_BEGINS_WITH_YEAR = re.compile(r"\d{4}-", re.ASCII)
# A line fits a screen, a text fits the longest mail seen in public archives (a few hundred KB).
Line = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=_NO_NUL)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=1_000_000, pattern=_NO_NUL)]


def _no_number(told: object) -> object:
    """Refuse a number, in digits too: it would be taken for seconds since 1970."""
    is_number = isinstance(told, int | float)
    if is_number or (isinstance(told, str) and not _BEGINS_WITH_YEAR.match(told)):
        raise ValueError("written with its year first: 2026-06-01, or 2026-06-01T09:00:00Z")
    return told


NO_NUMBER = BeforeValidator(_no_number)
"""What a day or an instant is marked with that others write."""
Instant = Annotated[AwareDatetime, NO_NUMBER]

_Item = TypeVar("_Item")
# Told of the first that is wrong only: to name each of 200,000 took three seconds.
Several = Annotated[tuple[_Item, ...], Field(fail_fast=True)]

_INTEGER_MAX = 2**53 - 1
_DEPTH_MAX = 20


def _plain(value: JsonValue, depth: int = 0) -> JsonValue:
    if depth > _DEPTH_MAX:
        raise ValueError("nested deeper than anything a person fills in")
    match value:
        case float():
            raise ValueError('no fractions: write them as text, "1.5"')
        case int() if abs(value) > _INTEGER_MAX:
            raise ValueError("numbers beyond 2^53 are written as text")
        case str() if "\x00" in value:
            raise ValueError("a text holds no NUL")
        case list():
            for inner in value:
                _plain(inner, depth + 1)
        case dict():
            for name, inner in value.items():
                _plain(name, depth + 1)
                _plain(inner, depth + 1)
        case _:
            pass
    return value


# What has the same canonical form (RFC 8785) in every language.
PlainJson = Annotated[JsonValue, AfterValidator(_plain)]


class Value(BaseModel):
    """A frozen value that refuses words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        # Values of a file travel by the hundred thousand, and most fields of each say nothing.
        said = self.__dict__
        return revived, (
            type(self),
            {name: said[name] for name in self.__pydantic_fields_set__},
        )


@lru_cache(maxsize=64)
def _unsaid(kind: type[Value]) -> dict[str, Any]:
    fields = kind.model_fields.items()
    return {name: told.get_default() for name, told in fields if not told.is_required()}


_set = object.__setattr__
_Kind = TypeVar("_Kind", bound=Value)


def revived(kind: type[_Kind], told: dict[str, Any]) -> _Kind:
    """Return the value of which these fields were told, as it was checked when it was made."""
    value = kind.__new__(kind)
    # As BaseModel.__setstate__ does, since a frozen value takes nothing in the usual way.
    _set(value, "__dict__", _unsaid(kind) | told)
    _set(value, "__pydantic_fields_set__", set(told))
    _set(value, "__pydantic_extra__", None)
    _set(value, "__pydantic_private__", None)
    return value
