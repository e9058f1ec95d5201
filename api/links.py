"""Links that sign somebody in: made for the terminal, and for a file that only we may read."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from api.installation import Installation
from api.settings import Settings
from ledger import errors, secret_files
from ledger.access import links, passkeys, passwords, users
from ledger.words import WorkspaceId

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - told apart, not listened on


def link_for(found: Installation, user_id: UUID) -> str:
    """Return a link that signs somebody in once, within the hour.

    It leads to `public_url`, else to where the server of this data folder listens.
    """
    with found.database.connection() as connection:
        workspace = _door(users.doors(connection, user_id))
        token = links.to_sign_in(connection, found.settings.pepper, user_id, workspace)
    return _reached(found.settings).link(f"sign-in/{token}")


@contextmanager
def first_link(found: Installation, host: str, port: int) -> Generator[list[str]]:
    """Lend the link for an owner who has no other way in, while the server listens.

    It is written to a file, too, for whoever does not see the terminal. Nothing is lent where
    the owner has a password or a passkey.
    """
    listening = found.settings.model_copy(
        update={"host": _ANYWHERE.get(host, host), "port": port, "public_url": None}
    )
    address, file = _address(found.settings), found.settings.data / "sign-in-link"
    secret_files.replace(address, f"{listening.link('')}\n".encode())
    try:
        if _has_a_way_in(found):
            yield []
            return
        link = link_for(found, found.owner)
        secret_files.replace(file, f"{link}\n".encode())
        yield [link]
    finally:
        file.unlink(missing_ok=True)
        address.unlink(missing_ok=True)


def _has_a_way_in(found: Installation) -> bool:
    with found.database.connection() as connection:
        return bool(
            passwords.of_user(connection, found.owner)
            or passkeys.of_user(connection, found.owner)
        )


def _reached(settings: Settings) -> Settings:
    """Return the settings with the address at which the server can be reached now."""
    if settings.public_url:
        return settings
    try:
        listening = _address(settings).read_text(encoding="utf-8").strip()
    except OSError:
        # No server listens here: the link is for the next one.
        return settings
    return settings.model_copy(update={"public_url": listening})


def _address(settings: Settings) -> Path:
    return settings.data / "address"


def _door(doors: list[WorkspaceId]) -> WorkspaceId:
    for workspace in doors:
        return workspace
    raise errors.NotAllowedNow(
        "They are let into no workspace: invite them first, with `rapport member invite`."
    )
