"""Clients of servers on this machine, which talk without TLS."""

import ssl
from typing import Any

import httpx2

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: whom a machine trusts takes each client some fifty milliseconds to read."""


def talking_to(url: httpx2.URL | str, *, timeout: float = 60, **told: Any) -> httpx2.Client:
    """Return a client of the server at an address; keywords are those of any client."""
    return httpx2.Client(base_url=url, timeout=timeout, verify=PLAIN, **told)
