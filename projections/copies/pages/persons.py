"""Every person on a sheet: who they are, how to reach them, and what happened, newest first.

A long timeline goes on on further pages, each a file of its own.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from projections.applications import APPLICATIONS
from projections.copies.copy import File, Whom
from projections.copies.pages import order
from projections.copies.pages.happenings import sentence_of
from projections.copies.pages.rendering import Site, day
from projections.copies.pages.sheets import CHARACTERS_A_SHEET
from projections.copies.people import Beside, KnownPerson, people
from projections.moment import Moment
from projections.pools import POOLS
from projections.timeline import TIMELINE

_FOLDER = "html/person"
_LINES_A_PAGE = 500
# A page that a browser shows at once, however long the letters on it are.
_CHARACTERS_A_PAGE = 4_000_000

_TIMELINE = """
select t.candidate_id, t.position, t.event_type, t.occurred_at, e.import_id is not null,
       t.edit_count,
       coalesce(ledger.upcast(e.event_type, e.schema_version, e.payload), '{}')
           || coalesce(t.changes, '{}')
from timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s and t.candidate_id is not null
  and (%(people)s::uuid[] is null or t.candidate_id = any(%(people)s::uuid[]))
order by t.candidate_id, t.occurred_at desc, t.position desc"""
_APPLICATIONS = """
select candidate_id, opportunity, applied_at, stage, status, rejection_reason
from applications
where workspace_id = %(workspace)s
  and (%(people)s::uuid[] is null or candidate_id = any(%(people)s::uuid[]))
order by candidate_id, applied_at desc, stream_id"""
_POOL_NAMES = "select stream_id, name from pools where workspace_id = %(workspace)s"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    position: int
    event_type: str
    occurred_at: datetime
    is_imported: bool
    edit_count: int
    told: Mapping[str, Any]
    sentence: str
    """What happened, where it was no engagement."""

    @property
    def is_engagement(self) -> bool:
        """Whether recruiter and candidate interacted."""
        return self.event_type == "EngagementRecorded"

    @property
    def month(self) -> str:
        """The month it happened in."""
        return day(self.occurred_at)[:7]

    @property
    def size(self) -> int:
        """About how many characters it takes."""
        return len(self.told.get("body") or "") + 500


_NO_LINES: list[Happening] = []


def files(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    """Yield everybody in the order of their ids, sheet by sheet."""
    path, articles, size = "", list[Markup](), 0
    for person, lines, applications in _people(moment, whom):
        if not articles:
            path = f"{_FOLDER}/{site.sheets.begin(person.candidate_id)}"
        pages = _Pages(site, person, applications)
        first, further = pages.first(lines)
        articles.append(first)
        size += len(first)
        yield from further
        if size >= CHARACTERS_A_SHEET:
            yield site.page(path, "sheet.html", articles=articles)
            articles, size = [], 0
    if articles:
        yield site.page(path, "sheet.html", articles=articles)


def _people(
    moment: Moment, whom: Whom
) -> Iterator[tuple[KnownPerson, Iterator[Happening], list[tuple[Any, ...]]]]:
    """Yield everybody with what happened, to be taken before the next, and applications."""
    asked = order.asked(whom)
    pools = {
        str(pool): name for pool, name in moment.streamed(_POOL_NAMES, POOLS, people=asked)
    }
    with ExitStack() as open_cursors:
        timeline = open_cursors.enter_context(
            closing(moment.streamed(_TIMELINE.strip(), TIMELINE, people=asked))
        )
        applications = open_cursors.enter_context(
            closing(moment.streamed(_APPLICATIONS.strip(), APPLICATIONS, people=asked))
        )
        happened, applied = Beside(timeline), Beside(applications)
        for person in people(moment, whom):
            lines = _lines(happened.of(person.candidate_id), pools)
            yield person, lines, list(applied.of(person.candidate_id))


@dataclass(frozen=True, slots=True)
class _Pages:
    """What there is of one person: an article on a sheet, and further pages."""

    site: Site
    person: KnownPerson
    applications: list[tuple[Any, ...]]

    def first(self, lines: Iterator[Happening]) -> tuple[Markup, Iterator[File]]:
        """Return the article for the sheet, and the further pages, to be taken next."""
        pages = _paged(lines)
        page, following = next(pages, _NO_LINES), next(pages, _NO_LINES)
        return self._article(1, page, goes_on=bool(following)), self._further(following, pages)

    def _further(
        self, page: list[Happening], pages: Iterator[list[Happening]]
    ) -> Iterator[File]:
        number = 2
        while page:
            following = next(pages, _NO_LINES)
            yield self.site.page(
                f"{_FOLDER}/{self._name(number)}",
                "sheet.html",
                name=self.person.name or "Without a name",
                articles=[self._article(number, page, goes_on=bool(following))],
            )
            number, page = number + 1, following

    def _article(self, number: int, lines: list[Happening], *, goes_on: bool) -> Markup:
        return self.site.part(
            f"{_FOLDER}/{self._name(number)}",
            "person.html",
            person=self.person,
            lines=lines,
            applications=self.applications,
            number=number,
            first=self._name(1),
            newer=self._name(number - 1) if number > 1 else "",
            older=self._name(number + 1) if goes_on else "",
        )

    def _name(self, number: int) -> str:
        candidate = self.person.candidate_id
        if number == 1:
            return self.site.sheets.address_of(candidate)
        return f"{candidate}-{number}.html"


def _lines(rows: Iterator[tuple[Any, ...]], pools: Mapping[str, str]) -> Iterator[Happening]:
    for position, event_type, occurred_at, is_imported, edit_count, told in rows:
        # The payload of an event that was erased is empty.
        payload: Mapping[str, Any] = told or {}
        sentence = sentence_of(event_type, payload, pools)
        yield Happening(
            position, event_type, occurred_at, is_imported, edit_count, payload, sentence
        )


def _paged(lines: Iterator[Happening]) -> Generator[list[Happening], None, None]:
    page: list[Happening] = []
    size = 0
    for line in lines:
        if len(page) == _LINES_A_PAGE or (page and size + line.size > _CHARACTERS_A_PAGE):
            yield page
            page, size = [], 0
        page.append(line)
        size += line.size
    if page:
        yield page
