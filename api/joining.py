"""Accepting an invitation: somebody new, or somebody who signs in here already, comes in."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from api.access_changes import AccessChanges
from api.browsers import stranger
from api.installation import Installation
from api.signing_in import Begun, SigningIn
from ledger import errors
from ledger.access import authenticators, links, passwords, users
from ledger.access.links import Invited
from ledger.ids import new_id
from ledger.words import ActorId
from projections import invitations
from projections.invitations import Invitation


@dataclass(frozen=True, slots=True)
class Joining:
    """One request of somebody who was invited."""

    signing_in: SigningIn
    link: str

    def invitation(self) -> Invitation:
        """Return what the link invites to; looking does not use it up. `errors.NotSignedIn`."""
        return self._open()[1]

    def as_somebody(self, *, name: str, email: str, password: str) -> Begun:
        """Come in by an address and a password: who is not known here yet is entered.

        Whoever is known shows their password, and where they have codes, signs in first.
        """
        self.signing_in.attempts.on_token(stranger(self.signing_in.request))
        invited, invitation = self._open()
        for user in self._known(email, password):
            return self._come_in(invited, invitation, user.user_id, user.name)
        user_id = self._entered(name, email, password)
        return self._come_in_newly(invited, invitation, user_id, name)

    def as_somebody_vouched_for(self, *, name: str, email: str) -> Begun:
        """Come in as somebody new, of whom another site says that the address is theirs."""
        invited, invitation = self._open()
        user_id = ActorId(new_id())
        with self._database() as connection, connection.transaction():
            users.add(connection, user_id, name, email)
            users.vouch(connection, user_id)
        return self._come_in_newly(invited, invitation, user_id, name)

    def as_user_vouched_for(self, user_id: UUID) -> Begun:
        """Come in as somebody of whom another site says that it is them.

        Its word is one proof: whoever has codes signs in by both, then opens the invitation.
        """
        self._must_have_no_codes(user_id)
        return self.as_user(user_id)

    def as_user(self, user_id: UUID) -> Begun:
        """Come in as who is signed in here already."""
        self.signing_in.attempts.on_token(stranger(self.signing_in.request))
        invited, invitation = self._open()
        with self._database() as connection:
            name = users.one(connection, user_id).name
        return self._come_in(invited, invitation, user_id, name)

    @property
    def _installation(self) -> Installation:
        return self.signing_in.installation

    def _open(self) -> tuple[Invited, Invitation]:
        pepper = self._installation.settings.pepper
        with self._database() as connection:
            found = links.invited_by(connection, pepper, self.link)
        for invited in found:
            with self._installation.at(invited.workspace).moment() as moment:
                for each in invitations.everyone(moment):
                    if each.stream_id == invited.invitation_id and each.state == "open":
                        return invited, each
        raise errors.NotSignedIn(
            "The invitation was used or withdrawn, or its time has passed: ask for another."
        )

    def _known(self, email: str, password: str) -> list[users.User]:
        with self._database() as connection:
            if not users.with_email(connection, email):
                return []
        for user in self.signing_in.of_password(email, password):
            self._must_have_no_codes(user.user_id)
            return [user]
        raise errors.NotSignedIn(
            "Somebody signs in with this address already: show their password."
        )

    def _must_have_no_codes(self, user_id: UUID) -> None:
        with self._database() as connection:
            if authenticators.is_in_use(connection, user_id):
                raise errors.NotSignedIn("Sign in first, then open the invitation again.")

    def _entered(self, name: str, email: str, password: str) -> ActorId:
        passwords.must_be_good(password, about=(name, email))
        user_id = ActorId(new_id())
        # Counted like a guess: it costs the server as much.
        self.signing_in.attempts.on_account(
            f"new {self.link}", stranger(self.signing_in.request)
        )
        kept = passwords.encoded(self._installation.settings.pepper, user_id, password)
        with self._database() as connection, connection.transaction():
            users.add(connection, user_id, name, email)
            passwords.keep(connection, user_id, kept)
        return user_id

    def _come_in_newly(
        self, invited: Invited, invitation: Invitation, user_id: UUID, name: str
    ) -> Begun:
        """Let somebody in who was entered a moment ago, or take them out again."""
        try:
            return self._come_in(invited, invitation, user_id, name)
        except errors.LedgerError as error:
            # Whose outcome is unknown stays: they are let in, or come in by the link again.
            if not isinstance(error, errors.OutcomeUnknown):
                with self._database() as connection:
                    users.remove(connection, user_id)
            raise

    def _come_in(
        self, invited: Invited, invitation: Invitation, user_id: UUID, name: str
    ) -> Begun:
        """Let somebody in who is entered here.

        If we die in between, they are entered and let in nowhere, and the link still works; or
        they are let in and sign in with their password.
        """
        at = self._installation.at(invited.workspace)
        with self._database() as connection:
            users.open_door(connection, user_id, invited.workspace)
        changes = AccessChanges(at, ActorId(user_id))
        changes.add(user_id, invitation.role, name, invited.invitation_id)
        with self._database() as connection:
            links.use_up(connection, self._installation.settings.pepper, self.link)
        return self.signing_in.begun(user_id, invited.workspace)

    def _database(self) -> AbstractContextManager[Connection[DictRow]]:
        return self._installation.database.connection()
