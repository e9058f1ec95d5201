"""The pages on which people sign in, come in by an invitation, and sign out.

A link is used up by its button alone: mail scanners and previews fetch links, too.
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from api import browsers, onward, openid, problems
from api.asked.session import Joiner
from api.attempts import TooManyAttempts
from api.installation import Installation
from api.joining import Joining
from api.pages import on_to, page
from api.principals import SESSION_COOKIE
from api.signing_in import Begun, CodeNeeded, SigningIn
from ledger import errors
from ledger.access import links, sessions, users
from ledger.access.passwords import LENGTH_MAX

router = APIRouter(include_in_schema=False)

_OVER = "This link is over"
_WAIT = "Wait a moment"
_LINK_IS_OVER = (
    "It was used already, or its time has passed. Whoever runs this server makes another:"
    " rapport sign-in."
)

Field = Annotated[str, Form(max_length=400)]
Secret = Annotated[str, Form(max_length=LENGTH_MAX)]


@router.get("/sign-in")
def show_sign_in(request: Request, asked: onward.Asked = "") -> Response:
    """Ask for address and password."""
    onto = onward.local(asked)
    return page("sign_in.html", fault="", onto=onto, other_site=_other_site(request))


@router.post("/sign-in")
def sign_in(
    request: Request, email: Field = "", password: Secret = "", asked: onward.Carried = ""
) -> Response:
    """Sign in by address and password."""
    onto = onward.local(asked)
    try:
        outcome = SigningIn(request).with_password(_line(email), password)
    except errors.LedgerError as error:
        return refused(error, "sign_in.html", onto=onto, other_site=_other_site(request))
    return after(request, outcome, onto)


@router.post("/sign-in/code")
def show_code(
    request: Request, token: Field = "", code: Field = "", asked: onward.Carried = ""
) -> Response:
    """Show the code that is still needed."""
    onto = onward.local(asked)
    try:
        begun = SigningIn(request).with_code(_line(token), _line(code))
    except errors.LedgerError as error:
        return refused(error, "code.html", token=token, onto=onto)
    return after(request, begun, onto)


@router.get("/sign-in/{token}")
def show_link(request: Request, token: str) -> Response:
    """Show the button of a link; only the button uses it up."""
    installation: Installation = request.app.state.installation
    try:
        SigningIn(request).attempts.on_token(browsers.stranger(request))
    except TooManyAttempts as error:
        return refused(error, "over.html", heading=_WAIT)
    with installation.database.connection() as connection:
        is_open = links.opens(connection, installation.settings.pepper, token)
    if is_open:
        return page("link.html", fault="")
    return page("over.html", status=404, heading=_OVER, fault=_LINK_IS_OVER)


@router.post("/sign-in/{token}")
def use_link(request: Request, token: str) -> Response:
    """Sign in by a link."""
    try:
        outcome = SigningIn(request).with_link(token)
    except errors.LedgerError as error:
        return refused(error, "over.html", heading=_OVER)
    return after(request, outcome)


@router.get("/join/{token}")
def show_invitation(request: Request, token: str) -> Response:
    """Ask who it is that was invited."""
    try:
        SigningIn(request).attempts.on_token(browsers.stranger(request))
        invitation = Joining(SigningIn(request), token).invitation()
    except errors.LedgerError as error:
        return refused(error, "over.html", heading=_OVER)
    user = "".join(each.name for each in _signed_in(request))
    return page(
        "join.html",
        fault="",
        user=user,
        role=invitation.role.value,
        name=invitation.name,
        email="",
        token=token,
        other_site=_other_site(request),
    )


@router.post("/join/{token}")
def join(
    request: Request,
    token: str,
    *,
    as_user: Field = "",
    name: Field = "",
    email: Field = "",
    password: Secret = "",
) -> Response:
    """Come in by an invitation, as who is signed in or as who fills in the form."""
    joining = Joining(SigningIn(request), token)
    try:
        invitation = joining.invitation()
    except errors.LedgerError as error:
        return refused(error, "over.html", heading=_OVER)
    known = _signed_in(request)
    try:
        if as_user:
            if not known:
                raise errors.NotSignedIn("The session has ended: sign in again.")
            return after(request, joining.as_user(known[0].user_id))
        given = _joiner(link=token, name=_line(name), email=_line(email), password=password)
        begun = joining.as_somebody(name=given.name, email=given.email, password=given.password)
    except errors.LedgerError as error:
        user = "".join(each.name for each in known)
        values = {"role": invitation.role.value, "name": name, "email": email}
        values |= {"token": token, "other_site": _other_site(request)}
        return refused(error, "join.html", user=user, **values)
    return after(request, begun)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Sign out here."""
    installation: Installation = request.app.state.installation
    shown = request.cookies.get(SESSION_COOKIE, "")
    with installation.database.connection() as connection:
        for each in sessions.of_token(connection, installation.settings.pepper, shown):
            sessions.end(connection, each.user_id, each.session_id)
    request.app.state.doors.forget()
    answer = on_to("/sign-in")
    browsers.forget_session(answer)
    return answer


def _other_site(request: Request) -> str:
    """Return the name of the site that may say who somebody is, or nothing."""
    installation: Installation = request.app.state.installation
    settings = installation.settings
    if not openid.is_offered(settings):
        return ""
    return urlsplit(settings.openid_issuer or "").hostname or ""


def after(request: Request, outcome: Begun | CodeNeeded, onto: str = "/") -> Response:
    """Send the browser on with its session, or ask for the code that is still needed."""
    if isinstance(outcome, CodeNeeded):
        return page("code.html", fault="", token=outcome.token, onto=onto)
    answer = on_to(onto)
    installation: Installation = request.app.state.installation
    browsers.keep(request, answer, installation, outcome.user_id, outcome.token)
    return answer


def refused(error: errors.LedgerError, template: str, **values: str) -> Response:
    """Return the page again, saying what was wrong, under the status that the problem has."""
    fault = error.detail or error.sentence
    if isinstance(error, TooManyAttempts):
        fault = f"{error.sentence} {error.detail}"
    answer = page(template, status=problems.status_of(error), fault=fault, **values)
    if isinstance(error, TooManyAttempts):
        answer.headers.update(error.headers)
    return answer


def _signed_in(request: Request) -> list[users.User]:
    installation: Installation = request.app.state.installation
    shown = request.cookies.get(SESSION_COOKIE, "")
    with installation.database.connection() as connection:
        for each in sessions.of_token(connection, installation.settings.pepper, shown):
            return [users.one(connection, each.user_id)]
    return []


def _line(text: str) -> str:
    # PostgreSQL's texts have no place for NUL, and nothing that is meant holds one.
    return text.replace("\x00", "").strip()


def _joiner(**told: str) -> Joiner:
    try:
        return Joiner.model_validate(told)
    except ValidationError as error:
        raise errors.Invalid("Tell your name, your e-mail address and a password.") from error
