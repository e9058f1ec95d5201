"""Handles: the ways to reach or recognise a candidate."""

from uuid import UUID

from api import profiles
from api.access import Caller, Editor, Writer
from api.answers.candidates import Reach
from api.asked.candidates import HandleChanges, NewCandidateHandle
from api.routes.noun import noun
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.handles import AddHandle, CorrectHandle, RemoveHandle, claim_id_of
from ledger.words import CandidateId
from projections import handles

router = noun("handles", "/candidates/{candidate_id}/handles")


@router.post("", status_code=201)
def add_handle(caller: Editor, candidate_id: UUID, given: NewCandidateHandle) -> Reach:
    """Put down a handle; 200 where the candidate has it, 409 where somebody else does."""
    command = AddHandle(candidate_id=candidate_id, given=given.given(), source=given.source)
    if not caller.record(command):
        caller.response.status_code = 200
    knowledge = caller.installation.knowledge()
    root = knowledge.root(candidate_id)
    return _one(caller, candidate_id, claim_id_of(knowledge, command.given, root))


@router.patch("/{handle_id}")
def correct_handle(
    caller: Editor, candidate_id: UUID, handle_id: UUID, given: HandleChanges
) -> Reach:
    """Say that a handle works no more, is called otherwise, is preferred, or is shared."""
    command = CorrectHandle(
        candidate_id=candidate_id, handle_id=handle_id, **given.model_dump(exclude_unset=True)
    )
    caller.record(command)
    return _one(caller, candidate_id, handle_id)


@router.delete("/{handle_id}", status_code=204)
def remove_handle(caller: Writer, candidate_id: UUID, handle_id: UUID) -> None:
    """Take a handle off the candidate."""
    caller.record(RemoveHandle(candidate_id=candidate_id, handle_id=handle_id))


def _one(caller: Caller, candidate_id: UUID, handle_id: UUID) -> Reach:
    with caller.moment() as moment:
        root = moment.root(CandidateId(candidate_id))
        reached = handles.of_candidates(moment, [root])[root]
    for held in reached:
        if held.handle_id == handle_id:
            caller.looked(Shown.PROFILE, whom=root)
            return profiles.reach(held)
    # Taken off by somebody else since.
    raise errors.Unknown(f"Candidate {candidate_id} has no handle {handle_id}.")
