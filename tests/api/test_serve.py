import socket

import pytest

from api.installation import Installation
from api.serve import serve
from ledger import errors


def test_a_port_that_is_taken_is_said_with_the_cure(workspace: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(errors.SetupNeeded, match=f"--port {port + 1}"):
            serve(workspace, "127.0.0.1", port, lambda _: None)


def test_a_host_that_is_another_machines_is_said_with_the_cure(workspace: Installation) -> None:
    with pytest.raises(errors.SetupNeeded, match="--host 127"):
        serve(workspace, "192.0.2.1", 0, lambda _: None)
