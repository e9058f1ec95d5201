"""The palette: people and screens found as one types, and what can be done."""

from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import Query, Response

from api.access import Caller, Reader
from api.routes import candidates
from api.screens import showing
from api.screens.route import screens
from api.screens.seen import Seen, Sight
from ledger.words import Scope
from projections import pools

router = screens()

_PEOPLE_MAX = 8
_POOLS_MAX = 4
_ALL_POOLS = 500


class Place(NamedTuple):
    """A screen to go to."""

    name: str
    path: str
    icon: str
    keys: str
    scope: Scope
    words: str = ""
    """What else somebody may type who looks for it."""


PLACES = (
    Place("Today", "/", "sun", "G T", Scope.READ, "home follow-ups"),
    Place("People", "/people", "users", "G P", Scope.READ, "candidates contacts"),
    Place("Timeline", "/timeline", "list-tree", "G L", Scope.READ, "history log"),
    Place("Pools", "/pools", "layers", "G O", Scope.READ, "groups lists"),
    Place("Insights", "/insights", "chart-column", "G I", Scope.READ, "statistics report"),
    Place("Import", "/import", "download", "G M", Scope.IMPORT, "bring in upload linkedin"),
    Place("Duplicates", "/duplicates", "git-merge", "G D", Scope.READ, "merge look alike"),
    Place("Export everything", "/export", "upload", "G E", Scope.EXPORT, "archive download"),
    Place("Compare", "/compare", "history", "", Scope.READ, "as of diff replay"),
    Place("Settings", "/settings", "settings", "G S", Scope.READ, "members keys account"),
    Place("Add a person", "/people/new", "user-plus", "C", Scope.WRITE, "new candidate"),
    Place("How the API answers", "/docs", "file-text", "", Scope.READ, "documentation"),
)
"""The screens, as the palette offers them."""


class Deed(NamedTuple):
    """What can be done about the person whose page is open."""

    id: str
    name: str
    page: str
    """Where it is done, below the person's own address."""
    icon: str
    keys: str
    scope: Scope
    words: str


DEEDS = (
    Deed("log", "Log with this person", "#log", "phone", "L", Scope.WRITE, "call email note"),
    Deed("remind", "Remind me of this person", "#follow-up", "bell", "F", Scope.WRITE, "due"),
    Deed("facts", "History of their facts", "/facts", "history", "", Scope.READ, "changes"),
    Deed("privacy", "Their privacy", "/privacy", "shield", "", Scope.READ, "consent erase"),
)


@router.get("/palette")
def show_palette(
    caller: Reader,
    seen: Sight,
    q: Annotated[str, Query(max_length=200)] = "",
    log: Annotated[Literal["", "true"], Query(description="Whom to log with is asked.")] = "",
    about: Annotated[UUID | None, Query(description="Whose page is open.")] = None,
) -> Response:
    """Show the palette, or what is left in it as one types."""
    text = q.strip()
    found = candidates.list_candidates(
        caller,
        q=text or None,
        sort="name" if text else "last_engaged",
        limit=_PEOPLE_MAX,
        as_of=seen.as_of,
    )
    may_write = seen.past is None and Scope.WRITE in caller.principal.scopes
    values = {
        "q": text,
        "log": bool(log),
        "about": about,
        "people": found.items,
        "deeds": [] if log or about is None else _deeds(caller, seen, about, text),
        "places": [] if log else _places(caller, text),
        "pools": [] if log or not text else _pools(caller, seen.as_of, text),
        "may_add": may_write and text,
        "may_put": may_write and about,
    }
    if seen.target == "palette-found":
        return showing.part(seen, caller, "palette_found.html", **values)
    if seen.request.headers.get("sec-fetch-dest") == "document":
        return showing.page(seen, caller, "palette_page.html", **values)
    return showing.part(seen, caller, "palette.html", **values)


def _deeds(caller: Caller, seen: Seen, about: UUID, text: str) -> list[Deed]:
    """Return what may be done about somebody, each with its whole address."""
    # Of each the beginning of a word: a few letters are more often somebody's name.
    wanted = f" {text.lower()}"
    return [
        deed._replace(page=_page_of(seen, about, deed))
        for deed in DEEDS
        if deed.scope in caller.principal.scopes
        and (seen.past is None or deed.scope is Scope.READ)
        and wanted in f"  {deed.name} {deed.words}".lower()
    ]


def _page_of(seen: Seen, about: UUID, deed: Deed) -> str:
    page, mark, place = f"/people/{about}{deed.page}".partition("#")
    return f"{seen.link(page)}{mark}{place}"


def _places(caller: Caller, text: str) -> list[Place]:
    wanted = text.lower()
    return [
        place
        for place in PLACES
        if place.scope in caller.principal.scopes
        and wanted in f"{place.name} {place.words}".lower()
    ]


def _pools(caller: Caller, as_of: str | None, text: str) -> list[pools.Pool]:
    with caller.moment(as_of) as moment:
        every = pools.page(moment, after=None, limit=_ALL_POOLS)
    wanted = text.lower()
    return [each for each in every if wanted in each.name.lower()][:_POOLS_MAX]
