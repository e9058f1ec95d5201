"""A connection to a server that may be spoken to in any way at all."""

import socket
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress

_PATIENCE_SECONDS = 15.0


class Raw:
    """One TCP connection, and what the server said on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS)
        self.began_at = time.monotonic()

    def say(self, *pieces: bytes) -> None:
        """Send this, as far as the server listens."""
        with suppress(OSError):
            for piece in pieces:
                self.socket.sendall(piece)

    def say_slowly(self, pieces: Iterable[bytes], pause_seconds: float) -> None:
        """Send a piece at a time until the server has answered or hung up."""
        self.socket.settimeout(pause_seconds)
        with suppress(OSError):
            for piece in pieces:
                self.socket.sendall(piece)
                with suppress(TimeoutError):
                    self.socket.recv(1, socket.MSG_PEEK)
                    break
        self.socket.settimeout(_PATIENCE_SECONDS)

    def heard(self) -> bytes:
        """Return what the server says until it hangs up."""
        said = b""
        with suppress(ConnectionError):
            while piece := self.socket.recv(1 << 16):
                said += piece
        return said

    def status(self) -> int:
        """Return the status of the first answer, and 0 where the server hung up without one."""
        with suppress(ConnectionError):
            line = self.socket.makefile("rb").readline()
            return int(line.split()[1]) if line else 0
        return 0

    def seconds(self) -> float:
        """Say how long ago the connection was made."""
        return time.monotonic() - self.began_at


@contextmanager
def raw(port: int) -> Generator[Raw]:
    """Open a connection, and close it at the end."""
    connection = Raw(port)
    try:
        yield connection
    finally:
        connection.socket.close()
