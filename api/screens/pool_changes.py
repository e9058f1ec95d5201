"""What changes a pool: its name and stages, who is in it, and how far along they are."""

from uuid import UUID

from fastapi import Response

from api.access import Caller, Writer
from api.asked.pools import PoolChanges, Stage, Stages
from api.routes import pools
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.screens.undoing import undo_of
from ledger.words import CandidateId, Position, Value
from projections import profile

router = screens()


class _Whom(Value):
    candidate_id: UUID


@router.post("/pools/{pool_id}/name")
def rename_pool(caller: Writer, seen: Sight, pool_id: UUID, name: forms.Field = "") -> Response:
    """Give the pool another name."""
    given = forms.asked(PoolChanges, name=forms.line(name))
    before = caller.head()
    pool = pools.rename_pool(caller, pool_id, given)
    return _told(caller, seen, pool_id, f"It is called “{pool.name}” now.", before)


@router.post("/pools/{pool_id}/archive")
def archive_pool(caller: Writer, seen: Sight, pool_id: UUID) -> Response:
    """Close the pool."""
    before = caller.head()
    pool = pools.archive_pool(caller, pool_id)
    said = f"“{pool.name}” is archived, and stays readable."
    undo = undo_of(caller, before, back=f"/pools/{pool_id}")
    return showing.done(seen, "/pools", Said(said, undo))


@router.post("/pools/{pool_id}/reopen")
def reopen_pool(caller: Writer, seen: Sight, pool_id: UUID) -> Response:
    """Open the pool again."""
    before = caller.head()
    pool = pools.reopen_pool(caller, pool_id)
    return _told(caller, seen, pool_id, f"“{pool.name}” is open again.", before)


@router.post("/pools/{pool_id}/stages")
def name_stages(
    caller: Writer, seen: Sight, pool_id: UUID, stages: forms.Field = ""
) -> Response:
    """Name the stages, one a line."""
    lines = [line for each in stages.splitlines() if (line := forms.line(each))]
    before = caller.head()
    pools.name_stages(caller, pool_id, forms.asked(Stages, stages=lines))
    return _told(caller, seen, pool_id, "The stages are changed.", before)


@router.post("/pools/{pool_id}/members")
def add_member(
    caller: Writer, seen: Sight, pool_id: UUID, candidate_id: forms.Field
) -> Response:
    """Put somebody into the pool."""
    who = forms.asked(_Whom, candidate_id=candidate_id).candidate_id
    before = caller.head()
    pools.join_pool(caller, pool_id, who)
    said = f"{_name(caller, who)} is in the pool."
    return _told(caller, seen, pool_id, said, before)


@router.post("/pools/{pool_id}/members/{candidate_id}/leave")
def remove_member(caller: Writer, seen: Sight, pool_id: UUID, candidate_id: UUID) -> Response:
    """Take somebody out of the pool."""
    before = caller.head()
    pools.leave_pool(caller, pool_id, candidate_id)
    said = f"{_name(caller, candidate_id)} is out of the pool."
    return _told(caller, seen, pool_id, said, before)


@router.post("/pools/{pool_id}/members/{candidate_id}/stage")
def move_member(
    caller: Writer, seen: Sight, pool_id: UUID, candidate_id: UUID, stage: forms.Field = ""
) -> Response:
    """Say which stage somebody reached: by a choice, or by dragging their card."""
    before = caller.head()
    pools.move_in_pool(caller, pool_id, candidate_id, forms.asked(Stage, stage=stage))
    said = f"{_name(caller, candidate_id)}: {stage}."
    if seen.target == "toasts":
        told = Said(said, undo_of(caller, before, back=f"/pools/{pool_id}"))
        return showing.part(seen, caller, "pool_moved.html", told=told)
    return _told(caller, seen, pool_id, said, before)


def _told(
    caller: Caller, seen: Seen, pool_id: UUID, sentence: str, before: Position
) -> Response:
    view = seen.request.query_params.get("view", "")
    path = f"/pools/{pool_id}?view=table" if view == "table" else f"/pools/{pool_id}"
    return showing.done(seen, path, Said(sentence, undo_of(caller, before, back=path)))


def _name(caller: Caller, who: UUID) -> str:
    with caller.moment() as moment:
        root = moment.root(CandidateId(who))
        return profile.names(moment, [root]).get(root) or "Somebody without a name"
