"""A content line of a calendar as name, parameters and value, however it was written."""

import re
from collections.abc import Mapping
from typing import NamedTuple, cast

from icalendar.parser import Contentline

_NAME = re.compile(r"[A-Za-z0-9-]+")
# Nearly all lines: nothing quoted, escaped or listed. The library takes twenty times as long
# for them; a test holds the two together.
_PLAIN = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=[^";:,^\\]+)*):([^"\\%]*)')
_PLAIN_PARAMETER = re.compile(r";([^=]+)=([^;]+)")
# The value of a person begins at its scheme, whatever colons stand before.
_VALUE = re.compile(r":(?=mailto:|invalid:|urn:|tel:|https?:)", re.IGNORECASE)
_PARAMETER = re.compile(r";([A-Za-z0-9-]+)=(\"[^\"]*\"?|[^;]*)")
# Outlook's “(UTC+01:00) Berlin” without quotation marks: the value begins at the last colon.
_BARE_ZONE = re.compile(r":\d{8}(?:T\d{6}Z?)?$", re.ASCII)
_ESCAPED = re.compile(r"\\(.)")


class Property(NamedTuple):
    """One property: its name in capitals, its parameters by theirs, and the value as text."""

    name: str
    parameters: dict[str, str]
    value: str


def property_of(line: str) -> Property | None:
    """Return what a line says; None for one that says nothing.

    Where it breaks the grammar (a quotation mark in a name, a bare colon in a zone's) it is
    taken apart as well as it can be.
    """
    plain = _PLAIN.fullmatch(line)
    if plain:
        told = {key.upper(): each for key, each in _PLAIN_PARAMETER.findall(plain[2])}
        found = Property(plain[1].upper(), told, plain[3])
    else:
        try:
            found = strictly(line)
        except ValueError:
            return _loosely(line)
    if "TZID" in found.parameters and _BARE_ZONE.search(found.value):
        return _loosely(line)
    return found


def strictly(line: str) -> Property:
    """Return what a line says by the grammar; raise `ValueError` where it breaks it."""
    name, parameters, value = Contentline(line).parts()
    given = cast("Mapping[str, str | list[str]]", parameters)
    told = {key.upper(): _single(each) for key, each in given.items()}
    return Property(str(name).upper(), told, str(value))


def _single(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)


def _loosely(line: str) -> Property | None:
    name = _NAME.match(line)
    if name is None or ":" not in line:
        return None
    begin = _VALUE.search(line)
    if begin:
        head, value = line[: begin.start()], line[begin.end() :]
    else:
        head, _, value = line.rpartition(":")
    told = {key.upper(): each.strip('"') for key, each in _PARAMETER.findall(head)}
    return Property(name[0].upper(), told, _ESCAPED.sub(_unescaped, value))


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]
