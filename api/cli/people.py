"""People: add, find, show."""

from typing import Annotated

from cyclopts import Parameter

from api import profiles
from api.answers.candidates import FactHistories, FactHistory
from api.cli import as_of as moments
from api.cli import cards
from api.cli.opening import AsOf, Data, Json, Limit, Many, Who, looked, opened, record
from api.cli.refusals import TooLittleSaid
from api.cli.showing import answer, as_json, pairs, table
from api.cli.whom import must_be_known, person
from ledger.access.looks import Shown
from ledger.commands.candidates import AddCandidate
from ledger.commands.handles import GivenHandle
from ledger.words import Handle, HandleType, Profile
from projections import lists

# Of each field; whoever told more of one than this may ask the API for them.
_VALUES_MAX = 50


def add(  # noqa: PLR0913 - what may be known of somebody
    *name: Annotated[str, Parameter(help="The whole name, in one piece or several.")],
    email: Annotated[Many, Parameter(help="An e-mail address; may be repeated.")] = (),
    phone: Annotated[Many, Parameter(help="A phone number; may be repeated.")] = (),
    linkedin: Annotated[Many, Parameter(help="A LinkedIn profile link.")] = (),
    company: Annotated[str | None, Parameter(help="Where they work.")] = None,
    title: Annotated[str | None, Parameter(help="As what they work.")] = None,
    location: Annotated[str | None, Parameter(help="Where they live.")] = None,
    tag: Annotated[Many, Parameter(help="A tag of yours; may be repeated.")] = (),
    source: Annotated[
        str | None, Parameter(help="Where you have it from: referral, a fair …")
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Enter somebody in the ledger, with what is known of them."""
    whole_name = " ".join(name).strip()
    told: dict[str, str | None] = {
        "name": whole_name,
        "company": company,
        "title": title,
        "location": location,
    }
    handles = [
        GivenHandle(handle=Handle(type=type_, value=value))
        for type_, values in (
            (HandleType.EMAIL, email),
            (HandleType.PHONE, phone),
            (HandleType.LINKEDIN, linkedin),
        )
        for value in values
    ]
    if not whole_name and not handles:
        raise TooLittleSaid("Give a name or a way to reach them: rapport add “Ada Lovelace”.")
    command = AddCandidate(
        profile=Profile.model_validate({field: fact for field, fact in told.items() if fact}),
        handles=tuple(handles),
        tags=tag,
        source=source,
    )
    with opened(data) as found:
        recorded = record(found, command)
    if json:
        as_json({"id": command.candidate_id, "position": recorded[-1].position})
    else:
        shown = whole_name or handles[0].handle.value
        answer(f"{shown} is in the ledger, with the id {command.candidate_id}.")


def find(
    *text: Annotated[str, Parameter(help="Parts of words, whatever the case and accents.")],
    limit: Limit = 50,
    as_of: AsOf = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Find people: every word somewhere in their names, companies, places, tags or handles."""
    query = " ".join(text).strip()
    if not query:
        raise TooLittleSaid("Say what to look for: rapport find berlin.")
    with opened(data) as found, moments.moment(found, as_of) as moment:
        rows = lists.by_name(
            moment,
            query=query,
            pool=None,
            tag=None,
            after=None,
            limit=limit + 1,
        )
        people = profiles.listed(moment, rows[:limit])
        looked(found, Shown.SEARCH, count=len(people), until=moment.until)
    has_more = len(rows) > limit
    if json:
        as_json({"items": people, "has_more": has_more})
        return
    table(
        ("ID", "NAME", "LAST TALK", "TITLE, COMPANY"),
        (
            (p.id, p.name, p.last_engaged_at, ", ".join(filter(None, (p.title, p.company))))
            for p in people
        ),
    )
    if has_more:
        answer("… and more: say more words, or raise --limit.")


def show(
    who: Who,
    /,
    *,
    facts: Annotated[
        bool,
        Parameter(negative="", help="Every value ever told, and which of them holds."),
    ] = False,
    as_of: AsOf = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Show what is known of somebody, now or as of then."""
    with opened(data) as found:
        candidate_id = person(found, who)
        with moments.moment(found, as_of) as moment:
            root = must_be_known(moment, candidate_id, who)
            shown = Shown.FACTS if facts else Shown.PROFILE
            looked(found, shown, whom=root, until=moment.until)
            if facts:
                told = profiles.told_facts(moment, root, limit=_VALUES_MAX)
                _show_facts(told, is_json=json)
                return
            candidate = profiles.candidate(moment, root)
    if json:
        as_json(candidate)
    else:
        pairs(cards.card(candidate))


def _show_facts(told: list[FactHistory], *, is_json: bool) -> None:
    if is_json:
        as_json(FactHistories(items=told))
    else:
        table(cards.FACT_HEADS, cards.facts(told))
