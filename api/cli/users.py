"""People of the installation: who may sign in here, and how somebody gets back in."""

import getpass
import sys
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter

from api.cli.opening import Data, Json, opened
from api.cli.refusals import TooLittleSaid
from api.cli.showing import answer, as_json, items
from api.installation import Installation
from api.links import link_for
from ledger import errors
from ledger.access import (
    authenticators,
    challenges,
    identities,
    links,
    passkeys,
    passwords,
    sessions,
)
from ledger.access import users as kept
from ledger.access.users import User
from ledger.ids import new_id

user = App(name="user", help="People who sign in here.")

Whom = Annotated[str, Parameter(help="Their e-mail address, or their id.")]
Perhaps = Annotated[
    str | None,
    Parameter(name="--user", help="Their e-mail address, or their id; else the owner."),
]


@user.command(name="list")
def list_(*, data: Data = None, json: Json = False) -> None:
    """List who signs in here, and how."""
    with opened(data) as found:
        rows = [_row(found, each) for each in _everyone(found)]
    shown = ("id", "name", "email", "has_password", "has_codes", "passkey_count", "disabled_at")
    items(
        rows,
        ("ID", "NAME", "E-MAIL", "PASSWORD", "CODES", "PASSKEYS", "DISABLED"),
        (tuple(_shown(row[name]) for name in shown) for row in rows),
        is_json=json,
    )


@user.command
def add(
    email: Annotated[str, Parameter(help="The address they sign in with.")],
    *,
    name: Annotated[str, Parameter(help="What they are called.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Enter somebody; a workspace lets them in when one of its owners says so."""
    user_id = new_id()
    with opened(data) as found, found.database.connection() as connection:
        kept.add(connection, user_id, name, _address(email))
        kept.vouch(connection, user_id)
    if json:
        as_json({"id": user_id})
    else:
        answer(f"{name} may sign in here once a workspace lets them in ({user_id}).")


@user.command
def password(
    *,
    whom: Perhaps = None,
    email: Annotated[
        str | None, Parameter(help="The address they sign in with from now on.")
    ] = None,
    remove: Annotated[bool, Parameter(negative="", help="Let them have none.")] = False,
    data: Data = None,
) -> None:
    """Set somebody's password, typed in or on standard input; ends their sessions."""
    with opened(data) as found:
        meant = _one(found, whom)
        if email is not None:
            with found.database.connection() as connection:
                address = _address(email)
                kept.describe(connection, meant.user_id, name=meant.name, email=address)
                kept.vouch(connection, meant.user_id)
            meant = _one(found, str(meant.user_id))
        if remove:
            with found.database.connection() as connection:
                passwords.remove(connection, meant.user_id)
                _end(found, meant.user_id)
            answer(f"{meant.name} has no password.")
            return
        _set(found, meant)
        answer(f"{meant.name} signs in with this password now.")


@user.command
def vouch(whom: Whom, *, data: Data = None) -> None:
    """Say that somebody's address is theirs: by it another site may sign them in."""
    with opened(data) as found:
        meant = _one(found, whom)
        if meant.email is None:
            raise errors.NotAllowedNow(f"{meant.name} has no address to vouch for.")
        with found.database.connection() as connection:
            kept.vouch(connection, meant.user_id)
        answer(f"{meant.email} is {meant.name}'s.")


@user.command
def disable(whom: Whom, *, data: Data = None) -> None:
    """Let somebody sign in no more; sessions and keys of theirs end within a second."""
    with opened(data) as found:
        meant = _one(found, whom)
        with found.database.connection() as connection:
            kept.disable(connection, meant.user_id)
            challenges.drop(connection, meant.user_id)
        answer(f"{meant.name} signs in here no more. Undo: rapport user enable {whom}")


@user.command
def enable(whom: Whom, *, data: Data = None) -> None:
    """Let somebody sign in again."""
    with opened(data) as found:
        meant = _one(found, whom)
        with found.database.connection() as connection:
            kept.enable(connection, meant.user_id)
        answer(f"{meant.name} signs in here again.")


@user.command
def reset(whom: Whom, *, data: Data = None, json: Json = False) -> None:
    """Let somebody who lost it all back in: nothing they had opens, a new link does, once."""
    with opened(data) as found:
        meant = _one(found, whom)
        with found.database.connection() as connection, connection.transaction():
            passwords.remove(connection, meant.user_id)
            authenticators.remove(connection, meant.user_id)
            passkeys.remove_all(connection, meant.user_id)
            identities.remove_all(connection, meant.user_id)
        _end(found, meant.user_id)
        _tell_link(link_for(found, meant.user_id), meant, is_json=json)


def sign_in(*, whom: Perhaps = None, data: Data = None, json: Json = False) -> None:
    """Make a link that signs somebody in once, within the hour."""
    with opened(data) as found:
        meant = _one(found, whom)
        if meant.disabled_at is not None:
            raise errors.NotAllowedNow("They are disabled: run `rapport user enable` first.")
        _tell_link(link_for(found, meant.user_id), meant, is_json=json)


def _tell_link(link: str, meant: User, *, is_json: bool) -> None:
    if is_json:
        as_json({"user_id": meant.user_id, "link": link})
    else:
        answer(f"{link}\nIt signs {meant.name} in once, within the hour.")


def _set(found: Installation, meant: User) -> None:
    if meant.email is None:
        raise TooLittleSaid("Say which address they sign in with: --email EMAIL.")
    text = _typed()
    passwords.must_be_good(text, about=(meant.name, meant.email))
    encoded = passwords.encoded(found.settings.pepper, meant.user_id, text)
    with found.database.connection() as connection:
        passwords.keep(connection, meant.user_id, encoded)
    _end(found, meant.user_id)


def _typed() -> str:
    """Return a password that no other program sees: typed unseen, or read from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass.getpass("New password: ")
    if getpass.getpass("Once more: ") != typed:
        raise TooLittleSaid("The two are not the same: nothing was changed.")
    return typed


def _end(found: Installation, user_id: UUID) -> None:
    with found.database.connection() as connection, connection.transaction():
        sessions.end_all(connection, user_id)
        links.close(connection, user_id)
        challenges.drop(connection, user_id)


def _one(found: Installation, whom: str | None) -> User:
    with found.database.connection() as connection:
        if whom is None:
            return kept.one(connection, found.owner)
        try:
            return kept.one(connection, UUID(whom))
        except ValueError:
            return kept.of_email(connection, whom)


def _everyone(found: Installation) -> list[User]:
    with found.database.connection() as connection:
        return kept.everyone(connection)


def _row(found: Installation, each: User) -> dict[str, object]:
    with found.database.connection() as connection:
        return {
            "id": each.user_id,
            "name": each.name,
            "email": each.email,
            "has_password": bool(passwords.of_user(connection, each.user_id)),
            "has_codes": authenticators.is_in_use(connection, each.user_id),
            "passkey_count": len(passkeys.of_user(connection, each.user_id)),
            "disabled_at": each.disabled_at,
            "email_verified_at": each.email_verified_at,
        }


def _shown(cell: object) -> object:
    return {True: "yes", False: ""}[cell] if isinstance(cell, bool) else cell


def _address(email: str) -> str:
    name, _, domain = email.strip().partition("@")
    if not name or not domain or "@" in domain or any(c.isspace() for c in email.strip()):
        raise errors.Invalid(f"“{email}” is no e-mail address.")
    return email.strip()
