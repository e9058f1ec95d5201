"""Signing in: what somebody shows, who they are by it, and the session that begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from fastapi import Request

from api import browsers
from api.attempts import Attempts
from api.installation import Installation
from api.principals import SESSION_COOKIE
from ledger import errors
from ledger.access import authenticators, challenges, links, passwords, sessions, users
from ledger.access.challenges import Purpose
from ledger.words import ActorId, WorkspaceId
from projections import members

_NOBODY = UUID(int=0)


class ProofNeeded(errors.Forbidden):
    """Prove once more that it is you, then ask again."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody is signed in; the token is for their browser alone."""

    user_id: ActorId
    token: str


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """Somebody is signed in once they show a code; the token stands for what they showed."""

    token: str


@dataclass(frozen=True, slots=True)
class SigningIn:
    """One request of somebody who would like to be signed in."""

    request: Request

    @property
    def installation(self) -> Installation:
        """Return the installation that they would like to enter."""
        return self.request.app.state.installation

    @property
    def attempts(self) -> Attempts:
        """Return the one limiter."""
        return self.request.app.state.attempts

    def with_link(self, link: str) -> Begun | CodeNeeded:
        """Sign in by a link, which is used up; raise `errors.NotSignedIn`."""
        self.attempts.on_token(browsers.stranger(self.request))
        pepper = self.installation.settings.pepper
        with self.installation.database.connection() as connection:
            opened = links.signed_in_by(connection, pepper, link)
        for user_id, workspace in opened:
            return self.proved(user_id, workspace)
        raise errors.NotSignedIn("The link was used already, or its time has passed.")

    def with_password(self, email: str, password: str) -> Begun | CodeNeeded:
        """Sign in by address and password; what was wrong of them is not told."""
        for user in self.of_password(email, password):
            return self.proved(user.user_id)
        raise errors.NotSignedIn("The address or the password is wrong.")

    def of_password(self, email: str, password: str) -> Sequence[users.User]:
        """Return whose address and password these are, or nothing.

        It takes as long for an address that nobody has as for a wrong password; and it counts
        as often. Raise `TooManyAttempts` before anything is computed.
        """
        with self.installation.database.connection() as connection:
            known = users.with_email(connection, email)
            found = [each for each in known if each.disabled_at is None]
            user_id = found[0].user_id if found else _NOBODY
            kept = passwords.of_user(connection, user_id)
        pepper = self.installation.settings.pepper
        account = str(user_id) if found else f"nobody {email.lower()}"
        self.attempts.on_account(account, browsers.known_to(self.request, pepper, user_id))
        is_right, is_old = passwords.is_right(pepper, user_id, kept, password)
        if is_old:
            anew = passwords.encoded(pepper, user_id, password)
            with self.installation.database.connection() as connection:
                passwords.keep_anew(connection, user_id, before=kept[0], kept=anew)
        return found if is_right else []

    def with_code(self, token: str, code: str) -> Begun:
        """Sign in by a code, after another proof; a wrong one may be followed by another."""
        pepper = self.installation.settings.pepper
        with self.installation.database.connection() as connection:
            asked = challenges.look(connection, pepper, Purpose.SECOND_FACTOR, token)
        for user_id in (each.user_id for each in asked if each.user_id is not None):
            self.must_have_code(user_id, code)
            with self.installation.database.connection() as connection:
                # Of two who answer at once, one is let in.
                taken = challenges.take(connection, pepper, Purpose.SECOND_FACTOR, token)
            for challenge in taken:
                return self.begun(user_id, _workspace(challenge.note))
        # A token that is none is as good a guess as a link.
        self.attempts.on_token(browsers.stranger(self.request))
        raise errors.NotSignedIn("That took too long: sign in from the beginning.")

    def must_have_password(self, user_id: UUID, password: str) -> None:
        """Have who is signed in show their password; raise `errors.Forbidden`."""
        self.count_password(user_id)
        pepper = self.installation.settings.pepper
        with self.installation.database.connection() as connection:
            kept = passwords.of_user(connection, user_id)
        is_right, _ = passwords.is_right(pepper, user_id, kept, password)
        if not is_right:
            raise errors.Forbidden("The password is wrong.")

    def count_password(self, user_id: UUID) -> None:
        """Count a password that is to be computed for somebody; raise `TooManyAttempts`."""
        pepper = self.installation.settings.pepper
        self.attempts.on_account(str(user_id), browsers.known_to(self.request, pepper, user_id))

    def count_code(self, user_id: UUID) -> None:
        """Count a code that somebody shows; raise `TooManyAttempts`."""
        pepper = self.installation.settings.pepper
        self.attempts.on_code(str(user_id), browsers.known_to(self.request, pepper, user_id))

    def must_have_code(self, user_id: UUID, code: str) -> None:
        """Use up a code of somebody's; raise `errors.NotSignedIn` where it is wrong."""
        self.count_code(user_id)
        pepper = self.installation.settings.pepper
        with self.installation.database.connection() as connection:
            if not authenticators.takes(connection, pepper, user_id, code, datetime.now(UTC)):
                raise errors.NotSignedIn("The code is wrong, or was used already.")

    def proved(self, user_id: UUID, workspace: UUID | None = None) -> Begun | CodeNeeded:
        """Sign in somebody who showed one proof, or ask them for a code if they have one."""
        pepper = self.installation.settings.pepper
        with self.installation.database.connection() as connection:
            if authenticators.is_in_use(connection, user_id):
                note = workspace.bytes if workspace else b""
                purpose = Purpose.SECOND_FACTOR
                return CodeNeeded(
                    challenges.pose(connection, pepper, purpose, user_id=user_id, note=note)
                )
        return self.begun(user_id, workspace)

    def begun(self, user_id: UUID, workspace: UUID | None = None) -> Begun:
        """Begin a session under a new token; the one this browser had before ends."""
        pepper = self.installation.settings.pepper
        entered = WorkspaceId(workspace) if workspace else self._home(user_id)
        before = self.request.cookies.get(SESSION_COOKIE, "")
        agent = self.request.headers.get("user-agent", "")
        with self.installation.database.connection() as connection:
            for session in sessions.of_token(connection, pepper, before) if before else []:
                sessions.end(connection, session.user_id, session.session_id)
            token = sessions.begin(connection, pepper, user_id, entered, agent=agent)
        self.request.app.state.doors.forget()
        return Begun(ActorId(user_id), token)

    def _home(self, user_id: UUID) -> WorkspaceId:
        """Return where somebody looked last and is still let in; raise `errors.Forbidden`."""
        with self.installation.database.connection() as connection:
            looked_at = [each.workspace_id for each in sessions.of_user(connection, user_id)]
            open_to_them = users.doors(connection, user_id)
        for workspace in dict.fromkeys([*looked_at, *open_to_them]):
            if workspace not in open_to_them:
                continue
            with self.installation.at(workspace).moment() as moment:
                if members.role_of(members.everyone(moment), user_id) is not None:
                    return workspace
        raise errors.Forbidden("You are let into no workspace here: ask to be invited.")


def is_fresh(session: sessions.Session) -> bool:
    """Say whether somebody proved not long ago that it is them."""
    return datetime.now(UTC) - session.proved_at <= sessions.FRESH_FOR


def must_be_fresh(session: sessions.Session) -> None:
    """Raise `ProofNeeded` where it is long ago that somebody proved that it is them."""
    if not is_fresh(session):
        raise ProofNeeded(
            "Send your password to /v1/session/proof, or sign in again: who did neither for ten"
            " minutes is asked."
        )


def _workspace(note: bytes) -> UUID | None:
    return UUID(bytes=note) if note else None
