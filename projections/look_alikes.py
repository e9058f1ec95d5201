"""Who may be the same person as whom, why, and what was decided about it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from uuid import UUID

from ledger.database import Database
from ledger.likeness.blocking import keys_of, name_key
from ledger.likeness.resemblance import (
    FAINT_FROM,
    RARE_MAX,
    SHOWN_FROM,
    Resemblance,
    resemblance,
    summed,
)
from ledger.likeness.traits import Held, Traits, traits_of
from ledger.words import CandidateId, WorkspaceId
from projections import look_alike_links, look_alike_pairs
from projections.look_alike_blocks import BLOCK_MAX, namesakes, sharing
from projections.look_alike_pairs import Freshness
from projections.look_alike_people import People
from projections.moment import Moment

State = Literal["open", "later", "apart"]
_LIKE_ONE_MAX = 10
# One person is compared with more people than all of them are with each other.
_BLOCK_MAX_OF_ONE = 300
# Not counted for whom a link alone leads to: neither rare nor common.
_MANY = RARE_MAX + 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates who look like one person."""

    one: CandidateId
    other: CandidateId
    state: State
    rank: int
    """The score that orders the list; what has changed since shows in the resemblance."""
    resemblance: Resemblance


@dataclass(frozen=True, slots=True)
class Alike:
    """A known candidate whom somebody resembles."""

    candidate_id: CandidateId
    state: State
    resemblance: Resemblance


Newcomer = tuple[str, Mapping[str, Any], Sequence[Held]]
"""A name, the facts as a profile has them, and handles: somebody not in the ledger."""


def renew(database: Database, workspace: WorkspaceId) -> None:
    """Bring all pairs up to date with the ledger; done before a page of them is asked for."""
    look_alike_pairs.renew(database, workspace)


def renew_for_one(database: Database, workspace: WorkspaceId) -> None:
    """Bring up to date what finds the look-alikes of one; a moment, after the first time."""
    look_alike_pairs.renew_keys(database, workspace)


def freshness(database: Database, workspace: WorkspaceId) -> Freshness:
    """Say whether pairs were ever worked out, and whether something happened since."""
    with database.of(workspace).connection() as connection:
        return look_alike_pairs.freshness(connection, workspace)


# What was decided about two ids holds for whomever they are read as. Two people were kept apart
# if any two of their ids were.
_DECIDED = """
with decided as materialized (
    select least(one.id, other.id) as one_id, greatest(one.id, other.id) as other_id,
           min(d.decision) as decision
    from look_alike_decisions d
    cross join lateral ledger.root(d.workspace_id, d.primary_candidate_id) one(id)
    cross join lateral ledger.root(d.workspace_id, d.other_candidate_id) other(id)
    where d.workspace_id = %(workspace)s
    group by 1, 2
)
"""
_PAGE = """
select p.one_id, p.other_id, p.score, coalesce(d.decision, 'open') as state
from look_alikes p
left join decided d on d.one_id = p.one_id and d.other_id = p.other_id
where p.workspace_id = %(workspace)s
  and coalesce(d.decision, 'open') = %(state)s
  and (%(score)s::int is null
       or (-p.score, p.one_id, p.other_id) > (-%(score)s, %(one)s, %(other)s))
order by p.score desc, p.one_id, p.other_id
limit %(limit)s
"""
_COUNTS = """
select 'open' as state, count(*) as pair_count
from (
    select from look_alikes p
    where p.workspace_id = %(workspace)s
      and not exists (
          select from decided d where d.one_id = p.one_id and d.other_id = p.other_id)
    limit %(up_to)s) as counted
union all
-- Somebody decided each of these, so that they are few.
select d.decision, least(count(*), %(up_to)s)
from decided d
join look_alikes p
  on p.workspace_id = %(workspace)s and p.one_id = d.one_id and p.other_id = d.other_id
group by 1
"""
_OF_ONE = """
select case when one_id = %(candidate)s then other_id else one_id end as candidate_id, decision
from decided
where one_id = %(candidate)s or other_id = %(candidate)s
"""


def page(
    moment: Moment, *, state: State, after: tuple[int, UUID, UUID] | None, limit: int
) -> list[Pair]:
    """Return a page of pairs in one state, those who look most alike first."""
    score, one, other = after or (None, None, None)
    asked = {
        "workspace": moment.workspace,
        "state": state,
        "score": score,
        "one": one,
        "other": other,
        "limit": limit,
    }
    rows = moment.connection.execute(_DECIDED + _PAGE, asked, prepare=False).fetchall()
    people = People(moment.connection, moment.workspace)
    ids = {row[side] for row in rows for side in ("one_id", "other_id")}
    known = people.of(ids)
    names = {each: name_key(known[each].name) for each in known}
    bearers = namesakes(moment.connection, moment.workspace, set(names.values()))
    return [
        Pair(
            one=row["one_id"],
            other=row["other_id"],
            state=row["state"],
            rank=row["score"],
            resemblance=resemblance(
                known[row["one_id"]],
                known[row["other_id"]],
                namesakes=max(
                    bearers.get(names[row[side]] or 0, 0) for side in ("one_id", "other_id")
                ),
            ),
        )
        for row in rows
        # Read as somebody else since the pairs were brought up to date.
        if row["one_id"] in known and row["other_id"] in known
    ]


def counts(moment: Moment, *, up_to: int) -> Mapping[State, int]:
    """Return how many pairs are in each state, each counted no further than up to a limit."""
    asked = {"workspace": moment.workspace, "up_to": up_to}
    rows = moment.connection.execute(_DECIDED + _COUNTS, asked, prepare=False).fetchall()
    none: dict[State, int] = dict.fromkeys(get_args(State), 0)
    return none | {row["state"]: row["pair_count"] for row in rows}


def of_candidate(moment: Moment, candidate: CandidateId) -> list[Alike]:
    """Return whom a candidate resembles, best first, those kept apart left out.

    Links in what the candidate wrote count as well: who signs with another's profile is
    probably them.
    """
    people = People(moment.connection, moment.workspace)
    known = people.of([candidate])
    if candidate not in known:
        return []
    traits = known[candidate]
    (found,) = _compared(moment, people, [traits], block_max=_BLOCK_MAX_OF_ONE)
    found.pop(candidate, None)
    linked = look_alike_links.in_signatures(moment, candidate)
    theirs = people.of(linked.keys())
    for other in linked.keys() & theirs.keys():
        before = found.get(other) or resemblance(traits, theirs[other], namesakes=_MANY)
        found[other] = summed([*before.evidence, linked[other]])
    decided = _decided_about(moment, candidate)
    alike = [
        replace(each, state=decided.get(each.candidate_id, "open")) for each in _best(found)
    ]
    return [each for each in alike if each.state != "apart"][:_LIKE_ONE_MAX]


def of_newcomers(moment: Moment, people: Sequence[Newcomer]) -> list[list[Alike]]:
    """Return for each of some people not in the ledger whom they resemble, best first.

    Meant for previews of up to a thousand people at once; `renew_for_one` comes first.
    """
    traits = [
        traits_of({**facts, "name": name} if name else facts, handles)
        for name, facts, handles in people
    ]
    known = People(moment.connection, moment.workspace)
    found = _compared(moment, known, traits, block_max=BLOCK_MAX)
    return [
        [each for each in _best(one) if each.resemblance.score >= SHOWN_FROM][:_LIKE_ONE_MAX]
        for one in found
    ]


def _compared(
    moment: Moment, people: People, asking: Sequence[Traits], *, block_max: int
) -> list[dict[CandidateId, Resemblance]]:
    """Return for each who asks how much they resemble whom they share a key with."""
    keys = [keys_of(traits) for traits in asking]
    shared = sharing(moment.connection, moment.workspace, keys, block_max=block_max)
    known = people.of({each for members in shared for each in members})
    names = {each: name_key(known[each].name) for each in known}
    asked = {*names.values(), *(each.name for each in keys)}
    bearers = namesakes(moment.connection, moment.workspace, asked)
    found: list[dict[CandidateId, Resemblance]] = []
    for traits, own, members in zip(asking, keys, shared, strict=True):
        own_count = bearers.get(own.name or 0, 0)
        found.append(
            {
                each: resemblance(
                    traits,
                    known[each],
                    namesakes=max(own_count, bearers.get(names[each] or 0, 0)),
                )
                for each in members
                if each in known
            }
        )
    return found


def _best(found: Mapping[CandidateId, Resemblance]) -> list[Alike]:
    ordered = sorted(found, key=lambda each: (-found[each].score, each))
    return [
        Alike(each, "open", found[each]) for each in ordered if found[each].score >= FAINT_FROM
    ]


def _decided_about(moment: Moment, candidate: CandidateId) -> dict[CandidateId, State]:
    asked = {"workspace": moment.workspace, "candidate": candidate}
    rows = moment.connection.execute(_DECIDED + _OF_ONE, asked, prepare=False).fetchall()
    return {row["candidate_id"]: row["decision"] for row in rows}
