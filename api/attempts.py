"""How often may somebody try? The one limiter of every path that takes a secret.

Who guesses is told apart from whose account it is: a guesser uses up what they have from their
address, then what an account allows to strangers, and never what it allows to a browser that
its owner signed in with before. So nobody is locked out of their own browser by others.

Each process counts for itself, in memory: several processes allow as many times as much.
"""

import hashlib
import ipaddress
import math
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ledger import errors

# A person who mistypes needs three or four tries; an office shares one address.
_OF_ADDRESS = parse_many("60/minute; 600/hour")
_OF_ACCOUNT_HERE = parse_many("5/minute; 30/hour")
_OF_ACCOUNT = parse_many("10/minute; 100/hour")
_OF_BROWSER = parse_many("5/minute; 30/hour")
# Of a million codes three are right at a time: a hundred tries find one in 3,000 days.
_OF_CODES = parse_many("5/minute; 30/hour; 100/day")
_OF_SAME_CREDENTIAL = parse_many("60/minute")
_OF_CREDENTIALS = parse_many("300/minute")
# A team of twenty is set up in a sitting; nobody begins a hundred ledgers in a day.
_OF_WORKSPACES = parse_many("20/hour; 50/day")
_V6_NETWORK = 64


class TooManyAttempts(errors.LedgerError):
    """There were too many attempts: wait before the next."""

    def __init__(self, item: RateLimitItem, seconds: int) -> None:
        super().__init__(f"Try again in {seconds} seconds.", retry_after_seconds=seconds)
        window = item.get_expiry()
        # draft-ietf-httpapi-ratelimit-headers
        self.headers: Mapping[str, str] = {
            "Retry-After": str(seconds),
            "RateLimit-Policy": f'"attempts";q={item.amount};w={window}',
            "RateLimit": f'"attempts";r=0;t={seconds}',
        }


class Stranger(NamedTuple):
    """Where a request comes from, and which browsers of an account it shows to be."""

    address: str
    browser: str = ""
    """What only a browser knows that its owner signed in with before; empty for others."""


class _Count(NamedTuple):
    items: Sequence[RateLimitItem]
    names: tuple[str, ...]


class Attempts:
    """Counts attempts, and refuses those over a limit before anything is computed."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._lock = Lock()

    def on_account(self, account: str, who: Stranger) -> None:
        """Count a password for an account, known or not; raise `TooManyAttempts`."""
        if who.browser:
            self._spend(_Count(_OF_BROWSER, ("browser", account, who.browser)))
            return
        self._spend(
            _Count(_OF_ADDRESS, ("address", network_of(who.address))),
            _Count(_OF_ACCOUNT_HERE, ("here", account, network_of(who.address))),
            _Count(_OF_ACCOUNT, ("account", account)),
        )

    def on_code(self, account: str, who: Stranger) -> None:
        """Count a code for an account whose password was right; raise `TooManyAttempts`."""
        self._spend(
            _Count(_OF_ADDRESS, ("address", network_of(who.address))),
            _Count(_OF_CODES, ("code", account, who.browser)),
        )

    def on_token(self, who: Stranger) -> None:
        """Count a link, a passkey or a request for one, which nobody guesses."""
        self._spend(_Count(_OF_ADDRESS, ("address", network_of(who.address))))

    def on_change(self, account: str) -> None:
        """Count a change of somebody's own address: whether one is taken, is told each time."""
        self._spend(_Count(_OF_BROWSER, ("change", account)))

    def on_workspace(self, account: str) -> None:
        """Count a workspace that somebody begins, which costs more than most questions."""
        self._spend(_Count(_OF_WORKSPACES, ("workspace", account)))

    @contextmanager
    def on_credential(self, shown: str, address: str, *, was_good: bool) -> Generator[None]:
        """Count a key or a session that turns out to open nothing; raise `TooManyAttempts`.

        One that is shown over and over is looked up no more. All that an address shows are
        looked up, so that a program gone wrong shuts nobody out who shares its address; but
        beyond a limit it is told to wait.
        """
        network = network_of(address)
        same = _Count(_OF_SAME_CREDENTIAL, ("credential", network, _subject(shown)))
        if shown and not was_good:
            with self._lock:
                self._must_be_left(same)
        try:
            yield
        except errors.NotSignedIn:
            if shown:
                self._spend(_Count(_OF_CREDENTIALS, ("credentials", network)), same)
            raise

    def sweep(self) -> None:
        """Forget accounts and addresses whose attempts are long past."""
        with self._lock:
            # The storage empties a list that is over and keeps its name.
            for key in [key for key, tried in self._storage.events.items() if not tried]:
                self._storage.clear(key)

    def _spend(self, *counts: _Count) -> None:
        with self._lock:
            # Tested first: what is refused uses up nothing of the other limits.
            for count in counts:
                self._must_be_left(count)
            for count in counts:
                self._hit(count)

    def _must_be_left(self, count: _Count) -> None:
        for item in count.items:
            if not self._limiter.test(item, *_hashed(count.names)):
                begins_again_at = self._limiter.get_window_stats(
                    item, *_hashed(count.names)
                ).reset_time
                raise TooManyAttempts(item, max(1, math.ceil(begins_again_at - time.time())))

    def _hit(self, count: _Count) -> None:
        for item in count.items:
            self._limiter.hit(item, *_hashed(count.names))


def network_of(address: str) -> str:
    """Return what one subscriber has: an address of IPv4, a /64 network of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    network = ipaddress.ip_network((known.packed, _V6_NETWORK), strict=False)
    return str(network.network_address)


def _subject(shown: str) -> str:
    """Return what a guesser would keep: of a key its id, of a session all of it."""
    return shown.rpartition("_")[0] if shown.startswith("rpt_") else shown


def _hashed(names: tuple[str, ...]) -> tuple[str, ...]:
    # A name that somebody typed may be long, and an address is none of the memory's business.
    kind, *rest = names
    return kind, hashlib.sha256("\x00".join(rest).encode()).hexdigest()
