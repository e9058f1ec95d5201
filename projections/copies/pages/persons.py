"""A page for each person: who they are, how to reach them, and what happened, newest first."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from projections.applications import APPLICATIONS
from projections.copies.copy import File, Whom
from projections.copies.pages import order
from projections.copies.pages.happenings import sentence_of
from projections.copies.pages.rendering import Site, day, person_path
from projections.copies.people import Beside, KnownPerson, people
from projections.moment import Moment
from projections.pools import POOLS
from projections.timeline import TIMELINE

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
    """Yield everybody's pages in the order of their ids."""
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
            open_for = list(applied.of(person.candidate_id))
            yield from _of(person, lines, open_for, site)


def _of(
    person: KnownPerson,
    lines: Iterator[Happening],
    applications: list[tuple[Any, ...]],
    site: Site,
) -> Iterator[File]:
    pages = _paged(lines)
    number, page = 1, next(pages, _NO_LINES)
    while number == 1 or page:
        following = next(pages, _NO_LINES)
        yield site.page(
            f"html/{person_path(person.candidate_id, number)}",
            "person.html",
            person=person,
            lines=page,
            applications=applications,
            number=number,
            newer=_name(person.candidate_id, number - 1) if number > 1 else "",
            older=_name(person.candidate_id, number + 1) if following else "",
        )
        number, page = number + 1, following


def _name(candidate: UUID, number: int) -> str:
    return person_path(candidate, number).rpartition("/")[2]


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
