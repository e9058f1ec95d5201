"""Candidates who look alike, as they are answered: side by side, with the evidence in words."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from api import profiles
from api.answers.duplicates import Duplicate, DuplicatePair, Evidence, LookAlike
from ledger.likeness.resemblance import Resemblance
from ledger.words import CandidateId
from projections import handles, look_alikes, profile
from projections.moment import Moment


def page(
    moment: Moment,
    *,
    state: look_alikes.State,
    after: tuple[int, UUID, UUID] | None,
    limit: int,
) -> list[tuple[tuple[int, UUID, UUID], DuplicatePair]]:
    """Return a page of pairs, the most alike first, with the keys for paging."""
    pairs = look_alikes.page(moment, state=state, after=after, limit=limit)
    people = _people(moment, {each for pair in pairs for each in (pair.one, pair.other)})
    return [
        (
            (pair.rank, pair.one, pair.other),
            DuplicatePair(
                candidates=_in_order_of_entry(people[pair.one], people[pair.other]),
                score=pair.resemblance.score,
                evidence=_evidence(pair.resemblance),
                state=pair.state,
            ),
        )
        for pair in pairs
    ]


def of_candidate(moment: Moment, candidate_id: UUID) -> list[Duplicate]:
    """Return whom a candidate resembles; raise `errors.Unknown` for a stranger."""
    root = profiles.known(moment, candidate_id).candidate_id
    found = look_alikes.of_candidate(moment, root)
    people = _people(moment, [each.candidate_id for each in found])
    return [
        Duplicate(
            candidate=people[each.candidate_id],
            score=each.resemblance.score,
            evidence=_evidence(each.resemblance),
            state=each.state,
        )
        for each in found
    ]


def _in_order_of_entry(one: LookAlike, other: LookAlike) -> tuple[LookAlike, LookAlike]:
    """Return the two with the one first who has been known longer: mostly the one to keep."""
    first, second = sorted((one, other), key=lambda each: (each.added_at, each.id))
    return first, second


def _people(
    moment: Moment, candidates: Collection[CandidateId]
) -> Mapping[CandidateId, LookAlike]:
    asked = list(candidates)
    known = profile.of_candidates(moment, asked)
    reached = handles.of_candidates(moment, asked)
    return {each: _look_alike(known[each], reached[each]) for each in known}


def _look_alike(
    known: profile.CandidateProfile, reached: Sequence[handles.HeldHandle]
) -> LookAlike:
    values = known.values
    return LookAlike(
        id=known.candidate_id,
        name=known.name,
        headline=values.get("headline"),
        company=values.get("company"),
        title=values.get("title"),
        location=values.get("location"),
        email_addresses=_of_types(reached, profiles.EMAIL),
        phone_numbers=_of_types(reached, profiles.PHONE),
        profile_links=_of_types(reached, profiles.SOCIAL),
        source=known.source,
        added_at=known.added_at,
    )


def _of_types(reached: Sequence[handles.HeldHandle], types: Sequence[str]) -> list[str]:
    return [handle.value for handle in reached if handle.type in types]


def _evidence(resemblance: Resemblance) -> list[Evidence]:
    return [Evidence(points=each.points, words=each.words) for each in resemblance.evidence]
