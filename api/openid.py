"""Signing in by another site that knows people: who asked, and who came back."""

import importlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from psycopg import Connection
from psycopg.rows import DictRow

from api import browsers
from api.joining import Joining
from api.openid_asking import Asked, NotBelieved
from api.principals import SESSION_COOKIE
from api.settings import Settings
from api.signing_in import Begun, CodeNeeded, SigningIn, is_fresh
from ledger import errors
from ledger.access import challenges, identities, sessions, users
from ledger.access.challenges import Purpose

BACK = "sign-in/openid/back"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_VERIFIER_BYTES = 48


@dataclass(frozen=True, slots=True)
class ByOpenId:
    """One request of somebody whom another site knows."""

    signing_in: SigningIn

    def address(self, invitation: str = "") -> tuple[str, str]:
        """Return where the browser is to go, and the state that it keeps meanwhile."""
        self.signing_in.attempts.on_token(browsers.stranger(self.signing_in.request))
        provider = _provider(self._settings)
        nonce, verifier = secrets.token_urlsafe(), secrets.token_urlsafe(_VERIFIER_BYTES)
        note = {"nonce": nonce, "verifier": verifier, "invitation": invitation}
        with self.signing_in.installation.database.connection() as connection:
            state = challenges.pose(
                connection, self._settings.pepper, Purpose.OPENID, note=orjson.dumps(note)
            )
        asked = Asked(state, nonce, verifier, invitation)
        return provider.address(asked, self._back), state

    def returned(self, *, state: str, kept: str, code: str) -> Begun | CodeNeeded:
        """Sign in who came back; `kept` is the state that this browser kept.

        Raise `errors.NotSignedIn` where another browser went, or nobody here is meant.
        """
        self.signing_in.attempts.on_token(browsers.stranger(self.signing_in.request))
        if not state or not secrets.compare_digest(state.encode(), kept.encode()):
            raise NotBelieved("Begin again, in this browser.")
        database, pepper = self.signing_in.installation.database, self._settings.pepper
        with database.connection() as connection:
            taken = challenges.take(connection, pepper, Purpose.OPENID, state)
        if not taken:
            raise NotBelieved("That took too long: begin again.")
        asked = Asked(state, **orjson.loads(taken[0].note))
        claims = _provider(self._settings).claims(asked, code, self._back)
        return self._somebody(asked, claims)

    def _somebody(self, asked: Asked, claims: Mapping[str, Any]) -> Begun | CodeNeeded:
        database, pepper = self.signing_in.installation.database, self._settings.pepper
        issuer, subject = self._settings.openid_issuer or "", str(claims["sub"])
        email = claims.get("email") if claims.get("email_verified") is True else None
        with database.connection() as connection:
            known = identities.users_of(connection, pepper, issuer, subject)
            if not known and isinstance(email, str):
                known = self._with_address(connection, email)
                for user in known:
                    identities.keep(connection, pepper, issuer, subject, user.user_id)
        joining = Joining(self.signing_in, asked.invitation)
        for user in known:
            if user.disabled_at is not None:
                raise NotBelieved("You are not let in here.")
            if asked.invitation:
                return joining.as_user_vouched_for(user.user_id)
            return self.signing_in.proved(user.user_id)
        if not asked.invitation or not isinstance(email, str):
            raise NotBelieved(
                "Nobody here has this address: open the invitation you were sent, and sign in"
                " from there."
            )
        name = str(claims.get("name") or email)[:1_000]
        begun = joining.as_somebody_vouched_for(name=name, email=email)
        with database.connection() as connection:
            identities.keep(connection, pepper, issuer, subject, begun.user_id)
        return begun

    def _with_address(self, connection: Connection[DictRow], email: str) -> list[users.User]:
        """Return whose address it is that the other site tells of, or nobody.

        Anybody may have typed it as their own: so it was vouched for before, or its bearer is
        signed in, in this browser. Raise `errors.NotSignedIn` otherwise.
        """
        found = users.with_email(connection, email)
        for user in found:
            if user.email_verified_at is None and not self._is_here(connection, user):
                raise NotBelieved(
                    "Somebody signs in with this address already, and nobody has vouched for"
                    " it: sign in as before, then by the other site in the same browser."
                )
            users.vouch(connection, user.user_id)
        return found

    def _is_here(self, connection: Connection[DictRow], user: users.User) -> bool:
        """Say whether somebody proved in this browser, a moment ago, that it is them."""
        shown = self.signing_in.request.cookies.get(SESSION_COOKIE, "")
        if not shown:
            return False
        found = sessions.of_token(connection, self._settings.pepper, shown)
        return any(each.user_id == user.user_id and is_fresh(each) for each in found)

    @property
    def _settings(self) -> Settings:
        return self.signing_in.installation.settings

    @property
    def _back(self) -> str:
        if self._settings.public_url:
            return self._settings.link(BACK)
        # The gate lets only this server's own names through.
        request = self.signing_in.request
        return f"{request.url.scheme}://{request.headers['host']}/{BACK}"


def is_offered(settings: Settings) -> bool:
    """Say whether another site may say who somebody is."""
    return bool(settings.openid_issuer and settings.openid_client_id)


def _provider(settings: Settings) -> Any:
    issuer = settings.openid_issuer or ""
    parts = urlsplit(issuer)
    if not is_offered(settings) or settings.openid_secret_file is None:
        raise errors.Unknown("No other site signs anybody in here.")
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise errors.SetupNeeded("RAPPORT_OPENID_ISSUER begins with https://.")
    try:
        speaking = importlib.import_module("api.openid_provider")
        secret = settings.openid_secret_file.read_text(encoding="utf-8").strip()
    except ImportError as error:
        raise errors.SetupNeeded("Run `pip install 'rapport-ledger[oidc]'`.") from error
    except OSError as error:
        raise errors.SetupNeeded("RAPPORT_OPENID_SECRET_FILE cannot be read.") from error
    return speaking.Provider(issuer, settings.openid_client_id, secret)
