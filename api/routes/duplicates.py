"""Duplicates: candidates who may be one person, why, and what was decided about it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api import duplicates
from api.access import Caller, IdempotencyKey, Reader, Writer
from api.answers import Page
from api.answers.duplicates import Decision, Duplicate, DuplicatePair
from api.asked.duplicates import NewDecision
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.look_alikes import DecideLater, KeepApart, pair_of
from ledger.events import CandidatesKeptApart, LookAlikesPutOff
from ledger.words import CandidateId
from projections import look_alike_decisions, look_alikes, look_alikes_apart

router = noun("duplicates")

_CURSORS = Cursors(tuple[int, UUID, UUID])


@router.get("/duplicates")
def list_duplicates(
    caller: Reader,
    state: Annotated[
        look_alikes.State,
        Query(description="Undecided, put off, or kept apart."),
    ] = "open",
    limit: Limit = 50,
    cursor: After = None,
) -> Page[DuplicatePair]:
    """List pairs of candidates who may be one person, those who look most alike first.

    The first time after much was brought in takes as long as comparing everybody does.
    """
    look_alikes_apart.renew(caller.installation.database, caller.workspace)
    return listed(caller, state=state, limit=limit, cursor=cursor)


def listed(
    caller: Caller, *, state: look_alikes.State, limit: int, cursor: str | None
) -> Page[DuplicatePair]:
    """List pairs as they were worked out last, whoever is read as somebody else left out."""
    after = _CURSORS.read(cursor)
    with caller.moment() as moment:
        rows = duplicates.page(moment, state=state, after=after, limit=limit + 1)
    page, following = _CURSORS.cut(rows, limit, lambda row: row[0])
    people = {each.id for _, pair in page for each in pair.candidates}
    caller.looked(Shown.DUPLICATES, count=len(people))
    return Page(items=[pair for _, pair in page], next_cursor=following)


@router.get("/candidates/{candidate_id}/duplicates")
def list_duplicates_of(caller: Reader, candidate_id: UUID) -> Page[Duplicate]:
    """List whom a candidate may be the same person as, the most alike first, ten at most."""
    look_alikes.renew_for_one(caller.installation.database, caller.workspace)
    with caller.moment() as moment:
        found = duplicates.of_candidate(moment, candidate_id)
        root = moment.root(CandidateId(candidate_id))
    caller.looked(Shown.DUPLICATES, whom=root, count=1 + len(found))
    return Page(items=found, next_cursor=None)


@router.post("/duplicates/decisions", status_code=201)
def decide_on_duplicates(
    caller: Writer, given: NewDecision, key: IdempotencyKey = None
) -> Decision:
    """Keep two candidates apart for ever, or leave for later; one person is a merge instead."""
    asked = given.model_dump(exclude={"decision"})
    if given.decision == "apart":
        caller.record_once(KeepApart(**asked), key, CandidatesKeptApart(**asked))
    else:
        caller.record_once(DecideLater(**asked), key, LookAlikesPutOff(**asked))
    return _one(caller, given)


def _one(caller: Caller, given: NewDecision) -> Decision:
    known = caller.installation.knowledge()
    pair_id = pair_of(
        known, known.root(given.primary_candidate_id), known.root(given.other_candidate_id)
    )
    with caller.moment() as moment:
        for row in look_alike_decisions.one(moment, pair_id):
            return Decision.model_validate({"id": pair_id, **row})
    # The two were read as one person by somebody else in this very moment.
    raise errors.Contended
