"""Passkeys (WebAuthn Level 3): asked of a browser, and checked when it answers.

A passkey signs for one name, and its device asks who holds it for a finger, a face or a PIN: so
it is both proofs at once. Nothing about it can be guessed, phished or replayed.
"""

import ipaddress
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from fastapi import Request
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api import browsers
from api.signing_in import Begun, SigningIn
from ledger import errors
from ledger.access import challenges, passkeys, users
from ledger.access.challenges import Purpose

# What a browser sends that is no credential makes the library, or what it reads with, say so.
_UNREADABLE = (
    WebAuthnException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    ArithmeticError,
    RecursionError,
)


class Site(NamedTuple):
    """What a passkey signs for: a name, and the address of its pages."""

    name: str
    origin: str


def site_of(request: Request, public_url: str | None) -> Site:
    """Return what the browser sees as this site; raise `errors.NotAllowedNow` for a number.

    The gate let only names through that are this server's own.
    """
    host = request.headers.get("host", "")
    name = urlsplit(f"//{host}").hostname or ""
    public = urlsplit(public_url or "")
    if public.netloc == host:
        return Site(name, f"{public.scheme}://{host}")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return Site(name, f"{request.url.scheme}://{host}")
    port = host.rpartition(":")[2]
    raise errors.NotAllowedNow(
        f"Passkeys are for a name, not a number: open http://localhost:{port} instead."
    )


def to_register(signing_in: SigningIn, user_id: UUID) -> dict[str, Any]:
    """Return what a browser is asked for, so that it makes a passkey for somebody."""
    site = _site(signing_in)
    with signing_in.installation.database.connection() as connection:
        user = users.one(connection, user_id)
        known = passkeys.of_user(connection, user_id)
        if len(known) >= passkeys.COUNT_MAX:
            raise errors.NotAllowedNow("You have many passkeys: remove one you do not use.")
        token = challenges.pose(
            connection,
            signing_in.installation.settings.pepper,
            Purpose.PASSKEY_NEW,
            user_id=user_id,
        )
    options = generate_registration_options(
        rp_id=site.name,
        rp_name="Rapport",
        user_id=user_id.bytes,
        user_name=user.email or user.name,
        user_display_name=user.name,
        challenge=base64url_to_bytes(token),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=k.credential_id) for k in known],
    )
    return orjson.loads(options_to_json(options))


def registered(
    signing_in: SigningIn, user_id: UUID, name: str, credential: Mapping[str, Any]
) -> UUID:
    """Keep a passkey that a browser made; raise `errors.Invalid` for what is none."""
    site = _site(signing_in)
    pepper = signing_in.installation.settings.pepper
    try:
        token = _challenge_of(credential)
        with signing_in.installation.database.connection() as connection:
            asked = challenges.take(connection, pepper, Purpose.PASSKEY_NEW, token)
        if [each.user_id for each in asked] != [user_id]:
            raise errors.NotAllowedNow("That took too long: begin again.")
        made = verify_registration_response(
            credential=dict(credential),
            expected_challenge=base64url_to_bytes(token),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _UNREADABLE as error:
        raise errors.Invalid("This is no passkey that was made for this site.") from error
    with signing_in.installation.database.connection() as connection:
        return passkeys.add(
            connection,
            user_id,
            name,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
        )


def to_sign_in(signing_in: SigningIn) -> dict[str, Any]:
    """Return what a browser is asked for, so that a passkey signs; it names nobody."""
    site = _site(signing_in)
    signing_in.attempts.on_token(browsers.stranger(signing_in.request))
    with signing_in.installation.database.connection() as connection:
        token = challenges.pose(
            connection, signing_in.installation.settings.pepper, Purpose.PASSKEY_SIGN_IN
        )
    options = generate_authentication_options(
        rp_id=site.name,
        challenge=base64url_to_bytes(token),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return orjson.loads(options_to_json(options))


def signed_in_with(signing_in: SigningIn, credential: Mapping[str, Any]) -> Begun:
    """Sign in whose passkey signed; raise `errors.NotSignedIn`, whatever was wrong."""
    site = _site(signing_in)
    signing_in.attempts.on_token(browsers.stranger(signing_in.request))
    try:
        passkey, sign_count = _checked(signing_in, site, credential)
    except _UNREADABLE as error:
        raise errors.NotSignedIn("The passkey is not one of this site.") from error
    with signing_in.installation.database.connection() as connection:
        user = users.one(connection, passkey.user_id)
        is_first = passkeys.used(connection, passkey, sign_count)
    if user.disabled_at is None and is_first:
        return signing_in.begun(user.user_id)
    raise errors.NotSignedIn("The passkey is not one of this site.")


def _checked(
    signing_in: SigningIn, site: Site, credential: Mapping[str, Any]
) -> tuple[passkeys.Passkey, int]:
    token = _challenge_of(credential)
    pepper = signing_in.installation.settings.pepper
    with signing_in.installation.database.connection() as connection:
        asked = challenges.take(connection, pepper, Purpose.PASSKEY_SIGN_IN, token)
        (passkey,) = passkeys.of_credential(connection, base64url_to_bytes(credential["id"]))
    handle = credential["response"].get("userHandle")
    if not asked or (handle and base64url_to_bytes(handle) != passkey.user_id.bytes):
        raise ValueError
    signed = verify_authentication_response(
        credential=dict(credential),
        expected_challenge=base64url_to_bytes(token),
        expected_rp_id=site.name,
        expected_origin=site.origin,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
        require_user_verification=True,
    )
    return passkey, signed.new_sign_count


def _challenge_of(credential: Mapping[str, Any]) -> str:
    """Return which question a browser's answer names; the library checks that it signed it."""
    told = base64url_to_bytes(credential["response"]["clientDataJSON"])
    return bytes_to_base64url(parse_client_data_json(told).challenge)


def _site(signing_in: SigningIn) -> Site:
    settings = signing_in.installation.settings
    return site_of(signing_in.request, settings.public_url)
