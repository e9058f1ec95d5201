"""Erasure: forget a person, and let a handle of theirs come in again."""

from uuid import UUID

from fastapi import Request

from api.access import Admin, Eraser
from api.answers.erasure import Erasure, Suppression
from api.asked.erasure import Erasing, Lifting
from api.routes.noun import noun
from api.uploads import Uploads
from ledger.access.looks import Shown
from ledger.commands.suppression import LiftSuppression
from ledger.words import Position
from projections import suppression

router = noun("erasure")


@router.post("/candidates/{candidate_id}/erase")
def erase_candidate(
    caller: Eraser, request: Request, candidate_id: UUID, given: Erasing | None = None
) -> Erasure:
    """Say what erasing somebody would do; with `dry_run` false, erase them for good.

    Done twice it is done once: the second answer is what the first time did.
    """
    asked = given or Erasing()
    if asked.dry_run:
        receipt = caller.installation.eraser().look(candidate_id)
        caller.looked(Shown.ERASURE, whom=receipt.candidate_id)
    else:
        receipt = caller.installation.erase(candidate_id, by=caller.actor, reason=asked.reason)
        uploads: Uploads = request.app.state.uploads
        uploads.forget_ended()
    at = receipt.position
    caller.tell(caller.head() if at is None or receipt.is_repeat else Position(at))
    return Erasure.model_validate(receipt)


@router.get("/suppression")
def count_suppressed(caller: Admin) -> Suppression:
    """Say how many handles may not come in again; which ones nobody can read off."""
    with caller.moment() as moment:
        return Suppression(handle_count=suppression.count(moment))


@router.post("/suppression/lift")
def lift_suppression(caller: Eraser, given: Lifting) -> Suppression:
    """Let a handle of somebody who was erased come in again."""
    caller.record(LiftSuppression(handle=given.handle(), reason=given.reason))
    with caller.moment() as moment:
        return Suppression(handle_count=suppression.count(moment))
