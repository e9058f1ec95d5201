"""Codes of a telephone: time-based one-time passwords (RFC 6238), and what replaces it if lost.

A code is six digits and holds for the half minute it is shown in, and the one before and after,
since clocks differ; none is taken twice. Recovery codes open once each.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow
from pyotp import random_base32
from pyotp.totp import TOTP

from ledger.access.tokens import Pepper

_STEP_SECONDS = 30
_STEPS_AROUND = (0, -1, 1)
_RECOVERY_COUNT = 10
# 80 random bits in groups of four: no limit on tries is needed for these to hold.
_RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RECOVERY_LENGTH = 16
_GROUP = 4


def begin(connection: Connection[DictRow], pepper: Pepper, user_id: UUID) -> str:
    """Make the secret of a new device, not in use before a code of it was right.

    One that is in use stays so: nothing is replaced, and an empty text is returned.
    """
    secret = random_base32()
    made = connection.execute(
        "insert into access.authenticators (user_id, sealed_secret) values (%s, %s)"
        " on conflict (user_id) do update"
        " set sealed_secret = excluded.sealed_secret, made_at = clock_timestamp(),"
        "     last_step = 0"
        " where authenticators.confirmed_at is null",
        (user_id, pepper.sealed(secret.encode(), user_id.bytes)),
    )
    return secret if made.rowcount else ""


def uri_of(secret: str, name: str) -> str:
    """Return what a telephone reads as a picture (otpauth://totp/…)."""
    return TOTP(secret).provisioning_uri(name=name, issuer_name="Rapport")


def confirm(
    connection: Connection[DictRow], pepper: Pepper, user_id: UUID, code: str, at: datetime
) -> bool:
    """Put a device to use whose code is right; say whether it was."""
    with connection.transaction():
        if not _takes(connection, pepper, user_id, code, at, is_confirmed=False):
            return False
        connection.execute(
            "update access.authenticators set confirmed_at = now() where user_id = %s",
            (user_id,),
        )
        return True


def is_in_use(connection: Connection[DictRow], user_id: UUID) -> bool:
    """Say whether somebody is asked for a code."""
    rows = connection.execute(
        "select from access.authenticators where user_id = %s and confirmed_at is not null",
        (user_id,),
    ).fetchall()
    return bool(rows)


def takes(
    connection: Connection[DictRow], pepper: Pepper, user_id: UUID, code: str, at: datetime
) -> bool:
    """Use up a code of the device, or a recovery code; say whether it was right."""
    return _takes(connection, pepper, user_id, code, at, is_confirmed=True) or _recovers(
        connection, pepper, user_id, code
    )


def remove(connection: Connection[DictRow], user_id: UUID) -> bool:
    """Ask somebody for no code any more; say whether they were asked."""
    with connection.transaction():
        connection.execute("delete from access.recovery_codes where user_id = %s", (user_id,))
        gone = connection.execute(
            "delete from access.authenticators where user_id = %s returning confirmed_at",
            (user_id,),
        ).fetchall()
    return any(row["confirmed_at"] is not None for row in gone)


def new_recovery_codes(
    connection: Connection[DictRow], pepper: Pepper, user_id: UUID
) -> list[str]:
    """Make recovery codes in the place of those before; they are shown this once."""
    codes = [_recovery_code() for _ in range(_RECOVERY_COUNT)]
    with connection.transaction():
        connection.execute("delete from access.recovery_codes where user_id = %s", (user_id,))
        for code in codes:
            connection.execute(
                "insert into access.recovery_codes (code_hash, user_id) values (%s, %s)",
                (_hashed(pepper, user_id, code), user_id),
            )
    return codes


def recovery_count(connection: Connection[DictRow], user_id: UUID) -> int:
    """Return how many recovery codes somebody has left."""
    (row,) = connection.execute(
        "select count(*) as left from access.recovery_codes where user_id = %s", (user_id,)
    ).fetchall()
    return row["left"]


def _takes(
    connection: Connection[DictRow],
    pepper: Pepper,
    user_id: UUID,
    code: str,
    at: datetime,
    *,
    is_confirmed: bool,
) -> bool:
    rows = connection.execute(
        "select sealed_secret from access.authenticators"
        " where user_id = %s and (confirmed_at is not null) = %s",
        (user_id, is_confirmed),
    ).fetchall()
    for row in rows:
        secret = pepper.unsealed(row["sealed_secret"], user_id.bytes).decode()
        for step in _steps_of(secret, code, at):
            # Of two who show the same code at once, one is let in.
            taken = connection.execute(
                "update access.authenticators set last_step = %s"
                " where user_id = %s and last_step < %s",
                (step, user_id, step),
            )
            return taken.rowcount > 0
    return False


def _steps_of(secret: str, code: str, at: datetime) -> Sequence[int]:
    """Return for which step a code is right, or nothing."""
    shown = "".join(code.split())
    now = int(at.timestamp()) // _STEP_SECONDS
    device = TOTP(secret, interval=_STEP_SECONDS)
    return [
        now + around
        for around in _STEPS_AROUND
        if hmac.compare_digest(device.generate_otp(now + around).encode(), shown.encode())
    ][:1]


def _recovers(
    connection: Connection[DictRow], pepper: Pepper, user_id: UUID, code: str
) -> bool:
    used = connection.execute(
        "delete from access.recovery_codes where code_hash = %s and user_id = %s",
        (_hashed(pepper, user_id, code), user_id),
    )
    return used.rowcount > 0


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _RECOVERY_LENGTH, _GROUP))


def _hashed(pepper: Pepper, user_id: UUID, code: str) -> bytes:
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return pepper.hashed(f"recovery {user_id} {letters}")
