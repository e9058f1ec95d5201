"""The lists: people by letter, pools with their members, follow-ups, imports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from projections.copies.copy import File, Whom
from projections.copies.pages import order
from projections.copies.pages.rendering import Site
from projections.follow_ups import FOLLOW_UPS
from projections.imports import IMPORTS
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.profile import PROFILE

_LINES_A_PAGE = 200

_POOLS = """
select p.stream_id, p.name, p.description, p.is_archived, count(m.candidate_id)
from pools p
left join pool_members m
  on m.workspace_id = p.workspace_id and m.pool_id = p.stream_id
 and (%(people)s::uuid[] is null or m.candidate_id = any(%(people)s::uuid[]))
where p.workspace_id = %(workspace)s
group by p.stream_id, p.name, p.description, p.is_archived
having %(people)s::uuid[] is null or count(m.candidate_id) > 0
order by p.is_archived, p.name collate "C", p.stream_id"""
_MEMBERS = """
select m.pool_id, m.candidate_id, ledger.display_name(f.facts), m.joined_at
from pool_members m
left join profile f on f.workspace_id = m.workspace_id and f.candidate_id = m.candidate_id
where m.workspace_id = %(workspace)s
  and (%(people)s::uuid[] is null or m.candidate_id = any(%(people)s::uuid[]))
order by m.pool_id, ledger.display_name(f.facts) collate "C", m.candidate_id"""
_FOLLOW_UPS = """
select u.candidate_id, ledger.display_name(f.facts), u.due_on, u.about, u.state
from follow_ups u
left join profile f on f.workspace_id = u.workspace_id and f.candidate_id = u.candidate_id
where u.workspace_id = %(workspace)s
  and (%(people)s::uuid[] is null or u.candidate_id = any(%(people)s::uuid[]))
order by u.state <> 'open', u.due_on, u.stream_id"""
_IMPORTS = """
select filename, source, started_at, state, size_bytes
from imports
where workspace_id = %(workspace)s
order by position desc"""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list this is, and where its neighbours are."""

    number: int
    count: int
    name: str
    """The name of the first file's beginning."""

    def name_of(self, number: int) -> str:
        """Return the file of another page of the list."""
        return page_name(self.name, number)


def page_name(name: str, number: int) -> str:
    """Return what a page of a list is called."""
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def files(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    """Yield every list, in pages of 200 lines."""
    yield from _people(moment, whom, site)
    yield from _pools(moment, whom, site)
    yield from _follow_ups(moment, whom, site)
    if whom is None:
        rows = moment.streamed(_IMPORTS.strip(), IMPORTS)
        yield site.page("html/imports.html", "imports.html", imports=rows)


def _people(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    counts = order.letters(moment, whom)
    sizes = dict(counts)
    yield site.page(
        "html/people/index.html",
        "people.html",
        letters=counts,
        letter=None,
        people=(),
        paging=None,
    )
    everybody = order.listed(moment, whom)
    for letter, people in groupby(everybody, key=lambda one: one.letter):
        name = letter or "other"
        page_count = -(-sizes[letter] // _LINES_A_PAGE)
        for number in range(1, page_count + 1):
            yield site.page(
                f"html/people/{page_name(name, number)}",
                "people.html",
                letters=counts,
                letter=letter,
                people=islice(people, _LINES_A_PAGE),  # noqa: B031 - a page each time
                paging=Paging(number, page_count, name),
            )


def _pools(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    asked = order.asked(whom)
    pools = list(moment.streamed(_POOLS.strip(), POOLS, POOL_MEMBERS, people=asked))
    yield site.page("html/pools.html", "pools.html", pools=pools)
    known = {row[0]: row for row in pools}
    members = moment.streamed(_MEMBERS.strip(), POOL_MEMBERS, PROFILE, people=asked)
    for pool_id, rows in groupby(members, key=lambda row: row[0]):
        pool = known.get(pool_id)
        if pool is None:
            continue
        page_count = -(-pool[4] // _LINES_A_PAGE)
        for number in range(1, page_count + 1):
            yield site.page(
                f"html/pool/{page_name(str(pool_id), number)}",
                "pool.html",
                pool=pool,
                members=islice(rows, _LINES_A_PAGE),  # noqa: B031 - a page each time
                paging=Paging(number, page_count, str(pool_id)),
            )


def _follow_ups(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    views = (FOLLOW_UPS, PROFILE)
    rows = moment.streamed(_FOLLOW_UPS.strip(), *views, people=order.asked(whom))
    count = moment.streamed(
        f"select count(*) from ({_FOLLOW_UPS.strip()}) u", *views, people=order.asked(whom)
    )
    ((line_count,),) = _all(count)
    page_count = max(1, -(-line_count // _LINES_A_PAGE))
    for number in range(1, page_count + 1):
        yield site.page(
            f"html/{page_name('follow-ups', number)}",
            "follow_ups.html",
            follow_ups=islice(rows, _LINES_A_PAGE),
            paging=Paging(number, page_count, "follow-ups"),
        )


def _all(rows: Iterator[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    return list(rows)
