"""Who looked: at what, of how many people, and when; for whoever watches over it."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.access import Auditor
from api.asked.values import Day
from api.routes import looks, members
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.seen import Sight
from ledger.access.looks import Shown
from ledger.words import Value

router = screens()

_HERE = "/settings/looks"
_PAGE = 60
_DAYS = 30
Line = Annotated[str, Query(max_length=40)]
WORDS: dict[Shown, str] = {
    Shown.PROFILE: "a profile",
    Shown.FACTS: "where facts came from",
    Shown.TIMELINE: "a timeline",
    Shown.ENGAGEMENT: "an engagement",
    Shown.LIST: "a list of people",
    Shown.SEARCH: "a search",
    Shown.FOLLOW_UPS: "follow-ups",
    Shown.APPLICATIONS: "applications",
    Shown.MERGES: "merges",
    Shown.DUPLICATES: "look-alikes",
    Shown.PRIVACY: "consents and notices",
    Shown.RETENTION: "who is due for erasure",
    Shown.ERASURE: "what an erasure would do",
    Shown.IMPORT: "an import's report",
    Shown.DIFF: "what changed between two days",
    Shown.EVENTS: "the log of events",
    Shown.EXPORT: "a copy, taken out",
    Shown.ARCHIVE: "the whole archive, taken out",
}
"""What somebody was shown, in words."""


class Wanted(Value):
    """Which looks are asked for; what is left out is not asked about."""

    member: UUID | None = None
    kind: Shown | None = None
    since: Day | None = None
    until: Day | None = None


@router.get(_HERE)
def show_looks(
    caller: Auditor,
    seen: Sight,
    *,
    member: Line = "",
    kind: Line = "",
    since: Annotated[str | None, Query(alias="from", max_length=40)] = None,
    until: Annotated[str, Query(alias="to", max_length=40)] = "",
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show who looked at what, the newest first, with the sums of each member."""
    if since is None:
        # The sums of 13 months take a while: they are there for whoever empties the field.
        since = (seen.times.today - timedelta(days=_DAYS)).isoformat()
    wanted = forms.asked(Wanted, member=member, kind=kind, since=since, until=until)
    found = looks.list_looks(
        caller,
        member=wanted.member,
        kind=wanted.kind,
        since=seen.times.begins(wanted.since) if wanted.since else None,
        until=seen.times.begins(wanted.until + timedelta(days=1)) if wanted.until else None,
        limit=_PAGE,
        cursor=cursor,
    )
    values = {
        "looks": found,
        "words": WORDS,
        "asked": {"member": member, "kind": kind, "from": since, "to": until},
    }
    if seen.target:
        # The form asks for sums and rows anew; what is loaded on, for rows alone.
        template = "looks_rows" if cursor else "looks_part"
        return showing.part(seen, caller, f"settings/{template}.html", **values)
    everyone = members.list_members(caller).items
    return showing.page(seen, caller, "settings/looks.html", members=everyone, **values)
