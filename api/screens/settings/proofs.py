"""What proves who somebody is besides a password: a telephone's codes, and passkeys."""

import io
from uuid import UUID

import segno
from fastapi import Request, Response
from markupsafe import Markup

from api.access import Anybody
from api.asked.session import GivenCode, PasskeyName
from api.routes import me
from api.routes.session import TheSession
from api.screens import forms, showing
from api.screens.route import ACCOUNT, screens
from api.screens.said import Said
from api.screens.seen import Sight

router = screens()

_PIXELS = 5
_QUIET_ZONE = 4


@router.post("/settings/account/codes")
def begin_codes(caller: Anybody, seen: Sight, request: Request, signed: TheSession) -> Response:
    """Show the secret of a telephone as a picture; it counts once a code of it is sent."""
    made = me.begin_codes(request, signed)
    return showing.page(
        seen,
        caller,
        "settings/codes.html",
        picture=_picture(made.uri),
        secret=" ".join(made.secret[at : at + 4] for at in range(0, len(made.secret), 4)),
    )


@router.post("/settings/account/codes/confirm")
def confirm_codes(
    caller: Anybody,
    seen: Sight,
    request: Request,
    signed: TheSession,
    *,
    code: forms.Field = "",
) -> Response:
    """Take the first code, and show the recovery codes this once."""
    given = forms.asked(GivenCode, code=forms.line(code).replace(" ", ""))
    codes = me.confirm_codes(request, signed, given).codes
    return _shown_once(caller, seen, codes)


@router.post("/settings/account/codes/recovery")
def renew_recovery_codes(
    caller: Anybody, seen: Sight, request: Request, signed: TheSession
) -> Response:
    """Show new recovery codes this once; those before open nothing any more."""
    return _shown_once(caller, seen, me.renew_recovery_codes(request, signed).codes)


@router.post("/settings/account/codes/remove")
def remove_codes(seen: Sight, request: Request, signed: TheSession) -> Response:
    """Be asked for no codes any more."""
    me.remove_codes(request, signed)
    return showing.done(seen, ACCOUNT, Said("You are asked for no codes any more."))


@router.post("/settings/account/passkeys/{passkey_id}")
def rename_passkey(
    seen: Sight, request: Request, signed: TheSession, passkey_id: UUID, name: forms.Field = ""
) -> Response:
    """Call a passkey something else."""
    given = forms.asked(PasskeyName, name=forms.line(name))
    me.rename_passkey(request, signed, passkey_id, given)
    return showing.done(seen, ACCOUNT, Said("The passkey has another name."))


@router.post("/settings/account/passkeys/{passkey_id}/remove")
def remove_passkey(
    seen: Sight, request: Request, signed: TheSession, passkey_id: UUID
) -> Response:
    """Let a passkey sign in no more."""
    me.remove_passkey(request, signed, passkey_id)
    return showing.done(seen, ACCOUNT, Said("The passkey opens nothing any more."))


def _shown_once(caller: Anybody, seen: Sight, codes: list[str]) -> Response:
    template = "settings/recovery_part.html" if seen.target else "settings/recovery.html"
    shown = showing.part if seen.target else showing.page
    return shown(seen, caller, template, codes=codes)


def _picture(address: str) -> Markup:
    """Return an address as a QR code (ISO/IEC 18004), which a telephone's camera reads."""
    written = io.BytesIO()
    segno.make(address, error="m").save(
        written,
        kind="svg",
        scale=_PIXELS,
        border=_QUIET_ZONE,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        title="A QR code: read it with the app on your telephone",
    )
    # Black squares that we drew: nothing of anybody's text stands in it.
    return Markup(written.getvalue().decode())  # noqa: S704 - made from an address, as squares
