"""Who may be one person: a list to decide about, pair by pair."""

from typing import Annotated

from cyclopts import Parameter

from api import duplicates
from api.answers.duplicates import Duplicate, DuplicatePair, LookAlike
from api.cli.opening import Data, Json, Limit, Who, looked, opened, record_and_tell
from api.cli.showing import answer, as_json, say
from api.cli.whom import person
from ledger.access.looks import Shown
from ledger.commands.look_alikes import DecideLater, KeepApart
from projections import look_alikes

Reason = Annotated[str | None, Parameter(help="Why, for whoever asks later.")]


def duplicates_(
    who: Who | None = None,
    /,
    *,
    state: Annotated[
        look_alikes.State, Parameter(help="Undecided, put off, or kept apart.")
    ] = "open",
    limit: Limit = 20,
    data: Data = None,
    json: Json = False,
) -> None:
    """List pairs who may be one person, or whom one person may be the same as.

    Each comes with a score from 0 to 100, the evidence it is the sum of, and the ids to decide
    with: `rapport merge`, `rapport keep-apart`, `rapport later`.
    """
    with opened(data) as found:
        if who is not None:
            candidate_id = person(found, who)
            look_alikes.renew_for_one(found.database, found.workspace)
            with found.moment() as moment:
                alike = duplicates.of_candidate(moment, candidate_id)[:limit]
            looked(found, Shown.DUPLICATES, whom=candidate_id, count=1 + len(alike))
            _tell_of_one(alike, is_json=json)
            return
        say("Comparing people …")
        look_alikes.renew(found.database, found.workspace)
        with found.moment() as moment:
            rows = duplicates.page(moment, state=state, after=None, limit=limit + 1)
        people = {each.id for _, pair in rows[:limit] for each in pair.candidates}
        looked(found, Shown.DUPLICATES, count=len(people))
    _tell_of_all([pair for _, pair in rows[:limit]], has_more=len(rows) > limit, is_json=json)


def keep_apart(
    primary: Who,
    other: Who,
    /,
    *,
    reason: Reason = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Say that two who look alike are two people; they are not shown again."""
    _decide(KeepApart, (primary, other, reason), "Two people, for good.", data, is_json=json)


def later(
    primary: Who,
    other: Who,
    /,
    *,
    reason: Reason = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Leave for later whether two are one person: `duplicates --state later` lists them."""
    _decide(DecideLater, (primary, other, reason), "Left for later.", data, is_json=json)


def _decide(
    decision: type[KeepApart | DecideLater],
    told: tuple[str, str, str | None],
    done: str,
    data: Data,
    *,
    is_json: bool,
) -> None:
    primary, other, reason = told
    with opened(data) as found:
        command = decision(
            primary_candidate_id=person(found, primary),
            other_candidate_id=person(found, other),
            reason=reason,
        )
        record_and_tell(found, command, done, is_json=is_json)


def _tell_of_one(alike: list[Duplicate], *, is_json: bool) -> None:
    if is_json:
        as_json({"items": alike})
        return
    for each in alike:
        answer(f"{each.score:>3}  {_line(each.candidate)}")
        _tell_why(each)
    if not alike:
        answer("Nobody looks like them.")


def _tell_of_all(pairs: list[DuplicatePair], *, has_more: bool, is_json: bool) -> None:
    if is_json:
        as_json({"items": pairs, "has_more": has_more})
        return
    for pair in pairs:
        one, other = pair.candidates
        answer(f"{pair.score:>3}  {_line(one)}")
        answer(f"     {_line(other)}")
        _tell_why(pair)
    if not pairs:
        answer("Nobody looks like anybody else.")
    if has_more:
        answer("… and more: raise --limit.")


def _tell_why(found: Duplicate | DuplicatePair) -> None:
    for each in found.evidence:
        answer(f"     {each.points:>+4}  {each.words}")


def _line(candidate: LookAlike) -> str:
    reached = [*candidate.email_addresses, *candidate.phone_numbers, *candidate.profile_links]
    told = (
        candidate.name,
        candidate.title,
        candidate.company,
        candidate.location,
        *reached[:2],
    )
    return f"{candidate.id}  {', '.join(each for each in told if each)}"
