"""A server for a stage in a process of its own, and clients that keep it busy."""

import http.client
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from api.principals import SESSION_COOKIE
from api.settings import Settings
from bench.stage import Stage
from ledger.access import sessions, users

_START_SECONDS = 60.0
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@contextmanager
def served(data: Path, *command: str) -> Generator[tuple[int, int]]:
    """Run a server on a data directory for as long as needed; yield its port and its pid."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    words = [sys.executable, "-m", *command, "--data", str(data), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        try:
            _wait(process, port)
            yield port, process.pid
        finally:
            process.terminate()


def signed_in(on: Stage) -> dict[str, str]:
    """Return the header that its owner shows a server of a stage."""
    settings = Settings(data=on.data)
    with on.database.connection() as connection:
        users.add(connection, on.owner, "Olive Owner")
        users.open_door(connection, on.owner, on.workspace)
        token = sessions.begin(connection, settings.pepper, on.owner, on.workspace)
    return {"Cookie": f"{SESSION_COOKIE}={token}"}


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("The server did not start: run it by hand to see why.")


def load(
    port: int,
    path: str,
    body: Callable[[], bytes],
    *,
    shown: Mapping[str, str],
    clients: int,
    seconds: float,
) -> float:
    """Return answers per second to POSTs of so many clients, each waiting for its answers."""
    told = "".join(f"{name}: {value}\r\n" for name, value in shown.items())

    def request() -> bytes:
        text = body()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n{told}\r\n"
        )
        return head.encode() + text

    return answered(port, request, clients=clients, seconds=seconds)


def answered(port: int, request: Callable[[], bytes], *, clients: int, seconds: float) -> float:
    """Return answers per second to requests of so many clients, each waiting for its answers.

    One thread and plain sockets, so that most of the machine is left to the server. Raise
    `SystemExit` at the first answer that is not a success.
    """
    with selectors.DefaultSelector() as waiting:
        connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(clients)]
        for connection in connections:
            waiting.register(connection, selectors.EVENT_READ)
            connection.sendall(request())
        answers = dict.fromkeys(connections, b"")
        count = 0
        started = time.perf_counter()
        while time.perf_counter() - started < seconds:
            for key, _ in waiting.select():
                connection = key.fileobj
                assert isinstance(connection, socket.socket)
                answers[connection] += connection.recv(1 << 16)
                if not _is_whole(answers[connection]):
                    continue
                if not answers[connection].startswith(b"HTTP/1.1 2"):
                    raise SystemExit(f"The server answered {answers[connection][:300]!r}")
                answers[connection] = b""
                count += 1
                connection.sendall(request())
        rate = count / (time.perf_counter() - started)
        for connection in connections:
            connection.close()
    return rate


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(end and length and len(body) == int(length[1]))
