"""What a browser is told about every answer: what it may load, show, share and keep."""

from collections.abc import Iterable
from typing import Any

Header = tuple[bytes, bytes]

_CSP = b"content-security-policy"
_CACHE = b"cache-control"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""A page of ours: everything from our own files, nothing written into the page itself."""
_PAGE = (_CSP, PAGE_POLICY.encode())
_NOTHING_LOADS = (_CSP, b"default-src 'none'; frame-ancestors 'none'")
_KEPT_NOWHERE = (_CACHE, b"no-store")
# A person's record needs none of a browser's eyes and ears.
_NO_SENSES = b", ".join(
    name + b"=()"
    for name in (
        b"accelerometer", b"camera", b"display-capture", b"geolocation", b"gyroscope",
        b"magnetometer", b"microphone", b"midi", b"payment", b"usb",
    )
)  # fmt: skip
_EVERY: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", _NO_SENSES),
)
# A year, as browsers' preload lists ask for at least.
_ALWAYS_TLS: Header = (b"strict-transport-security", b"max-age=31536000")


class Guard:
    """Puts the headers on answers that keep a browser from doing harm with them."""

    def __init__(self, public_url: str | None) -> None:
        is_on_tls = (public_url or "").lower().startswith("https://")
        self._every = (*_EVERY, _ALWAYS_TLS) if is_on_tls else _EVERY

    def put_on(self, headers: list[Any], *, is_private: bool) -> None:
        """Add to an answer's headers what it does not say itself."""
        told = {name.lower() for name, _ in headers}
        headers.extend(self._every)
        is_page = _is_page(headers)
        if _CSP not in told:
            headers.append(_PAGE if is_page else _NOTHING_LOADS)
        if (is_private or is_page) and _CACHE not in told:
            headers.append(_KEPT_NOWHERE)


def _is_page(headers: Iterable[Header]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )
