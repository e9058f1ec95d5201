"""Passwords: kept as Argon2id (RFC 9106) of a keyed hash, computed two at a time at most.

What is stretched is the keyed hash of the password and of whose it is, so that a hash put into
the database by somebody without the key opens nothing, and one moved to another person neither.
"""

import unicodedata
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock, Semaphore
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from psycopg import Connection
from psycopg.rows import DictRow
from zxcvbn import zxcvbn

from ledger import errors
from ledger.access.tokens import Pepper

LENGTH_MIN = 12
LENGTH_MAX = 1_000
# OWASP's smallest set with one pass: 46 MiB. Two at a time are 92 MiB at worst.
_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_AT_ONCE_MAX = 2
_WAITING_MAX = 8
_WAIT_SECONDS = 2.0
# "Safely unguessable" for somebody who tries ten thousand hashes a second; see zxcvbn's scale.
_SCORE_MIN = 3
# What lies beyond changes no score, and would cost seconds.
_LOOKED_AT_MAX = 72


class TooManyAtOnce(errors.LedgerError):
    """Too many people sign in at this moment: try again in a few seconds."""


class _Kneading:
    """The turns that computations wait for, and how many there were."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = Lock()
        self._waiting = 0
        self._free = Semaphore(_AT_ONCE_MAX)

    @contextmanager
    def turn(self) -> Generator[None]:
        """Wait for a turn, not long and not behind many; raise `TooManyAtOnce`."""
        with self._lock:
            if self._waiting >= _WAITING_MAX:
                raise TooManyAtOnce
            self._waiting += 1
        try:
            has_turn = self._free.acquire(timeout=_WAIT_SECONDS)
        finally:
            with self._lock:
                self._waiting -= 1
        if not has_turn:
            raise TooManyAtOnce
        try:
            with self._lock:
                self.count += 1
            yield
        finally:
            self._free.release()


_KNEADING = _Kneading()


def computed_count() -> int:
    """Return how many hashes this process has computed."""
    return _KNEADING.count


def must_be_good(password: str, *, about: Sequence[str]) -> None:
    """Raise `errors.Invalid` for a password that is short, common, or made of what is known.

    `about` is what anybody may know of its owner: their address, their name.
    """
    text = _spelt(password)
    if len(text) < LENGTH_MIN:
        raise errors.Invalid(f"A password has at least {LENGTH_MIN} characters.")
    if len(text) > LENGTH_MAX:
        raise errors.Invalid(f"A password has at most {LENGTH_MAX} characters.")
    if "\x00" in text or _guessed_at(text, about) < _SCORE_MIN:
        raise errors.Invalid(
            "This password is among the first that others would guess: take four words that"
            " have nothing to do with each other, or with you."
        )


def encoded(pepper: Pepper, user_id: UUID, password: str) -> str:
    """Return what is kept of a password."""
    with _KNEADING.turn():
        return _HASHER.hash(_keyed(pepper, user_id, password))


def is_right(
    pepper: Pepper, user_id: UUID, kept: Sequence[str], password: str
) -> tuple[bool, bool]:
    """Say whether a password is the one that was kept, and whether it is to be kept anew.

    For somebody of whom none was kept it takes as long to say no.
    """
    text = _keyed(pepper, user_id, password)
    with _KNEADING.turn():
        for each in kept:
            try:
                _HASHER.verify(each, text)
            except (VerificationError, InvalidHashError):
                return False, False
            return True, _HASHER.check_needs_rehash(each)
        _HASHER.hash(text)
        return False, False


def keep(connection: Connection[DictRow], user_id: UUID, kept: str) -> None:
    """Let somebody sign in with a password from now on, instead of the one before."""
    connection.execute(
        "insert into access.passwords (user_id, encoded) values (%s, %s)"
        " on conflict (user_id) do update"
        " set encoded = excluded.encoded, set_at = clock_timestamp()",
        (user_id, kept),
    )


def keep_anew(
    connection: Connection[DictRow], user_id: UUID, *, before: str, kept: str
) -> None:
    """Keep the same password as today's parameters have it, unless it was changed meanwhile."""
    connection.execute(
        "update access.passwords set encoded = %s where user_id = %s and encoded = %s",
        (kept, user_id, before),
    )


def of_user(connection: Connection[DictRow], user_id: UUID) -> list[str]:
    """Return what is kept of somebody's password, or nothing."""
    rows = connection.execute(
        "select encoded from access.passwords where user_id = %s", (user_id,)
    ).fetchall()
    return [row["encoded"] for row in rows]


def set_at(connection: Connection[DictRow], user_id: UUID) -> list[datetime]:
    """Return when somebody's password was set, or nothing."""
    rows = connection.execute(
        "select set_at from access.passwords where user_id = %s", (user_id,)
    ).fetchall()
    return [row["set_at"] for row in rows]


def remove(connection: Connection[DictRow], user_id: UUID) -> bool:
    """Let somebody sign in with no password; say whether they had one."""
    gone = connection.execute("delete from access.passwords where user_id = %s", (user_id,))
    return gone.rowcount > 0


def _keyed(pepper: Pepper, user_id: UUID, password: str) -> str:
    return pepper.hashed(f"password {user_id} {_spelt(password)}").hex()


def _spelt(password: str) -> str:
    # The same letters come composed from one keyboard and decomposed from another (RFC 8265).
    return unicodedata.normalize("NFC", password)


def _guessed_at(text: str, about: Sequence[str]) -> int:
    known = [part for each in about for part in (each, *each.replace("@", ".").split("."))]
    return zxcvbn(text[:_LOOKED_AT_MAX], user_inputs=["rapport", *known])["score"]
