"""What a browser keeps: the session's token, and that its owner signed in with it before."""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response

from api.attempts import Stranger
from api.installation import Installation
from api.principals import SESSION_COOKIE
from ledger.access import sessions
from ledger.access.tokens import Pepper, new_token

BROWSER_COOKIE = "rapport_browser"
_KNOWN_FOR = timedelta(days=365)
_NONCE_LENGTH = 43


def stranger(request: Request) -> Stranger:
    """Return where a request comes from, of whom nothing is known yet."""
    return Stranger(request.client.host if request.client else "")


def known_to(request: Request, pepper: Pepper, account: UUID) -> Stranger:
    """Return where a request comes from; the browser counts where it is one of the account's.

    The cookie opens nothing. It is a nonce with its keyed hash for one account: others can
    neither make one nor use one of another account's.
    """
    nonce, _, mark = request.cookies.get(BROWSER_COOKIE, "").partition(".")
    right = _mark(pepper, account, nonce)
    is_known = len(nonce) == _NONCE_LENGTH and hmac.compare_digest(
        mark.encode(), right.encode()
    )
    return stranger(request)._replace(browser=nonce if is_known else "")


def keep(
    request: Request, response: Response, installation: Installation, user_id: UUID, token: str
) -> None:
    """Have the browser keep a session's token, and whose it is, where no script reads them."""
    pepper = installation.settings.pepper
    nonce = known_to(request, pepper, user_id).browser or new_token()
    is_secure = is_on_tls(request, installation)
    for name, value, lasting in (
        (SESSION_COOKIE, token, sessions.AGE_MAX),
        (BROWSER_COOKIE, f"{nonce}.{_mark(pepper, user_id, nonce)}", _KNOWN_FOR),
    ):
        response.set_cookie(
            name,
            value,
            max_age=int(lasting.total_seconds()),
            path="/",
            secure=is_secure,
            httponly=True,
            samesite="lax",
        )


def forget_session(response: Response) -> None:
    """Have the browser keep the session's token no longer."""
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")


def is_on_tls(request: Request, installation: Installation) -> bool:
    """Say whether the browser reaches the server by TLS, perhaps ended by a proxy before it."""
    public = installation.settings.public_url or ""
    return request.url.scheme == "https" or public.startswith("https:")


def _mark(pepper: Pepper, account: UUID, nonce: str) -> str:
    return urlsafe_b64encode(pepper.hashed(f"browser {account} {nonce}")).decode().rstrip("=")
