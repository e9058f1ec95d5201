"""Signing in and out; where else somebody is signed in; at which workspace they look."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from api import browsers, passkeys
from api.answers import Page
from api.answers.session import (
    EndedSessions,
    OpenSession,
    PasskeyOptions,
    SecondFactorNeeded,
    Session,
)
from api.asked.session import Joiner, LookAt, Proof, SecondFactor, ShownPasskey, SignIn
from api.attempts import Attempts
from api.installation import Installation
from api.joining import Joining
from api.principals import Doors, SignedIn, shown_by, signed_in
from api.routes.noun import noun
from api.signing_in import Begun, CodeNeeded, SigningIn
from ledger import errors
from ledger.access import authenticators, sessions, users
from ledger.words import WorkspaceId

router = noun("session")


async def _signed_in(request: Request) -> SignedIn:
    attempts: Attempts = request.app.state.attempts
    shown = shown_by(request)
    address = browsers.stranger(request).address
    with attempts.on_credential(shown, address, was_good=False):
        return await signed_in(request.app.state.installation, shown)


TheSession = Annotated[SignedIn, Depends(_signed_in)]
"""What a route asks for that is about whoever is signed in, wherever they are let in."""


@router.post(
    "/session",
    status_code=201,
    responses={202: {"model": SecondFactorNeeded, "description": "A code is still needed."}},
    response_model=Session,
)
def sign_in(request: Request, response: Response, given: SignIn) -> Session | Response:
    """Sign in with a link that was printed or sent, once; or with address and password."""
    signing_in = SigningIn(request)
    if given.link is not None:
        outcome = signing_in.with_link(given.link)
    else:
        assert given.email is not None
        assert given.password is not None
        outcome = signing_in.with_password(given.email, given.password)
    if isinstance(outcome, CodeNeeded):
        needed = SecondFactorNeeded(second_factor_token=outcome.token)
        return Response(needed.model_dump_json(), 202, media_type="application/json")
    return entered(request, response, outcome)


@router.post("/session/second-factor", status_code=201)
def show_code(request: Request, response: Response, given: SecondFactor) -> Session:
    """Show the code that is still needed: the telephone's, or a recovery code."""
    return entered(request, response, SigningIn(request).with_code(given.token, given.code))


@router.post("/session/passkey/options")
def ask_for_passkey(request: Request) -> PasskeyOptions:
    """Return what to ask the browser for, so that a passkey of anybody's signs them in."""
    return PasskeyOptions(options=passkeys.to_sign_in(SigningIn(request)))


@router.post("/session/passkey", status_code=201)
def sign_in_with_passkey(request: Request, response: Response, given: ShownPasskey) -> Session:
    """Sign in with a passkey; it needs no code besides."""
    begun = passkeys.signed_in_with(SigningIn(request), given.credential)
    return entered(request, response, begun)


@router.post("/session/invitation", status_code=201)
def accept_invitation(request: Request, response: Response, given: Joiner) -> Session:
    """Come in by an invitation, as somebody new or with the password you have here."""
    joining = Joining(SigningIn(request), given.link)
    begun = joining.as_somebody(name=given.name, email=given.email, password=given.password)
    return entered(request, response, begun)


@router.post("/session/proof", status_code=204)
def prove_again(request: Request, signed: TheSession, given: Proof) -> None:
    """Prove that it is still you: for ten minutes you may change how you sign in."""
    signing_in = SigningIn(request)
    signing_in.must_have_password(signed.session.user_id, given.password)
    installation: Installation = request.app.state.installation
    with installation.database.connection() as connection:
        has_codes = authenticators.is_in_use(connection, signed.session.user_id)
    if has_codes:
        if given.code is None:
            raise errors.Invalid("You sign in with codes, too: send one besides.")
        signing_in.must_have_code(signed.session.user_id, given.code)
    with installation.database.connection() as connection:
        sessions.prove(connection, signed.session.session_id)


@router.get("/session")
def read_session(request: Request, signed: TheSession) -> Session:
    """Say who is signed in, and at which workspace they look."""
    return _told(request.app.state.installation, signed.session)


@router.put("/session/workspace")
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


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response, signed: TheSession) -> None:
    """Sign out here."""
    _end(request, signed, signed.session.session_id)
    browsers.forget_session(response)


@router.get("/sessions")
def list_sessions(request: Request, signed: TheSession) -> Page[OpenSession]:
    """List where you are signed in, the latest used first."""
    installation: Installation = request.app.state.installation
    with installation.database.connection() as connection:
        found = sessions.of_user(connection, signed.session.user_id)
    items = [
        OpenSession(
            id=each.session_id,
            agent=each.agent,
            began_at=each.began_at,
            used_at=each.used_at,
            ends_at=each.ends_at,
            is_this=each.session_id == signed.session.session_id,
        )
        for each in found
    ]
    return Page(items=items, next_cursor=None)


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(request: Request, signed: TheSession, session_id: UUID) -> None:
    """Sign out in another browser, or in this one."""
    if not _end(request, signed, session_id):
        raise errors.Unknown(f"You have no session with the id {session_id}.")


@router.delete("/sessions")
def end_other_sessions(request: Request, signed: TheSession) -> EndedSessions:
    """Sign out everywhere but here."""
    installation: Installation = request.app.state.installation
    with installation.database.connection() as connection:
        ended = sessions.end_all(
            connection, signed.session.user_id, but=signed.session.session_id
        )
    _forget(request)
    return EndedSessions(ended_count=ended)


def entered(request: Request, response: Response, begun: Begun) -> Session:
    """Give the browser its session, and say whose it is."""
    installation: Installation = request.app.state.installation
    browsers.keep(request, response, installation, begun.user_id, begun.token)
    with installation.database.connection() as connection:
        (session,) = sessions.of_token(connection, installation.settings.pepper, begun.token)
    return _told(installation, session)


def _end(request: Request, signed: SignedIn, session_id: UUID) -> bool:
    installation: Installation = request.app.state.installation
    with installation.database.connection() as connection:
        has_ended = sessions.end(connection, signed.session.user_id, session_id)
    _forget(request)
    return has_ended


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
