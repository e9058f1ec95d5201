"""A candidate as they are answered: what a handful of views say, in one snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from api import reads, relationships
from api.answers.candidates import (
    Candidate,
    CandidateListed,
    Fact,
    FactHistory,
    PoolOf,
    Reach,
    ToldFact,
)
from api.answers.promises import Application, FollowUp
from ledger import errors
from ledger.store import erased
from ledger.words import CandidateId, HandleType
from projections import (
    applications,
    card,
    erasures,
    facts,
    follow_ups,
    handles,
    lists,
    pools,
    profile,
    safeguards,
    stages,
    tags,
)
from projections.moment import Moment

EMAIL = (HandleType.EMAIL,)
PHONE = (HandleType.PHONE,)
WEBSITE = (HandleType.WEBSITE,)
_MARKS = (
    HandleType.EXTERNAL_ID,
    HandleType.LINKEDIN_CONNECTION,
    HandleType.LINKEDIN_NAME,
)
"""By these a source names somebody; they are no way to reach anybody, so not shown."""
SOCIAL = tuple(each for each in HandleType if each not in (*EMAIL, *PHONE, *WEBSITE, *_MARKS))

# Enough for anybody; the list of applications pages.
_APPLICATIONS_MAX = 500


def known(moment: Moment, candidate_id: UUID) -> profile.CandidateProfile:
    """Return whom an id is read as; raise `errors.Unknown` if nobody was known by it.

    `errors.Erased`, which is one of those, for somebody who was erased, then as now.
    """
    root = moment.root(CandidateId(candidate_id))
    found = profile.of_candidates(moment, [root])
    if root not in found:
        for at in erasures.erased_at(moment, CandidateId(candidate_id)):
            raise erased(candidate_id, at)
        raise errors.Unknown(f"No candidate has the id {candidate_id}.")
    return found[root]


def candidate(moment: Moment, candidate_id: UUID) -> Candidate:
    """Return everything that is known of a candidate; raise `errors.Unknown` for a stranger."""
    now = moment.now()
    card.ask(moment, CandidateId(candidate_id), now)
    found = known(moment, candidate_id)
    root = found.candidate_id
    one = [root]
    reached = handles.of_candidates(moment, one)[root]
    how = relationships.with_candidate(moment, root, now)
    engaged = {root: how.last_engaged_at}
    kept, today = safeguards.of_candidates(moment, one)[root], now.date()
    return Candidate.model_validate(
        found.values
        | {
            "id": root,
            "name": found.name,
            "facts": _facts(moment, found),
            "email_addresses": _of_types(reached, EMAIL),
            "phone_numbers": _of_types(reached, PHONE),
            "website_addresses": _of_types(reached, WEBSITE),
            "social_media_addresses": _of_types(reached, SOCIAL),
            "do_not_contact": _holds(kept, "do_not_contact", today),
            "legal_hold": _holds(kept, "legal_hold", today),
            "tags": tags.of_candidates(moment, one)[root],
            "pools": [_pool(pool) for pool in pools.of_candidates(moment, one)[root]],
            "follow_ups": [follow_up(f) for f in follow_ups.of_candidates(moment, one)[root]],
            "applications": [
                application(each)
                for each in applications.of_candidates(moment, one)[root][:_APPLICATIONS_MAX]
            ],
            "relationship": how,
            "stage": stages.of_candidates(moment, engaged, now=now)[root],
            "merged_ids": moment.merged_into(root),
            "version": found.version,
            "source": found.source,
            "origin": found.origin,
            "added_at": found.added_at,
        }
    )


def told_facts(
    moment: Moment, root: CandidateId, *, field: str | None = None, limit: int
) -> list[FactHistory]:
    """Return what was ever told of a candidate, up to so many values of each field."""
    rows = facts.of_candidate(moment, root, field=field, limit=limit)
    return [
        FactHistory(
            field=field,
            told_count=told[0].told_count,
            told=[
                ToldFact(
                    by_hand=each.is_by_hand,
                    candidate_id=each.subject_id,
                    **{name: getattr(each, name) for name in _TOLD},
                )
                for each in told
            ],
        )
        for field, told in ((field, list(rows)) for field, rows in groupby(rows, _field))
    ]


_TOLD = tuple(ToldFact.model_fields.keys() - {"by_hand", "candidate_id"})


def _field(told: facts.ToldFact) -> str:
    return told.field


def listed(moment: Moment, rows: Sequence[lists.Listed]) -> list[CandidateListed]:
    """Return candidates as a list shows them."""
    engaged = {row.profile.candidate_id: row.last_engaged_at for row in rows}
    found = stages.of_candidates(moment, engaged, now=moment.now()) if rows else {}
    return [_listed(row, found[row.profile.candidate_id]) for row in rows]


def _listed(row: lists.Listed, stage: stages.Stage) -> CandidateListed:
    values = row.profile.values
    shown = {field: values.get(field) for field in ("headline", "company", "title", "location")}
    return CandidateListed(
        id=row.profile.candidate_id,
        name=row.profile.name,
        stage=stage,
        last_engaged_at=row.last_engaged_at,
        last_contacted_at=row.last_contacted_at,
        last_replied_at=row.last_replied_at,
        added_at=row.profile.added_at,
        version=row.profile.version,
        **shown,
    )


def reach(handle: handles.HeldHandle) -> Reach:
    """Return a handle as it is answered."""
    return Reach(
        id=handle.handle_id,
        type=handle.type,
        value=handle.value,
        label=handle.told.get("label"),
        is_primary=bool(handle.told.get("is_primary")),
        is_shared=bool(handle.told.get("is_shared")),
        status=handle.told.get("status") or "current",
        source=handle.told.get("source"),
    )


def follow_up(row: follow_ups.FollowUp) -> FollowUp:
    """Return a follow-up as it is answered."""
    return FollowUp.model_validate({"id": row.stream_id, **_fields(row)})


def application(row: applications.Application) -> Application:
    """Return an application as it is answered."""
    return Application.model_validate({"id": row.stream_id, **_fields(row)})


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__ if name != "stream_id"}


def _facts(moment: Moment, known: profile.CandidateProfile) -> dict[str, Fact]:
    ranks = {field: profile.rank_of(fact) for field, fact in known.facts.items()}
    told = reads.events_at(
        moment.connection, moment.workspace, {rank.position for rank in ranks.values()}
    )
    return {
        field: Fact(
            value=known.facts[field]["value"],
            position=rank.position,
            by_hand=rank.is_by_hand,
            told_at=rank.told_at,
            source=told[rank.position].payload.get("source"),
            import_id=told[rank.position].import_id,
        )
        for field, rank in ranks.items()
    }


def _of_types(held: Iterable[handles.HeldHandle], types: Sequence[HandleType]) -> list[Reach]:
    return [reach(handle) for handle in held if handle.type in types]


def _holds(kept: Mapping[str, safeguards.Safeguard], about: str, today: date) -> bool:
    return about in kept and kept[about].holds(today)


def _pool(pool: pools.PoolOfCandidate) -> PoolOf:
    return PoolOf(id=pool.pool_id, name=pool.name, joined_at=pool.joined_at)
