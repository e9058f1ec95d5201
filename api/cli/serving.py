"""Serving: one process, until it is told to stop."""

from typing import Annotated

from cyclopts import Parameter

from api import serve as server
from api.cli.opening import Data, opened_with, settings
from api.cli.showing import say
from ledger.embedded import held_by_one, install_signal_handlers


def serve(
    *,
    host: Annotated[str | None, Parameter(help="The address to listen on.")] = None,
    port: Annotated[int | None, Parameter(help="The port; 0 takes any free one.")] = None,
    data: Data = None,
) -> None:
    """Serve the API on this machine until Ctrl-C or SIGTERM."""
    chosen = settings(data, host=host, port=port)
    install_signal_handlers()
    what = f"Rapport on http://{chosen.host}:{chosen.port}"
    try:
        with held_by_one(chosen.data, what), opened_with(chosen) as found:
            server.serve(found, chosen.host, chosen.port, say)
    except KeyboardInterrupt:
        # The ordinary end of a server in a terminal.
        say("")
