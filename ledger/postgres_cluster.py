"""Where the embedded database lies, how it is made, and which settings it starts with.

PostgreSQL's files lie in `data/postgres`, so that the data directory is the whole ledger. Only
root needs another way: PostgreSQL then runs as a system user, who must be able to enter every
folder above its files, and the modes of folders that are not ours are never changed. The data
directory itself is ours: it is opened to the system user's group for passing through (0710).
If a folder above it is closed, as root's own home is, the files go to a new
folder of their own below /var/lib/rapport-postgres, and `data/postgres.home` names it. That
name is random and not worked out from the path: a new data directory must never meet the
database of an old one.
"""

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from ledger import errors, postgres_account, postgres_binaries
from ledger.postgres_account import Account
from ledger.postgres_binaries import Binaries

SUPERUSER = "rapport"
APPLICATION = "rapport_app"
OWNER = "rapport_owner"
"""Whose schema, tables and functions are."""
ERASER = "rapport_eraser"
"""Whose is the function that empties events."""
SEARCH = "rapport_search"
"""Whose are the views that search reads through."""
DATABASE = "rapport"
PORT = 5432
LOOPBACK = "127.0.0.1"

SOCKET_PATH_MAX = 103
"""Bytes of a Unix socket's path: sun_path holds 104 on macOS, 108 on Linux, one of them NUL."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """PostgreSQL's files, and what it takes to run it on them."""

    data: Path
    files: Path
    sockets: Path
    log: Path
    account: Account
    binaries: Binaries

    @property
    def port(self) -> int:
        """The port on loopback for Windows; elsewhere only a part of the socket's name."""
        remembered = self.sockets / "port"
        return int(remembered.read_text()) if remembered.exists() else PORT

    def conninfo(self, role: str, database: str) -> str:
        """Return how a role reaches a database; the superuser needs no password on Unix."""
        windows = sys.platform == "win32"
        named: dict[str, str | int] = {
            "host": LOOPBACK if windows else str(self.sockets),
            "port": self.port,
        }
        if role == APPLICATION or windows:
            named["password"] = secret(self.data, role).read_text()
        return make_conninfo("", user=role, dbname=database, **named)


def secret(data: Path, role: str) -> Path:
    """Return the file of a role's password."""
    return data / "secrets" / ("app_password" if role == APPLICATION else "owner_password")


def write_secret(path: Path, password: str) -> None:
    """Keep a password for our eyes alone."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write(path, password, Account())


def write(path: Path, text: str, account: Account) -> None:
    """Replace a file as a whole, 0600, owned by the account."""
    # mkstemp follows no link: root writes here into folders of a user with fewer rights.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        account.give(Path(name))
        Path(name).replace(path)
        _keep(path.parent)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _keep(folder: Path) -> None:
    # A name is on disk only when its folder is; no acknowledged event may hang on less.
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def prepared(data: Path, say: Callable[[str], None]) -> Cluster:
    """Return the cluster of a data directory, made where missing; only under the start lock."""
    home, account = _home(data)
    for cut_short in home.glob("postgres.new-*"):
        # Its maker may still be at work and will fail; what stays, the next start removes.
        shutil.rmtree(cut_short, ignore_errors=True)
    files = home / "postgres"
    version_file = files / "PG_VERSION"
    made = version_file.exists()
    binaries = postgres_binaries.find(int(version_file.read_text()) if made else None)
    binaries = postgres_binaries.usable_by(account, binaries)
    sockets = _sockets(home, account)
    cluster = Cluster(data, files, sockets, home / "postgres.log", account, binaries)
    if not made:
        if home != data:
            say(f"{data} is closed to PostgreSQL's system user; its files go to {files}.")
        _make(cluster)
    return cluster


def _home(data: Path) -> tuple[Path, Account]:
    remembered = data / "postgres.home"
    if remembered.exists():
        home = Path(remembered.read_text(encoding="utf-8"))
        if not home.is_dir():
            why = f"The database of {data} was in {home} and is gone: bring it back."
            raise errors.SetupNeeded(why)
        if (home / "postgres").exists():
            return home, postgres_account.owner(home / "postgres")
        return home, postgres_account.choose()
    if (data / "postgres").exists():
        account = postgres_account.owner(data / "postgres")
        if not _opened(data, account):
            why = f"PostgreSQL cannot enter {data}: move it below /var/lib, and use --data."
            raise errors.SetupNeeded(why)
        return data, account
    account = postgres_account.choose()
    if _opened(data, account):
        return data, account
    home = Path(tempfile.mkdtemp(dir=postgres_binaries.shared_folder(), prefix="data-"))
    _open(home, account)
    write(remembered, str(home), Account())
    return home, account


def _opened(data: Path, account: Account) -> bool:
    if account.can_enter(data):
        return True
    if not account.can_enter(data.parent):
        return False
    _open(data, account)
    return account.can_enter(data)


def _open(folder: Path, account: Account) -> None:
    if sys.platform != "win32" and account.gid is not None:
        os.chown(folder, -1, account.gid)
        folder.chmod(0o710)


def _sockets(home: Path, account: Account) -> Path:
    folder = home / "run"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) <= SOCKET_PATH_MAX:
        folder.mkdir(mode=0o700, exist_ok=True)
        account.give(folder)
        return folder
    remembered = home / "run.home"
    if remembered.exists():
        known = Path(remembered.read_text(encoding="utf-8"))
        # After temporary folders were cleared, somebody else may have made one of this name.
        if (
            known.is_dir()
            and not known.is_symlink()
            and known.stat().st_uid in {account.uid, _uid()}
        ):
            return known
    folder = Path(tempfile.mkdtemp(prefix="rapport-"))
    account.give(folder)
    write(remembered, str(folder), Account())
    return folder


def _uid() -> int | None:
    return os.getuid() if sys.platform != "win32" else 0


def _make(cluster: Cluster) -> None:
    home = cluster.files.parent
    new = Path(tempfile.mkdtemp(dir=home, prefix="postgres.new-"))
    cluster.account.give(new)
    made = cluster.account.run(
        cluster.binaries.program("initdb"), "-D", str(new), *_making(cluster)
    )
    if made.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        why = f"PostgreSQL could not make its database in {home}: {cure(made.stdout)}"
        raise errors.SetupNeeded(why)
    # If we die before this line, the next start begins anew; after it, the database is whole.
    new.rename(cluster.files)
    _keep(home)


def _making(cluster: Cluster) -> list[str]:
    linux = sys.platform == "linux"
    # The full-text parser still asks the system's locale what a letter is.
    locale = ["--locale=C", f"--lc-ctype={'C.UTF-8' if linux else 'C'}"]
    if cluster.binaries.version > 16:  # noqa: PLR2004  the builtin provider came with 17
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["--auth-local=peer", "--auth-host=reject"]
    if sys.platform == "win32":
        password = secret(cluster.data, SUPERUSER)
        write_secret(password, secrets.token_urlsafe(32))
        access = ["--auth=scram-sha-256", f"--pwfile={password}"]
    rest = [
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
    ]
    return [*rest, *locale, *access]


def cure(told: str) -> str:
    """Return the last thing PostgreSQL complained about, and what to do about it."""
    lines = [
        line
        for line in told.splitlines()
        if "FATAL" in line or "rror" in line or "PANIC" in line
    ]
    said = (lines or told.splitlines() or ["it said nothing"])[-1].strip().rstrip(".")
    cures = {
        "No space left": "Free some disk space and start again.",
        "Permission denied": "Let PostgreSQL's user enter there, or choose another --data.",
        "shared memory": "End the PostgreSQL that is left there, and start again.",
        "ddress already in use": "End the program that uses the address, and start again.",
        "incompatible": "Name the programs of the older version in RAPPORT_POSTGRES_BIN.",
    }
    does = [cure for sign, cure in cures.items() if sign in told]
    return f"{said}. {(does or ['Mend that and start again.'])[0]}"
