"""Another site that says who somebody is: OpenID Connect Core 1.0, the code flow with PKCE.

Needs `rapport-ledger[oidc]`; nothing else imports it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.openid_asking import Asked, NotBelieved, ProviderSilent

_SECONDS_MAX = 10
# Signed with a key that only the provider has: never `none`, never our own secret.
_SIGNED_WITH = ["RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
_CLOCKS_DIFFER_SECONDS = 60


class Provider(NamedTuple):
    """A provider, and what we are called there."""

    issuer: str
    client_id: str
    secret: str

    def address(self, asked: Asked, back: str) -> str:
        """Return where the browser is to go, so that the provider asks who it is."""
        with self._session(back) as session:
            address, _ = session.create_authorization_url(
                self._told("authorization_endpoint"),
                state=asked.state,
                nonce=asked.nonce,
                code_verifier=asked.verifier,
            )
        return str(address)

    def claims(self, asked: Asked, code: str, back: str) -> Mapping[str, Any]:
        """Return what the provider says of who came back with a code; raise `NotBelieved`."""
        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    self._told("token_endpoint"),
                    code=code,
                    code_verifier=asked.verifier,
                    timeout=_SECONDS_MAX,
                )
                claims = self._checked(token["id_token"], asked.nonce)
                answer = session.get(self._told("userinfo_endpoint"), timeout=_SECONDS_MAX)
                more: dict[str, Any] = answer.json()
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            raise NotBelieved from error
        except requests.RequestException as error:
            raise ProviderSilent from error
        # Who is asked about must be who signed in (§5.3.2).
        return {**more, **claims} if more.get("sub") == claims["sub"] else claims

    def _session(self, back: str) -> Any:
        return OAuth2Session(
            self.client_id,
            self.secret,
            scope="openid email profile",
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _checked(self, token: str, nonce: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self._fetched(self._told("jwks_uri")))
        claims = jwt.decode(token, keys, algorithms=_SIGNED_WITH).claims
        jwt.JWTClaimsRegistry(
            leeway=_CLOCKS_DIFFER_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        if claims.get("azp", self.client_id) != self.client_id:
            raise NotBelieved
        return claims

    def _told(self, name: str) -> str:
        """Return an address of the provider's, as it publishes them (Discovery 1.0 §4)."""
        place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        told = self._fetched(place)
        if told.get("issuer") != self.issuer or not isinstance(told.get(name), str):
            raise ProviderSilent
        return told[name]

    def _fetched(self, address: str) -> Any:
        try:
            answer = requests.get(address, timeout=_SECONDS_MAX, allow_redirects=False)
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as error:
            raise ProviderSilent from error
