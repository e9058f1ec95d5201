"""In which order people are listed: by name, under the letter it begins with.

The place of somebody in this order is also their number in the search.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from projections.copies.copy import Whom
from projections.moment import Moment
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.search import SEARCH

# Letters sort by their numbers: a collation is another one on the next machine.
RANKED = """(
    select p.candidate_id, p.facts, s.document, l.letter,
           row_number() over (
               order by l.letter = '', l.letter collate "C", s.sort_key collate "C",
                        p.candidate_id) - 1 as place
    from profile p
    join search s on s.workspace_id = p.workspace_id and s.candidate_id = p.candidate_id
    cross join lateral (
        select case when f.first ~ '^[a-z]$' then f.first else '' end as letter
        from (select left(lower(public.unaccent(left(s.sort_key, 1))), 1) as first) f) l
    where p.workspace_id = %(workspace)s
      and (%(people)s::uuid[] is null or p.candidate_id = any(%(people)s::uuid[])))"""

_LISTED = f"""
select k.letter, k.candidate_id, ledger.display_name(k.facts), k.facts #>> '{{title,value}}',
       k.facts #>> '{{company,value}}', k.facts #>> '{{location,value}}', r.last_engaged_at
from {RANKED} k
left join relationship r
  on r.workspace_id = %(workspace)s and r.candidate_id = k.candidate_id
order by k.place"""
_LETTERS = f"""
select k.letter, count(*)
from {RANKED} k
group by k.letter
order by k.letter = '', k.letter collate "C"
"""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on a list."""

    letter: str
    candidate_id: UUID
    name: str
    title: str | None
    company: str | None
    location: str | None
    last_engaged_at: datetime | None

    @property
    def work(self) -> str:
        """What they do, and for whom."""
        return ", ".join(filter(None, (self.title, self.company)))


def listed(moment: Moment, whom: Whom) -> Generator[ListedPerson, None, None]:
    """Yield everybody by name."""
    rows = moment.streamed(_LISTED.strip(), PROFILE, SEARCH, RELATIONSHIP, people=asked(whom))
    for row in rows:
        yield ListedPerson(*row)


def letters(moment: Moment, whom: Whom) -> list[tuple[str, int]]:
    """Return each letter that names begin with and how many do; other signs are "", last."""
    return [
        (letter, count)
        for letter, count in moment.streamed(
            _LETTERS.strip(), PROFILE, SEARCH, people=asked(whom)
        )
    ]


def asked(whom: Whom) -> list[UUID] | None:
    """Return the people a copy is limited to, as a parameter."""
    return None if whom is None else list(whom)
