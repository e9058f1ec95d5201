"""Saved searches: what the list of people is asked for again and again."""

from uuid import UUID

from api import reads
from api.access import Caller, IdempotencyKey, Reader, Writer
from api.answers import Page
from api.answers.groups import SavedSearch
from api.as_of import AsOf
from api.asked.searches import NewSearch
from api.routes.noun import noun
from ledger import errors
from ledger.commands.searches import ChangeSearch, DropSearch, SaveSearch
from ledger.events import SearchSaved
from projections import searches

router = noun("searches", "/searches")


@router.post("", status_code=201)
def save_search(caller: Writer, given: NewSearch, key: IdempotencyKey = None) -> SavedSearch:
    """Give a name to what the list of people is asked for."""
    command = SaveSearch(name=given.name, query=given.query)
    first = SearchSaved(name=given.name, query=given.query)
    recorded = caller.record_once(command, key, first)
    return _one(caller, recorded[0].stream_id)


@router.get("")
def list_searches(caller: Reader, as_of: AsOf = None) -> Page[SavedSearch]:
    """List the saved searches, at most fifty, in the order in which they were first saved."""
    with caller.moment(as_of) as moment:
        rows = searches.everyone(moment)
    return Page(items=[_answer(row) for row in rows], next_cursor=None)


@router.put("/{search_id}")
def change_search(caller: Writer, search_id: UUID, given: NewSearch) -> SavedSearch:
    """Give a saved search another name, or other filters."""
    caller.record(ChangeSearch(search_id=search_id, name=given.name, query=given.query))
    return _one(caller, search_id)


@router.delete("/{search_id}", status_code=204)
def drop_search(caller: Writer, search_id: UUID) -> None:
    """Let a saved search go; nothing happens where it is gone."""
    if not caller.record(DropSearch(search_id=search_id)):
        _must_have_been_one(caller, search_id)


def _must_have_been_one(caller: Caller, search_id: UUID) -> None:
    with caller.moment() as moment:
        told = reads.firsts(moment.connection, caller.workspace, [search_id])
    if all(each.event_type != SearchSaved.__name__ for each in told.values()):
        raise errors.Unknown(f"No saved search has the id {search_id}.")


def _one(caller: Caller, search_id: UUID) -> SavedSearch:
    with caller.moment() as moment:
        for row in searches.everyone(moment):
            if row.stream_id == search_id:
                return _answer(row)
    raise errors.Unknown(f"No saved search has the id {search_id}.")


def _answer(row: searches.Search) -> SavedSearch:
    return SavedSearch(id=row.stream_id, name=row.name, query=row.query, version=row.version)
