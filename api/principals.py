"""Who is at the door: a session's cookie or an API key, and what its bearer may do here.

Looking that up costs a few reads, so what was found is believed for half a second: whoever is
shut out is out within that time, in every process.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from api.installation import Installation
from ledger import errors
from ledger.access import keys, sessions, users
from ledger.access.roles import SCOPES
from ledger.words import ActorId, Role, Scope, WorkspaceId
from projections import api_keys, members
from projections.moment import Moment
from projections.viewer import EVERYTHING, Viewer, of_member

SESSION_COOKIE = "rapport_session"
_BELIEVED_SECONDS = 0.5
_BELIEVED_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who was let in, and what they may do."""

    actor: ActorId
    """Who records: a member, or a key."""
    member: ActorId
    """The member who answers for it: for a key, whoever issued it."""
    role: Role
    scopes: frozenset[Scope]
    workspace: WorkspaceId
    viewer: Viewer
    """Whose private engagements are theirs to read."""
    session_id: UUID | None = None

    @property
    def is_owner(self) -> bool:
        """Whether the ledger is theirs, and they are here themselves."""
        return self.role is Role.OWNER and self.actor == self.member

    def must(self, *scopes: Scope) -> None:
        """Raise `errors.Forbidden` where none of these is among what they may do."""
        if self.scopes.isdisjoint(scopes):
            wanted = " or ".join(each.value for each in scopes)
            raise errors.Forbidden(
                f"This needs the scope {wanted}: ask an owner of the workspace for it.",
                scope=scopes[0].value,
            )


class Entrance(NamedTuple):
    """A principal, and the installation at work for their workspace."""

    principal: Principal
    installation: Installation


class Doors:
    """Lets people and programs in, each into their workspace."""

    def __init__(self) -> None:
        self._believed: dict[str, tuple[float, Entrance]] = {}
        self._lock = Lock()

    def recent(self, shown: str) -> Sequence[Entrance]:
        """Return who was let in with this a moment ago, or nothing."""
        found = self._believed.get(shown)
        return [found[1]] if found and found[0] > time.monotonic() else []

    def knew(self, shown: str) -> bool:
        """Say whether somebody was let in with this not long ago; it may open nothing now."""
        return shown in self._believed

    def enter(self, installation: Installation, shown: str) -> Entrance:
        """Let in whoever shows a session's token or a key; raise `errors.NotSignedIn`."""
        found = _let_in(installation, shown)
        with self._lock:
            if len(self._believed) >= _BELIEVED_MAX:
                self._believed.clear()
            self._believed[shown] = (time.monotonic() + _BELIEVED_SECONDS, found)
        return found

    def forget(self) -> None:
        """Look everybody up anew: access was changed here."""
        with self._lock:
            self._believed.clear()


def shown_by(asked: HTTPConnection) -> str:
    """Return what a request shows at the door: a key before a session; empty for nothing."""
    kind, _, text = asked.headers.get("authorization", "").partition(" ")
    if kind:
        if kind.lower() != "bearer":
            raise errors.NotSignedIn("Show a key as `Authorization: Bearer rpt_…`.")
        return text.strip()
    return asked.cookies.get(SESSION_COOKIE, "")


def _let_in(installation: Installation, shown: str) -> Entrance:
    pepper = installation.settings.pepper
    for key in keys.presented(shown):
        with installation.database.connection() as connection:
            opened = keys.opened_by(connection, pepper, key)
        for workspace in opened:
            return _with_key(installation.at(workspace), key.key_id)
        raise errors.NotSignedIn("The key is unknown, was revoked, or its time has passed.")
    if shown:
        with installation.database.connection() as connection:
            found = sessions.of_token(connection, pepper, shown)
        for session in found:
            return _with_session(installation.at(session.workspace_id), session)
        raise errors.NotSignedIn("The session has ended: sign in again.")
    raise errors.NotSignedIn(
        "Show a key as `Authorization: Bearer rpt_…` (`rapport token create` makes one), or"
        " sign in with the link that `rapport sign-in` prints."
    )


def _with_session(found: Installation, session: sessions.Session) -> Entrance:
    who = session.user_id
    with found.moment() as moment:
        role = members.role_of(members.everyone(moment), who)
        if role is None:
            raise errors.NotSignedIn(
                "You are no longer a member of the workspace you looked at."
            )
        viewer = _viewer(moment, who, role)
    principal = Principal(
        who, who, role, SCOPES[role], found.workspace, viewer, session.session_id
    )
    return Entrance(principal, found)


def _with_key(found: Installation, key_id: UUID) -> Entrance:
    with found.moment() as moment:
        for key in api_keys.one(moment, key_id):
            for issuer in members.one_of(members.everyone(moment), key.issued_by):
                # A key opens no more than its issuer may do now. It dies with their access, and
                # stays dead should they be let in again.
                if _opens(key, issuer) and not _is_disabled(moment.connection, key.issued_by):
                    role = issuer.role
                    scopes = key.scopes & SCOPES[role]
                    viewer = _viewer(moment, key.issued_by, role)
                    actor = ActorId(key_id)
                    principal = Principal(
                        actor, key.issued_by, role, scopes, found.workspace, viewer
                    )
                    return Entrance(principal, found)
    raise errors.NotSignedIn("The key is unknown, was revoked, or its time has passed.")


def _opens(key: api_keys.ApiKey, issuer: members.Member) -> bool:
    is_over = key.expires_at is not None and key.expires_at <= datetime.now(UTC)
    return not is_over and not key.is_revoked and key.issued_at >= issuer.since


def _viewer(moment: Moment, member: UUID, role: Role) -> Viewer:
    """Return as whom a member reads, and their keys with them: as each other."""
    if role is Role.OWNER:
        return EVERYTHING
    keys_of_theirs = (each for each in api_keys.everyone(moment) if each.issued_by == member)
    return of_member([member, *(each.stream_id for each in keys_of_theirs)])


def _is_disabled(connection: Connection[DictRow], user_id: UUID) -> bool:
    return any(each.disabled_at is not None for each in users.many(connection, [user_id]))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in, wherever they are let in."""

    token: str
    session: sessions.Session

    def role_in(self, installation: Installation, workspace: WorkspaceId) -> Role | None:
        """Return as what a workspace lets them in, if it does."""
        with installation.database.of(workspace).connection() as connection:
            if workspace not in users.doors(connection, self.session.user_id):
                return None
            everyone = members.everyone(Moment(connection, workspace))
        return members.role_of(everyone, self.session.user_id)


async def signed_in(installation: Installation, shown: str) -> SignedIn:
    """Return who is signed in with a session; a key signs nobody in. `errors.NotSignedIn`."""

    def look() -> SignedIn:
        with installation.database.connection() as connection:
            for session in sessions.of_token(connection, installation.settings.pepper, shown):
                return SignedIn(shown, session)
        raise errors.NotSignedIn("This needs somebody who is signed in: a key will not do.")

    return await run_in_threadpool(look)
