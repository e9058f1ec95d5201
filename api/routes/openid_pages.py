"""Signing in by another site: to it, and back."""

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from api import browsers, onward
from api.openid import BACK, ByOpenId
from api.routes.sign_in_pages import after, refused
from api.signing_in import SigningIn
from ledger import errors
from ledger.access.challenges import OPEN_FOR

router = APIRouter(include_in_schema=False)

_STATE_COOKIE = "rapport_openid"
_ONTO_COOKIE = "rapport_onto"
_PATH = "/sign-in/openid"
_HEADING = "You are not signed in"
_SEE_OTHER = 303

Told = Annotated[str, Query(max_length=4_000)]


@router.get(_PATH)
def go(request: Request, invitation: Told = "", asked: onward.Asked = "") -> Response:
    """Send the browser to the other site."""
    by = ByOpenId(SigningIn(request))
    try:
        address, state = by.address(invitation)
    except errors.LedgerError as error:
        return refused(error, "over.html", heading=_HEADING)
    answer = RedirectResponse(address, _SEE_OTHER, headers={"Cache-Control": "no-store"})
    for name, value in ((_STATE_COOKIE, state), (_ONTO_COOKIE, onward.local(asked))):
        answer.set_cookie(
            name,
            # A cookie has no room for other letters than a few.
            quote(value),
            max_age=int(OPEN_FOR.total_seconds()),
            path=_PATH,
            secure=browsers.is_on_tls(request, by.signing_in.installation),
            httponly=True,
            samesite="lax",
        )
    return answer


@router.get(f"/{BACK}")
def come_back(request: Request, state: Told = "", code: Told = "") -> Response:
    """Sign in who comes back from the other site."""
    kept = request.cookies.get(_STATE_COOKIE, "")
    try:
        outcome = ByOpenId(SigningIn(request)).returned(state=state, kept=kept, code=code)
    except errors.LedgerError as error:
        answer: Response = refused(error, "over.html", heading=_HEADING)
    else:
        onto = onward.local(unquote(request.cookies.get(_ONTO_COOKIE, "")))
        answer = after(request, outcome, onto)
    for name in (_STATE_COOKIE, _ONTO_COOKIE):
        answer.delete_cookie(name, path=_PATH, httponly=True, samesite="lax")
    return answer
