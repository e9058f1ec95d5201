"""Reading what somebody else's program wrote as JSON: each value as the type it should have."""

import re
from collections.abc import Iterator
from typing import cast

from ledger.imports import texts
from ledger.imports.remarks import Remarks

_INTEGER_MAX = 2**53 - 1
_INDEX = re.compile(r"/\d+(?=/|$)")
_WRONG = "Values of another kind than {} has, left out"
Plain = str | int | bool | list[str | int | bool]


class JsonObject:
    """A JSON object; a value of the wrong type counts as none and is remarked on."""

    def __init__(self, values: object, remarks: Remarks, pointer: str = "") -> None:
        self._remarks = remarks
        self._pointer = pointer
        self._values: dict[str, object] = {}
        if isinstance(values, dict):
            self._values = cast("dict[str, object]", values)
        elif values is not None:
            self._wrong("")

    def names(self) -> list[str]:
        """Return the names of what is in it, nulls and empty things left out."""
        return [name for name, value in self._values.items() if value not in (None, "", [], {})]

    def line(self, *names: str) -> str:
        """Return the first of these that is told as one tidy line, empty for none."""
        return next(filter(None, (texts.line(self._text(name)) for name in names)), "")

    def text(self, name: str) -> str:
        """Return a text of several lines."""
        return texts.text(self._text(name))

    def flag(self, name: str) -> bool | None:
        """Return whether something is so; None where it is not told."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else None

    def number(self, name: str) -> int | None:
        """Return a whole number; None where none is told."""
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def within(self, name: str) -> "JsonObject":
        """Return an object within this one, empty where there is none."""
        return JsonObject(self._values.get(name), self._remarks, f"{self._pointer}/{name}")

    def each(self, name: str) -> Iterator["JsonObject"]:
        """Yield the objects of a list; a text in their place is one with a `value`."""
        for index, value in enumerate(self._list(name)):
            pointer = f"{self._pointer}/{name}/{index}"
            told = {"value": value} if isinstance(value, str) else value
            yield JsonObject(told, self._remarks, pointer)

    def whole(self, name: str, instead: str) -> "JsonObject":
        """Return an object, or one made of the text that stands in its place."""
        value = self._values.get(name)
        if isinstance(value, str):
            value = {instead: value}
        return JsonObject(value, self._remarks, f"{self._pointer}/{name}")

    def lines(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        found: dict[str, None] = {}
        for value in self._list(name):
            if isinstance(value, str):
                found[texts.line(value)] = None
            elif value is not None:
                self._wrong(f"/{name}")
        return tuple(line for line in found if line)

    def plain(self, name: str) -> Plain | None:
        """Return a value as it may stand among custom fields; None for nothing."""
        value = self._values.get(name)
        if isinstance(value, list):
            listed = [_plain(each) for each in cast("list[object]", value)]
            return [each for each in listed if each is not None] or None
        return _plain(value)

    def _list(self, name: str) -> list[object]:
        value = self._values.get(name)
        if isinstance(value, list):
            return cast("list[object]", value)
        if value is not None:
            self._wrong(f"/{name}")
        return []

    def _text(self, name: str) -> str:
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        self._wrong(f"/{name}")
        return ""

    def _wrong(self, name: str) -> None:
        self._remarks.count(_WRONG.format(_INDEX.sub("/…", self._pointer + name) or "the row"))


def _plain(value: object) -> str | int | bool | None:
    match value:
        case bool():
            return value
        case int():
            return value if abs(value) <= _INTEGER_MAX else str(value)
        case str():
            return texts.text(value) or None
        case dict():
            told = cast("dict[str, object]", value)
            return _plain(told.get("value") or told.get("name") or told.get("text"))
        case _:
            return None
