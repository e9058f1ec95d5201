"""How somebody signs in: their password, the codes of their telephone, their passkeys."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from fastapi import Request
from psycopg import Connection
from psycopg.rows import DictRow

from api import passkeys
from api.answers.session import Authenticator, Me, Passkey, PasskeyOptions, RecoveryCodes
from api.asked.session import Described, GivenCode, NewPasskey, NewPassword, PasskeyName
from api.installation import Installation
from api.principals import SignedIn
from api.routes.noun import noun
from api.routes.session import TheSession
from api.signing_in import SigningIn, must_be_fresh
from ledger import errors
from ledger.access import authenticators, challenges, links, passwords, sessions, users
from ledger.access import passkeys as kept

router = noun("session", "/me")


@router.get("")
def read_me(request: Request, signed: TheSession) -> Me:
    """Say who you are here, and how you sign in."""
    return _me(request, signed)


@router.patch("")
def describe_me(request: Request, signed: TheSession, given: Described) -> Me:
    """Say what you are called, and the address you sign in with."""
    must_be_fresh(signed.session)
    SigningIn(request).attempts.on_change(str(signed.session.user_id))
    with _connection(request) as connection:
        users.describe(connection, signed.session.user_id, name=given.name, email=given.email)
    return _me(request, signed)


@router.put("/password", status_code=204)
def set_password(request: Request, signed: TheSession, given: NewPassword) -> None:
    """Sign in with a password from now on; wherever else you are signed in, you no longer are.

    It needs the one before, or that you signed in within the last ten minutes.
    """
    user_id = signed.session.user_id
    if given.old is None:
        must_be_fresh(signed.session)
        SigningIn(request).count_password(user_id)
    else:
        SigningIn(request).must_have_password(user_id, given.old)
    with _connection(request) as connection:
        user = users.one(connection, user_id)
    if user.email is None:
        raise errors.NotAllowedNow(
            "You have no address to sign in with: tell it first (PATCH /v1/me)."
        )
    passwords.must_be_good(given.password, about=(user.name, user.email))
    installation: Installation = request.app.state.installation
    encoded = passwords.encoded(installation.settings.pepper, user_id, given.password)
    with _change(request, signed) as connection:
        passwords.keep(connection, user_id, encoded)


@router.delete("/password", status_code=204)
def remove_password(request: Request, signed: TheSession) -> None:
    """Sign in with no password any more, if you have a passkey."""
    must_be_fresh(signed.session)
    user_id = signed.session.user_id
    with _connection(request) as connection:
        if not kept.of_user(connection, user_id):
            raise errors.NotAllowedNow("Add a passkey first: you would have no way in.")
    with _change(request, signed) as connection:
        passwords.remove(connection, user_id)


@router.post("/codes", status_code=201)
def begin_codes(request: Request, signed: TheSession) -> Authenticator:
    """Make the secret of a telephone; it counts once you send a code of it."""
    must_be_fresh(signed.session)
    user_id = signed.session.user_id
    installation: Installation = request.app.state.installation
    with _connection(request) as connection:
        user = users.one(connection, user_id)
        secret = authenticators.begin(connection, installation.settings.pepper, user_id)
    if not secret:
        raise errors.NotAllowedNow("You have codes already: remove them first.")
    name = user.email or user.name
    return Authenticator(secret=secret, uri=authenticators.uri_of(secret, name))


@router.post("/codes/confirm")
def confirm_codes(request: Request, signed: TheSession, given: GivenCode) -> RecoveryCodes:
    """Send the first code: from now on you are asked for one. Keep the recovery codes."""
    must_be_fresh(signed.session)
    user_id = signed.session.user_id
    signing_in = SigningIn(request)
    signing_in.count_code(user_id)
    pepper = signing_in.installation.settings.pepper
    with _change(request, signed) as connection:
        at = datetime.now(UTC)
        if not authenticators.confirm(connection, pepper, user_id, given.code, at):
            raise errors.Invalid(
                "The code is wrong: is the telephone's clock right? If you have codes already,"
                " they stay as they are."
            )
        codes = authenticators.new_recovery_codes(connection, pepper, user_id)
    return RecoveryCodes(codes=codes)


@router.post("/codes/recovery", status_code=201)
def renew_recovery_codes(request: Request, signed: TheSession) -> RecoveryCodes:
    """Make new recovery codes; those before open nothing any more."""
    must_be_fresh(signed.session)
    user_id = signed.session.user_id
    installation: Installation = request.app.state.installation
    with _connection(request) as connection:
        if not authenticators.is_in_use(connection, user_id):
            raise errors.NotAllowedNow("You are asked for no codes: set them up first.")
        pepper = installation.settings.pepper
        return RecoveryCodes(
            codes=authenticators.new_recovery_codes(connection, pepper, user_id)
        )


@router.delete("/codes", status_code=204)
def remove_codes(request: Request, signed: TheSession) -> None:
    """Be asked for no codes any more; wherever else you are signed in, you no longer are."""
    must_be_fresh(signed.session)
    with _change(request, signed) as connection:
        authenticators.remove(connection, signed.session.user_id)


@router.post("/passkeys/options")
def ask_for_new_passkey(request: Request, signed: TheSession) -> PasskeyOptions:
    """Return what to ask the browser for, so that it makes a passkey."""
    must_be_fresh(signed.session)
    signing_in = SigningIn(request)
    return PasskeyOptions(options=passkeys.to_register(signing_in, signed.session.user_id))


@router.post("/passkeys", status_code=201)
def add_passkey(request: Request, signed: TheSession, given: NewPasskey) -> Passkey:
    """Keep a passkey that the browser made; it signs you in from now on."""
    must_be_fresh(signed.session)
    user_id = signed.session.user_id
    made = passkeys.registered(SigningIn(request), user_id, given.name, given.credential)
    return _passkey(request, user_id, made)


@router.patch("/passkeys/{passkey_id}")
def rename_passkey(
    request: Request, signed: TheSession, passkey_id: UUID, given: PasskeyName
) -> Passkey:
    """Call a passkey something else."""
    user_id = signed.session.user_id
    with _connection(request) as connection:
        if not kept.rename(connection, user_id, passkey_id, given.name):
            raise errors.Unknown(f"You have no passkey with the id {passkey_id}.")
    return _passkey(request, user_id, passkey_id)


@router.delete("/passkeys/{passkey_id}", status_code=204)
def remove_passkey(request: Request, signed: TheSession, passkey_id: UUID) -> None:
    """Let a passkey sign you in no more; wherever else you are signed in, you no longer are."""
    must_be_fresh(signed.session)
    user_id = signed.session.user_id
    with _change(request, signed) as connection:
        if not kept.remove(connection, user_id, passkey_id):
            raise errors.Unknown(f"You have no passkey with the id {passkey_id}.")
        if not (kept.of_user(connection, user_id) or passwords.of_user(connection, user_id)):
            raise errors.NotAllowedNow("Set a password first: you would have no way in.")


@contextmanager
def _change(request: Request, signed: SignedIn) -> Generator[Connection[DictRow]]:
    """Change how somebody signs in, and end what was begun by the way before, in one."""
    user_id, session_id = signed.session.user_id, signed.session.session_id
    with _connection(request) as connection, connection.transaction():
        yield connection
        sessions.end_all(connection, user_id, but=session_id)
        links.close(connection, user_id)
        challenges.drop(connection, user_id)
    request.app.state.doors.forget()


@contextmanager
def _connection(request: Request) -> Generator[Connection[DictRow]]:
    installation: Installation = request.app.state.installation
    with installation.database.connection() as connection:
        yield connection


def _me(request: Request, signed: SignedIn) -> Me:
    user_id = signed.session.user_id
    with _connection(request) as connection:
        user = users.one(connection, user_id)
        return Me(
            user_id=user_id,
            name=user.name,
            email=user.email,
            password_set_at=next(iter(passwords.set_at(connection, user_id)), None),
            has_codes=authenticators.is_in_use(connection, user_id),
            recovery_code_count=authenticators.recovery_count(connection, user_id),
            passkeys=[_told(each) for each in kept.of_user(connection, user_id)],
            proved_at=signed.session.proved_at,
        )


def _passkey(request: Request, user_id: UUID, passkey_id: UUID) -> Passkey:
    with _connection(request) as connection:
        for each in kept.of_user(connection, user_id):
            if each.passkey_id == passkey_id:
                return _told(each)
    raise errors.Unknown(f"You have no passkey with the id {passkey_id}.")


def _told(passkey: kept.Passkey) -> Passkey:
    return Passkey(
        id=passkey.passkey_id,
        name=passkey.name,
        made_at=passkey.made_at,
        used_at=passkey.used_at,
    )
