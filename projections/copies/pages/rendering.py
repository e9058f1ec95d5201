"""From a template to the bytes of a page: everything escaped, nothing from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from markupsafe import Markup

from projections.copies.copy import File
from projections.copies.dates import last_recorded_at
from projections.copies.pages.sheets import Sheets
from projections.moment import Moment

TEMPLATES = Path(__file__).parent.parent / "templates"
_ASSETS = ("style.css", "search.js")
_HUES = 8
_SUMMARY_MAX = 160


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of one copy share."""

    as_of: datetime
    sheets: Sheets = field(default_factory=Sheets)
    """Where everybody is: who leads to people is written after them."""

    @classmethod
    def of(cls, moment: Moment) -> "Site":
        """Return the site of a moment."""
        return cls(last_recorded_at(moment))

    def assets(self) -> Iterable[File]:
        """Yield the style and the script."""
        for name in _ASSETS:
            yield f"html/{name}", ((TEMPLATES / name).read_bytes(),)

    def page(self, path: str, template: str, **values: Any) -> File:
        """Return a page, made when it is taken; links in it go up to the site's folder."""
        return path, self._made(path, template, values)

    def part(self, path: str, template: str, **values: Any) -> Markup:
        """Return a part of a page that will lie at a path, or all of it."""
        # From `index.html` the other pages are in `html`, and it is one folder above them.
        up = "../" * (path.count("/") - 1) if "/" in path else "html/"
        made = (
            _templates()
            .get_template(template)
            .render(
                root=up,
                home="../" * path.count("/") + "index.html",
                as_of=self.as_of,
                here=template.partition(".")[0],
                person_path=self._person_path,
                **values,
            )
        )
        return Markup(made)  # noqa: S704 - the templates escape what they are given

    def _made(self, path: str, template: str, values: dict[str, Any]) -> Iterable[bytes]:
        yield self.part(path, template, **values).encode()

    def _person_path(self, candidate: UUID) -> str:
        return f"person/{self.sheets.address_of(candidate)}"


def initials(name: str) -> str:
    """Return up to two letters that stand for a name."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def hue(candidate: UUID) -> int:
    """Return which of a few colours somebody has."""
    return crc32(candidate.bytes) % _HUES


def day(at: Any) -> Markup:
    """Return a date as it is written everywhere."""
    return Markup(f"{at.year:04}-{at.month:02}-{at.day:02}")  # noqa: S704 - numbers


def instant(at: datetime) -> Markup:
    """Return day and time in UTC."""
    return Markup(f"{day(at)} {at.hour:02}:{at.minute:02}")  # noqa: S704 - numbers


def counted(number: int) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}"


def first_line(text: str) -> str:
    """Return the beginning of a text, on one line."""
    shown = " ".join(text[: 4 * _SUMMARY_MAX].split())
    return shown if len(shown) <= _SUMMARY_MAX else f"{shown[:_SUMMARY_MAX].rstrip()}…"


def by_month(lines: Iterable[Any]) -> Iterable[tuple[str, Iterable[Any]]]:
    """Return lines that are in order by the months they are of."""
    return groupby(lines, key=lambda line: line.month)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        # A fact that nobody told is nothing, and shows nothing.
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Any] = {
        "day": day,
        "instant": instant,
        "counted": counted,
        "initials": initials,
        "hue": hue,
        "first_line": first_line,
        "groupby_month": by_month,
    }
    environment.filters.update(filters)
    return environment
