"""Signing in and out: with a link, once; and which workspace a session looks at."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from api.answers.session import Session
from api.asked.session import LookAt, SignIn
from api.installation import Installation
from api.principals import SESSION_COOKIE, Doors, SignedIn, shown_by, signed_in
from ledger import errors
from ledger.access import links, sessions, users
from ledger.words import WorkspaceId

router = APIRouter(prefix="/session", tags=["session"])


async def _signed_in(request: Request) -> SignedIn:
    return await signed_in(request.app.state.installation, shown_by(request))


TheSession = Annotated[SignedIn, Depends(_signed_in)]
"""What a route asks for that is about whoever is signed in, wherever they are let in."""


@router.post("", status_code=201)
def sign_in(
    request: Request,
    response: Response,
    given: SignIn,
    user_agent: Annotated[str, Header()] = "",
) -> Session:
    """Sign in with a link that was printed or sent; it lets in once."""
    installation: Installation = request.app.state.installation
    pepper = installation.settings.pepper
    with installation.database.connection() as connection:
        for user, workspace in links.signed_in_by(connection, pepper, given.link):
            token = sessions.begin(connection, pepper, user, workspace, agent=user_agent)
            keep(response, token, is_secure=request.url.scheme == "https")
            (session,) = sessions.of_token(connection, pepper, token)
            return _told(installation, session)
    raise errors.NotSignedIn("The link was used already, or its time has passed.")


@router.get("")
def read_session(request: Request, signed: TheSession) -> Session:
    """Say who is signed in, and at which workspace they look."""
    return _told(request.app.state.installation, signed.session)


@router.put("/workspace")
def look_at(request: Request, signed: TheSession, given: LookAt) -> Session:
    """Look at another of your workspaces."""
    installation: Installation = request.app.state.installation
    workspace = WorkspaceId(given.workspace_id)
    if signed.role_in(installation, workspace) is None:
        raise errors.Unknown(f"You have no workspace with the id {workspace}.")
    with installation.database.connection() as connection:
        sessions.look_at(connection, signed.session.session_id, workspace)
        _forget(request)
        (session,) = sessions.of_token(connection, installation.settings.pepper, signed.token)
    return _told(installation, session)


@router.delete("", status_code=204)
def sign_out(request: Request, response: Response, signed: TheSession) -> None:
    """Sign out here."""
    installation: Installation = request.app.state.installation
    with installation.database.connection() as connection:
        sessions.end(connection, signed.session.user_id, signed.session.session_id)
    _forget(request)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")


def keep(response: Response, token: str, *, is_secure: bool) -> None:
    """Have the browser keep a session's token where no script reads it."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(sessions.AGE_MAX.total_seconds()),
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="lax",
    )


def _told(installation: Installation, session: sessions.Session) -> Session:
    with installation.database.connection() as connection:
        user = users.one(connection, session.user_id)
    return Session(
        id=session.session_id,
        user_id=user.user_id,
        name=user.name,
        email=user.email,
        workspace_id=session.workspace_id,
        began_at=session.began_at,
        ends_at=session.ends_at,
    )


def _forget(request: Request) -> None:
    doors: Doors = request.app.state.doors
    doors.forget()
