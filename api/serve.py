"""Serving the HTTP API: one process, one port, until told to stop."""

import asyncio
import errno
import importlib
import socket
from collections.abc import Callable
from typing import Literal

import uvicorn

from api.app import create_app
from api.comparing_ahead import comparing_ahead
from api.installation import Installation
from api.links import first_link
from api.signing import signing
from ledger import errors

# An export under way may end; what takes longer is cut off and can be asked for again.
_FAREWELL_SECONDS = 10
_BACKLOG = 1024


def serve(installation: Installation, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; port 0 takes any free one.

    Raise `errors.SetupNeeded` where the port is taken or the host is none of this machine's.
    """
    with _listening(host, port) as listener:
        number: int = listener.getsockname()[1]
        server = uvicorn.Server(config(installation))
        shown = f"[{host}]" if ":" in host else host
        say(f"Rapport listens on http://{shown}:{number} (API: /docs)")
        with (
            first_link(installation, host, number) as offered,
            signing(installation),
            comparing_ahead(installation),
        ):
            for link in offered:
                say(f"Sign in within the hour, once, at {link}")
            server.run(sockets=[listener])


def config(installation: Installation) -> uvicorn.Config:
    """Return how uvicorn serves an installation, with uvloop and httptools where they are."""
    proxies = list(installation.settings.trusted_proxies)
    return uvicorn.Config(
        create_app(installation),
        http=_http(),
        # Whom a request comes from is what the socket says, unless a proxy of ours says more.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        access_log=False,
        log_level="warning",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
    )


def _http() -> type[asyncio.Protocol] | Literal["h11"]:
    try:
        wire = importlib.import_module("api.wire")
    except ImportError:
        # Windows, without httptools: h11 bounds the size of a head, and nothing its time.
        return "h11"
    found: type[asyncio.Protocol] = wire.Wire
    return found


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            cure = f"Port {port} is taken: run `rapport serve --port {port + 1}`."
        else:
            cure = f"Cannot listen on {host}:{port}: run `rapport serve --host 127.0.0.1`."
        raise errors.SetupNeeded(cure) from error
