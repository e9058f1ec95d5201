"""Tags: words that candidates carry."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from api.access import Reader, Writer
from api.answers import Page
from api.answers.groups import TagCount
from api.as_of import AsOf
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from ledger.commands.tags import AddTag, RemoveTag
from ledger.words import Line, Tag
from projections import tags

router = noun("tags")

_CURSORS = Cursors(tuple[Line])
# A tag may hold a slash, so it takes the rest of the address.
_ADDRESS = "/candidates/{candidate_id}/tags/{tag:path}"
TagPath = Annotated[Tag, Path(examples=["mathematics"])]


@router.put(_ADDRESS, status_code=204)
def add_tag(caller: Writer, candidate_id: UUID, tag: TagPath) -> None:
    """Give the candidate a tag; nothing happens where they carry it."""
    caller.record(AddTag(candidate_id=candidate_id, tag=tag))


@router.delete(_ADDRESS, status_code=204)
def remove_tag(caller: Writer, candidate_id: UUID, tag: TagPath) -> None:
    """Take a tag off the candidate; nothing happens where they do not carry it."""
    caller.record(RemoveTag(candidate_id=candidate_id, tag=tag))


@router.get("/tags")
def list_tags(
    caller: Reader, limit: Limit = 50, cursor: After = None, as_of: AsOf = None
) -> Page[TagCount]:
    """List the tags in use, in alphabetical order."""
    (after,) = _CURSORS.read(cursor) or ("",)
    with caller.moment(as_of) as moment:
        rows = tags.all_tags(moment, after=after, limit=limit + 1)
    page, following = _CURSORS.cut(rows, limit, lambda row: (row.tag_key,))
    items = [TagCount(tag=row.tag, candidate_count=row.candidate_count) for row in page]
    return Page(items=items, next_cursor=following)
