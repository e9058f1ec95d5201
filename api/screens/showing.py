"""A screen as it is sent: the whole page, or the part of it that a script puts in place."""

import gzip
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from jinja2 import Environment
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import browsers
from api.access import Caller
from api.asked.searches import said_by
from api.pages import on_to, templates
from api.screens import report_words, said, words
from api.screens.said import Said
from api.screens.seen import Seen
from ledger.access import users
from ledger.words import Scope
from projections import searches, workspaces

_GZIP_LEVEL = 5
_WORTH_PACKING = 1_400
_PADDING_MAX = 48


class Saved(NamedTuple):
    """A saved search, as a line of the side."""

    id: UUID
    name: str
    query: str

    @property
    def told(self) -> dict[str, str]:
        """What the address of the list says for it."""
        return said_by(self.query)


class Around(NamedTuple):
    """What stands around every screen."""

    user: str
    workspace: str
    searches: Sequence["Saved"]
    may: Mapping[str, bool]
    """What the viewer may do, by the name of a scope; as of earlier, only read."""


def page(seen: Seen, caller: Caller, template: str, **values: Any) -> Response:
    """Return a whole page."""
    told = said.kept(seen.request)
    shown = _rendered(seen, caller, template, around=_around(seen, caller), said=told, **values)
    if told:
        said.forget(shown)
    return shown


def part(seen: Seen, caller: Caller, template: str, **values: Any) -> Response:
    """Return a part of a page, for a script to put in its place."""
    return _rendered(seen, caller, template, may=_may(seen, caller), **values)


def done(seen: Seen, path: str, told: Said) -> Response:
    """Send the browser on after something was done, and say there what it was."""
    answer: Response = RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})
    if seen.is_scripted:
        answer = Response(status_code=204, headers={"HX-Redirect": path})
    request = seen.request
    is_secure = browsers.is_on_tls(request, request.app.state.installation)
    said.keep(answer, told, is_secure=is_secure)
    return answer


def to(path: str) -> Response:
    """Send the browser to another screen."""
    return on_to(path)


def text(seen: Seen, caller: Caller, template: str, **values: Any) -> str:
    """Return a part of a page as text, for a stream."""
    return _written(seen, template, may=_may(seen, caller), **values)


def _written(seen: Seen, template: str, **values: Any) -> str:
    found = _environment().get_template(f"screens/{template}")
    return found.render(seen=seen, times=seen.times, link=seen.link, **values)


def _rendered(seen: Seen, caller: Caller, template: str, **values: Any) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": "HX-Request, Accept-Encoding"}
    headers |= dict(caller.response.headers)
    content = _written(seen, template, **values).encode()
    accepted = seen.request.headers.get("accept-encoding", "")
    if len(content) > _WORTH_PACKING and "gzip" in accepted:
        # What is packed tells by its size what is in it; a few random letters blur that.
        blur = secrets.token_hex(secrets.randbelow(_PADDING_MAX) + 1)
        content = gzip.compress(content + f"<!-- {blur} -->".encode(), _GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HTMLResponse(content, caller.response.status_code or 200, headers=headers)


def _around(seen: Seen, caller: Caller) -> Around:
    with caller.moment() as moment:
        (user,) = users.many(moment.connection, [caller.principal.member])
        workspace = workspaces.this(moment)
        kept = searches.everyone(moment)
    saved = [Saved(each.stream_id, each.name, each.query) for each in kept]
    return Around(user.name, workspace.name, saved, _may(seen, caller))


def _may(seen: Seen, caller: Caller) -> Mapping[str, bool]:
    is_now = seen.past is None
    may = {
        each.value: each in caller.principal.scopes and (is_now or each is Scope.READ)
        for each in Scope
    }
    return may | {"own": caller.principal.is_owner and is_now}


@cache
def _environment() -> Environment:
    environment = templates().overlay()
    environment.filters.update(words.FILTERS)
    environment.filters.update(report_words.FILTERS)
    return environment
