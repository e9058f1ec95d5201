"""The settings the embedded PostgreSQL runs with, and whom it lets in."""

import socket
import sys

import psutil

from ledger.postgres_cluster import APPLICATION, LOOPBACK, PORT, SUPERUSER, Cluster, write

SETTINGS = """\
# Written by Rapport at each start: change settings with `alter system`.
max_connections = 60
password_encryption = scram-sha-256
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = replica
max_wal_size = 2GB
wal_buffers = 32MB
checkpoint_timeout = 15min
# A recycled file would keep the text of somebody erased long ago.
wal_recycle = off
jit = off
random_page_cost = 1.1
autovacuum = on
timezone = 'UTC'
log_timezone = 'UTC'
# Messages about statements quote values, which are personal data: the server's own only.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_connections = off
log_checkpoints = off
log_autovacuum_min_duration = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""

SHARED_BUFFERS_MAX_MB = 256


def write_settings(cluster: Cluster) -> None:
    """Write PostgreSQL's own files of settings and access anew; only while it does not run."""
    for name, text in (
        ("postgresql.conf", SETTINGS + _here(cluster)),
        ("pg_hba.conf", _doors()),
        ("pg_ident.conf", _map(cluster)),
    ):
        write(cluster.files / name, text, cluster.account)


def _here(cluster: Cluster) -> str:
    # An eighth of the memory, so that a small machine keeps some for everything else.
    memory_mb = min(SHARED_BUFFERS_MAX_MB, psutil.virtual_memory().total // 8 // 2**20)
    if sys.platform == "win32":
        write(cluster.sockets / "port", str(_free_port(cluster.port)), cluster.account)
        where = {"listen_addresses": LOOPBACK}
    else:
        where = {
            "listen_addresses": "",
            "unix_socket_directories": '"' + str(cluster.sockets).replace('"', '""') + '"',
            "unix_socket_permissions": "0700",
        }
    settings = where | {"port": str(cluster.port), "shared_buffers": f"{memory_mb}MB"}
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _doors() -> str:
    if sys.platform == "win32":
        roles = (SUPERUSER, APPLICATION)
        return "".join(f"host all {role} {LOOPBACK}/32 scram-sha-256\n" for role in roles)
    return (
        f"local all,replication {SUPERUSER} peer map=rapport\n"
        f"local all {APPLICATION} scram-sha-256\n"
    )


def _map(cluster: Cluster) -> str:
    return "".join(f'rapport "{name}" {SUPERUSER}\n' for name in cluster.account.names())


def _free_port(wanted: int) -> int:
    # The port of last time if it is free: a server that comes back must answer where it did.
    for port in (wanted, 0):
        with socket.socket() as trial:
            try:
                trial.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    return PORT
