"""Health: is the process there, and does its database answer?"""

import psycopg
import psycopg_pool
from fastapi import APIRouter, Request

from api.answers.running import Health
from api.installation import Installation
from ledger import errors

router = APIRouter(tags=["health"])

# Whoever asks wants to know now, not when a caller would give up.
_WAIT_SECONDS = 2.0


@router.get("/healthz")
def is_alive() -> Health:
    """Say that the process answers."""
    return Health()


@router.get("/readyz")
def is_ready(request: Request) -> Health:
    """Say that the database answers, too; 503 otherwise."""
    installation: Installation = request.app.state.installation
    try:
        with installation.database.pool.connection(timeout=_WAIT_SECONDS) as connection:
            connection.execute("select 1")
    except (psycopg.Error, psycopg_pool.PoolTimeout) as error:
        raise errors.Unavailable from error
    return Health()
