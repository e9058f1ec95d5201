"""Under which operating system user PostgreSQL runs: ours, or for root a system user.

PostgreSQL refuses to run as root.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger import errors

NAME = "rapport-postgres"

# Installing PostgreSQL makes this user nearly everywhere; it serves where we can make none.
PACKAGED_NAME = "postgres"

# What its programs need of our environment: no PG*, no locale, and none of our secrets.
PASSED_ON = ("PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Account:
    """The user that PostgreSQL's programs run as; no numbers: the user we are."""

    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """No group but its own for another user; our own groups for us."""
        return None if self.uid is None else []

    def give(self, path: Path) -> None:
        """Make a file or folder the account's own."""
        if sys.platform != "win32" and self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this user; its output is one text."""
        return subprocess.run(  # noqa: S603  our own command, without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            cwd="/",
            env=environment(),
            user=self.uid,
            group=self.gid,
            extra_groups=self.groups,
        )

    def can_enter(self, folder: Path) -> bool:
        """Tell whether the account can go into a folder: the kernel's answer, not our guess."""
        return self.uid is None or self.run("test", "-x", str(folder)).returncode == 0

    def names(self) -> list[str]:
        """Return the operating system users who may be PostgreSQL's superuser."""
        if sys.platform == "win32":
            return []
        uids = {0, os.getuid(), os.getuid() if self.uid is None else self.uid}
        # The files may have come from a machine where their owner had a name.
        return [name for uid in sorted(uids) if (name := _name(uid))]


def environment() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {
        "LC_ALL": "C"
    }


def owner(folder: Path) -> Account:
    """Return the account that a database already belongs to."""
    status = folder.stat()
    if not _we_are_root():
        return Account()
    if status.st_uid == 0:
        why = f"{folder} belongs to root, as copies do: run `chown -R {NAME}: {folder}`."
        choose()
        raise errors.SetupNeeded(why)
    return Account(status.st_uid, status.st_gid)


def choose() -> Account:
    """Return the account for a new database; as root the system user is made when missing."""
    if _we_are_root():
        return _account(NAME) or _made() or _account(PACKAGED_NAME) or _impossible()
    if sys.platform != "win32" and _name(os.getuid()) is None:
        why = (
            f"The user with number {os.getuid()} has no name, and PostgreSQL wants one: "
            f"add it to /etc/passwd, or start Rapport as a user that is there."
        )
        raise errors.SetupNeeded(why)
    return Account()


if sys.platform == "win32":

    def _name(uid: int) -> str | None:
        raise NotImplementedError(uid)

    def _account(name: str) -> Account | None:
        raise NotImplementedError(name)

else:
    import pwd

    def _name(uid: int) -> str | None:
        try:
            return pwd.getpwuid(uid).pw_name
        except KeyError:
            return None

    def _account(name: str) -> Account | None:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            return None
        return Account(entry.pw_uid, entry.pw_gid)


def _we_are_root() -> bool:
    return sys.platform != "win32" and os.getuid() == 0


def _made() -> Account | None:
    # Another process may hold the lock of /etc/passwd, making this very user: look again.
    for _ in range(5 if shutil.which("useradd") else 0):
        Account().run(*_useradd())
        if made := _account(NAME):
            return made
        time.sleep(0.5)
    return None


def _useradd() -> Sequence[str]:
    nowhere = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
    return ("useradd", "--system", "--user-group", *nowhere, NAME)


def _impossible() -> Account:
    why = (
        f"PostgreSQL does not run as root, and the system user {NAME} cannot be made here: "
        f"run `useradd --system {NAME}`, or start Rapport as an ordinary user."
    )
    raise errors.SetupNeeded(why)
