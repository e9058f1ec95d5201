"""Duplicates: two who may be one person, side by side, and what is decided about them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Form, Query, Request, Response

from api import profiles
from api.access import Caller, Reader, Writer
from api.answers.candidates import Candidate
from api.answers.duplicates import DuplicatePair
from api.answers.merges import Merged
from api.asked.duplicates import NewDecision
from api.asked.merges import NewMerge
from api.comparing import Comparing
from api.routes import duplicates, merges
from api.screens import showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger.access.looks import Shown
from projections import look_alikes

router = screens()

_PAGE = 20
# Beyond a thousand a list is worked through, not counted.
_COUNTED_MAX = 1_000
Cursor = Annotated[str | None, Query(max_length=4_000)]
PairOf = Annotated[str, Query(pattern=r"^([0-9a-f-]{36}\.[0-9a-f-]{36})?$")]


class Row(NamedTuple):
    """One thing that is known of the two, side by side."""

    name: str
    values: tuple[Sequence[str], Sequence[str]]

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        one, other = ([each.casefold() for each in told] for told in self.values)
        return bool(one) and one == other


@router.get("/duplicates")
def show_duplicates(
    caller: Reader,
    request: Request,
    seen: Sight,
    *,
    state: look_alikes.State = "open",
    pair: PairOf = "",
    primary: Annotated[UUID | None, Query()] = None,
    cursor: Cursor = None,
) -> Response:
    """Show the pairs that look most alike, and one of them side by side."""
    comparing: Comparing = request.app.state.comparing
    if comparing.see_to(caller.installation) == "never":
        return showing.page(seen, caller, "duplicates_comparing.html", state=state)
    found = duplicates.listed(caller, state=state, limit=_PAGE, cursor=cursor)
    with caller.moment() as moment:
        counts = look_alikes.counts(moment, up_to=_COUNTED_MAX)
    values: dict[str, Any] = {
        "pairs": found.items,
        "cursor": found.next_cursor,
        "here": cursor or "",
        "state": state,
        "counts": counts,
        "counted_max": _COUNTED_MAX,
    }
    chosen = _chosen(found.items, pair)
    if chosen is None:
        return showing.page(seen, caller, "duplicates_none.html", **values)
    values |= _side_by_side(caller, chosen)
    is_told = primary is not None and primary in _ids(chosen)
    chosen_first = primary if primary and is_told else chosen.candidates[0].id
    values["pair"], values["primary"] = chosen, chosen_first
    values["merged"] = None
    if primary is not None:
        (other,) = _ids(chosen) - {chosen_first}
        values["merged"] = _preview(caller, chosen_first, other)
    return showing.page(seen, caller, "duplicates.html", **values)


@router.post("/duplicates/merge")
def merge_pair(
    caller: Writer,
    seen: Sight,
    primary: Annotated[UUID, Form()],
    one: Annotated[UUID, Form()],
    other: Annotated[UUID, Form()],
    back: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """Read the two as one person, the chosen one's facts first."""
    duplicate = other if primary == one else one
    given = NewMerge(duplicate_candidate_id=duplicate)
    found = merges.merge_candidates(caller, primary, given)
    name = found.candidate.name or "They"
    told = Said(f"{name}: read as one person.", f"/duplicates/merges/{found.merge_id}/undo")
    return showing.done(seen, _back(back), told)


@router.post("/duplicates/apart")
def keep_apart(
    caller: Writer,
    seen: Sight,
    one: Annotated[UUID, Form()],
    other: Annotated[UUID, Form()],
    back: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """Say that the two are two people."""
    _decide(caller, one, other, "apart")
    told = Said("Two people: not shown again.", f"/duplicates/later/{one}.{other}", "Not sure")
    return showing.done(seen, _back(back), told)


@router.post("/duplicates/later")
def leave_for_later(
    caller: Writer,
    seen: Sight,
    one: Annotated[UUID, Form()],
    other: Annotated[UUID, Form()],
    back: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """Leave for later whether the two are one person."""
    _decide(caller, one, other, "later")
    return showing.done(seen, _back(back), Said("Left for later."))


@router.post("/duplicates/later/{one}.{other}")
def think_again(caller: Writer, seen: Sight, one: UUID, other: UUID) -> Response:
    """Take back that the two are two people: they are among those left for later."""
    _decide(caller, one, other, "later")
    return showing.done(seen, "/duplicates?state=later", Said("Left for later."))


def _decide(caller: Caller, one: UUID, other: UUID, decision: Any) -> None:
    given = NewDecision(primary_candidate_id=one, other_candidate_id=other, decision=decision)
    duplicates.decide_on_duplicates(caller, given)


def _back(told: str) -> str:
    """Return where in the list to go on; only within it."""
    return told if told.startswith("/duplicates?") else "/duplicates"


def _ids(pair: DuplicatePair) -> set[UUID]:
    return {each.id for each in pair.candidates}


def _chosen(pairs: Sequence[DuplicatePair], asked: str) -> DuplicatePair | None:
    """Return the pair that is asked for, else the one that looks most alike."""
    wanted = set(asked.split("."))
    for each in pairs:
        if {str(identity) for identity in _ids(each)} == wanted:
            return each
    return pairs[0] if pairs else None


def _preview(caller: Caller, primary: UUID, other: UUID) -> Merged:
    given = NewMerge(duplicate_candidate_id=other, dry_run=True)
    return merges.merge_candidates(caller, primary, given)


def _side_by_side(caller: Caller, pair: DuplicatePair) -> dict[str, Any]:
    with caller.moment() as moment:
        one, other = (profiles.candidate(moment, each.id) for each in pair.candidates)
    for each in (one, other):
        caller.looked(Shown.PROFILE, whom=each.id)
    rows = [Row(name, (_told(one, name), _told(other, name))) for name in _ROWS]
    return {"two": (one, other), "rows": [each for each in rows if any(each.values)]}


_ROWS = ("Title", "Company", "Place", "E-mail", "Phone", "Links", "Tags", "Pools")


def _told(who: Candidate, name: str) -> Sequence[str]:
    links = (*who.social_media_addresses, *who.website_addresses)
    told: Mapping[str, Sequence[str | None]] = {
        "Title": [who.title],
        "Company": [who.company],
        "Place": [who.location],
        "E-mail": [each.value for each in who.email_addresses],
        "Phone": [each.value for each in who.phone_numbers],
        "Links": [each.value for each in links],
        "Tags": who.tags,
        "Pools": [each.name or "Pool" for each in who.pools],
    }
    return [each for each in told[name] if each]
