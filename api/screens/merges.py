"""Past merges: who is read as one person since when, and as two again."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access import Reader, Writer
from api.routes import merges
from api.screens import showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger.words import CandidateId
from projections import profile

router = screens()

_PAGE = 50


@router.get("/duplicates/merges")
def show_merges(
    caller: Reader,
    seen: Sight,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show merges, the newest first, those taken back included."""
    found = merges.list_merges(caller, limit=_PAGE, cursor=cursor, order="newest")
    # Whoever is read as somebody else by another merge shows that name.
    read_as = {
        each.duplicate_candidate_id: each.primary_candidate_id
        for each in found.items
        if each.state == "merged"
    }
    ids = {each.primary_candidate_id for each in found.items}
    ids |= {each.duplicate_candidate_id for each in found.items}
    with caller.moment() as moment:
        names = profile.names(moment, [CandidateId(each) for each in ids])
    values = {
        "merges": found.items,
        "cursor": found.next_cursor,
        "names": {each: names.get(CandidateId(_root(each, read_as)), "") for each in ids},
    }
    if seen.target:
        return showing.part(seen, caller, "merges_rows.html", **values)
    return showing.page(seen, caller, "merges.html", **values)


@router.post("/duplicates/merges/{merge_id}/undo")
def undo_merge(caller: Writer, seen: Sight, merge_id: UUID) -> Response:
    """Read the two as two again."""
    merges.undo_merge(caller, merge_id)
    return showing.done(seen, "/duplicates/merges", Said("They are two people again."))


def _root(candidate: UUID, read_as: Mapping[UUID, UUID]) -> UUID:
    # No chain is longer than the page, and none leads back.
    for _ in range(len(read_as)):
        candidate = read_as.get(candidate, candidate)
    return candidate
