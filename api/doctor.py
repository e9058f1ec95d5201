"""What is right and wrong with an installation, and what cures it? Looks, and mends nothing."""

import os
import shutil
import socket
import stat
import sys
from pathlib import Path

import psutil

from api.doctor_database import examine_database
from api.doctor_proof import examine_proof
from api.findings import Finding, fail, ok, warn
from api.settings import Settings
from ledger import errors, postgres_binaries
from ledger.database import Database
from ledger.embedded import running
from ledger.locks import Lock

_PYTHON_OLDEST = (3, 11)
# PostgreSQL writes 16 MB of log at a time and needs room to recover.
_FREE_BYTES_MIN = 200 << 20
_FREE_BYTES_GOOD = 2 << 30
_TRUE = {"y", "yes", "true", "1"}


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; an embedded database that is not up is started for the look."""
    findings = [
        _python(),
        _followers(),
        _folder(settings.data),
        _room(settings.data),
        _port(settings),
    ]
    if settings.database_url is not None:
        own = Database(settings.database_url, settings.database_owner_url)
        findings += examine_database(own, settings.suppression_key, is_ours=False)
        return [*findings, *examine_proof(settings, Database(settings.database_url))]
    findings.append(_programs(settings.data))
    if not _is_begun(settings.data):
        begin = "The first `rapport serve`, or any other command, makes it."
        return [*findings, ok("database", f"There is none yet. {begin}")]
    try:
        with running(settings.data, say=lambda _: None) as server:
            database = Database(server.app_url, server.owner_url)
            key = settings.suppression_key
            findings += examine_database(database, key, is_ours=True)
            findings += examine_proof(settings, Database(server.app_url, server.owner_url))
    except errors.SetupNeeded as problem:
        findings.append(fail("database", "It does not start.", problem.detail))
    return findings


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= _PYTHON_OLDEST:
        return ok("python", found)
    return fail("python", found, "Install Python 3.11 or newer.")


def _followers() -> Finding:
    name = "POSTGRES_ENABLE_DB_FUNCTIONS"
    if os.environ.get(name, "").lower() in _TRUE:
        return fail(
            "environment", f"{name} makes followers miss events.", f"Run `unset {name}`."
        )
    return ok("environment", f"{name} is not set")


def _folder(data: Path) -> Finding:
    name = "data folder"
    if not data.exists():
        above = _nearest(data)
        if os.access(above, os.W_OK | os.X_OK):
            return ok(name, f"{data} will be made")
        return fail(name, f"{above} may not be written to.", "Name another folder with --data.")
    if not data.is_dir():
        return fail(name, f"{data} is no folder.", "Name another with --data.")
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        cure = f"Run `sudo chown -R $(id -un) {data}`, or name another with --data."
        return fail(name, f"{data} may not be written to.", cure)
    mode = stat.S_IMODE(data.stat().st_mode)
    if sys.platform != "win32" and mode & 0o007:
        return warn(name, f"{data} is open to everybody.", f"Run `chmod o-rwx {data}`.")
    return ok(name, str(data))


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(_nearest(data)).free
    found = f"{free / (1 << 30):.1f} GB free"
    if free < _FREE_BYTES_MIN:
        return fail("disk", found, "Free some space: nothing can be recorded soon.")
    if free < _FREE_BYTES_GOOD:
        return warn("disk", found, "Free some space before a large import.")
    return ok("disk", found)


def _port(settings: Settings) -> Finding:
    place = f"{settings.host}:{settings.port}"
    if holder := _server(settings.data):
        return ok("port", f"{holder['what']} runs, process {holder['pid']}")
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        cure = "End it, or run `rapport serve --port` with another number."
        taken = f"{place} cannot be listened on ({error.strerror}){_holder(settings.port)}."
        return warn("port", taken, cure)
    return ok("port", f"{place} is free")


def _server(data: Path) -> dict[str, str]:
    """Return what a running server of this folder wrote about itself, or nothing."""
    path = data / "locks" / "serve"
    if not path.exists():
        return {}
    with Lock(path) as lock:
        return {} if lock.hold_alone() else lock.read()


def _holder(port: int) -> str:
    try:
        listening = [
            each.pid
            for each in psutil.net_connections("tcp")
            if each.status == psutil.CONN_LISTEN and each.laddr and each.laddr[1] == port
        ]
        names = [f"{psutil.Process(pid).name()}, process {pid}" for pid in listening if pid]
    except (psutil.Error, OSError):
        return ""
    return f", held by {names[0]}" if names else ""


def _programs(data: Path) -> Finding:
    try:
        found = postgres_binaries.find(_cluster_version(data))
    except errors.SetupNeeded as problem:
        return fail("postgresql", "Its programs were not found.", problem.detail)
    return ok("postgresql", f"{found.version} in {found.folder}")


def _cluster_version(data: Path) -> int | None:
    try:
        return int((_home(data) / "postgres" / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return None


def _is_begun(data: Path) -> bool:
    return (data / "postgres").exists() or (data / "postgres.home").exists()


def _home(data: Path) -> Path:
    remembered = data / "postgres.home"
    return Path(remembered.read_text(encoding="utf-8")) if remembered.exists() else data


def _nearest(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())
