"""Whoever follows what goes on, or takes something out, may they still?"""

from fastapi import Request

from api import principals
from api.access import Caller
from ledger import errors


def must_still_be_in(caller: Caller, request: Request) -> None:
    """Refuse whoever was shut out since an answer began, or may do something else by now.

    Raise `errors.NotSignedIn`, or `errors.Forbidden`: asked anew, it is decided anew.
    """
    doors: principals.Doors = request.app.state.doors
    shown = principals.shown_by(request)
    found = doors.recent(shown) or [doors.enter(request.app.state.installation, shown)]
    now, before = found[0].principal, caller.principal
    if now.workspace != before.workspace:
        raise errors.NotSignedIn
    if (now.role, now.scopes) != (before.role, before.scopes):
        raise errors.Forbidden("What you may do here has changed: ask anew.")
