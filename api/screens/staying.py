"""Whoever follows a live page is still let in?"""

from fastapi import Request

from api import principals
from api.access import Caller
from ledger import errors


def must_still_be_in(caller: Caller, request: Request) -> None:
    """Refuse whoever was shut out since a stream began; raise `errors.NotSignedIn`."""
    doors: principals.Doors = request.app.state.doors
    shown = principals.shown_by(request)
    found = doors.recent(shown) or [doors.enter(request.app.state.installation, shown)]
    if found[0].principal.workspace != caller.workspace:
        raise errors.NotSignedIn
