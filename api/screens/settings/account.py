"""My account: what somebody is called, their password, and where else they are signed in."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request, Response

from api.access import Anybody
from api.asked.session import Described, NewPassword, Proof
from api.routes import me, session
from api.routes.session import TheSession
from api.screens import forms, showing
from api.screens.agents import browser_of
from api.screens.route import ACCOUNT, screens
from api.screens.said import Said
from api.screens.seen import Sight
from api.screens.words import counted
from ledger.access.passwords import LENGTH_MAX
from ledger.access.sessions import FRESH_FOR
from ledger.words import Scope

router = screens()

Secret = Annotated[str, Form(max_length=LENGTH_MAX)]


@router.get("/settings")
def show_settings(caller: Anybody) -> Response:
    """Lead to the page that somebody most likely looks for; an auditor, to who looked."""
    may_read = Scope.READ in caller.principal.scopes
    is_auditor = Scope.AUDIT in caller.principal.scopes and not may_read
    return showing.to("/settings/looks" if is_auditor else ACCOUNT)


@router.get(ACCOUNT)
def show_account(
    caller: Anybody, seen: Sight, request: Request, signed: TheSession
) -> Response:
    """Show how somebody signs in, and where they are signed in."""
    who = me.read_me(request, signed)
    opened = session.list_sessions(request, signed).items
    return showing.page(
        seen,
        caller,
        "settings/account.html",
        me=who,
        is_fresh=datetime.now(UTC) - who.proved_at <= FRESH_FOR,
        sessions=[(each, browser_of(each.agent)) for each in opened],
    )


@router.post("/settings/account/prove")
def prove(
    seen: Sight,
    request: Request,
    signed: TheSession,
    *,
    password: Secret = "",
    code: forms.Field = "",
) -> Response:
    """Take the password once more: for ten minutes it may be changed how one signs in."""
    given = forms.asked(Proof, password=password, code=forms.line(code))
    session.prove_again(request, signed, given)
    return showing.done(
        seen, ACCOUNT, Said("Thank you. You may change how you sign in for ten minutes.")
    )


@router.post(ACCOUNT)
def describe(
    seen: Sight,
    request: Request,
    signed: TheSession,
    *,
    name: forms.Field = "",
    email: forms.Field = "",
) -> Response:
    """Keep the name, and the address to sign in with."""
    given = forms.asked(Described, name=forms.line(name), email=forms.line(email))
    me.describe_me(request, signed, given)
    return showing.done(seen, ACCOUNT, Said("Name and address are kept."))


@router.post("/settings/account/password")
def set_password(
    seen: Sight,
    request: Request,
    signed: TheSession,
    *,
    password: Secret = "",
    old: Secret = "",
) -> Response:
    """Sign in with another password from now on."""
    me.set_password(request, signed, forms.asked(NewPassword, password=password, old=old))
    told = "The password is kept. Wherever else you were signed in, you no longer are."
    return showing.done(seen, ACCOUNT, Said(told))


@router.post("/settings/account/password/remove")
def remove_password(seen: Sight, request: Request, signed: TheSession) -> Response:
    """Sign in with no password any more."""
    me.remove_password(request, signed)
    return showing.done(seen, ACCOUNT, Said("You sign in without a password from now on."))


@router.post("/settings/account/sessions/end-others")
def end_other_sessions(seen: Sight, request: Request, signed: TheSession) -> Response:
    """Sign out everywhere but here."""
    ended = session.end_other_sessions(request, signed).ended_count
    return showing.done(
        seen, ACCOUNT, Said(f"Signed out in {counted(ended, 'other browser')}.")
    )


@router.post("/settings/account/sessions/{session_id}/end")
def end_session(
    seen: Sight, request: Request, signed: TheSession, session_id: UUID
) -> Response:
    """Sign out in another browser."""
    session.end_session(request, signed, session_id)
    return showing.done(seen, ACCOUNT, Said("Signed out there."))
