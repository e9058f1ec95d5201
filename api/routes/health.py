"""Health: is the process there, and does its database answer?"""

import anyio
import anyio.to_thread
import psycopg
import psycopg_pool
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Request

from api.answers.running import Health
from api.installation import Installation
from api.routes.noun import operation_id
from ledger import errors

router = APIRouter(tags=["health"], generate_unique_id_function=operation_id)

# Whoever asks wants to know now, not when a caller would give up.
_WAIT_SECONDS = 2.0
# Threads of their own: when the others are all at work, this is asked most urgently.
_ASKING_MAX = 4
_ASKING = RunVar[anyio.CapacityLimiter]("threads that ask whether the database answers")


@router.get("/healthz")
@router.get("/v1/healthz", include_in_schema=False)
async def is_alive() -> Health:
    """Say that the process answers."""
    return Health()


@router.get("/readyz")
@router.get("/v1/readyz", include_in_schema=False)
async def is_ready(request: Request) -> Health:
    """Say that the database answers, too; 503 otherwise."""
    installation: Installation = request.app.state.installation
    limiter = _ASKING.get(None) or anyio.CapacityLimiter(_ASKING_MAX)
    _ASKING.set(limiter)
    return await anyio.to_thread.run_sync(_asked, installation, limiter=limiter)


def _asked(installation: Installation) -> Health:
    try:
        with installation.database.pool.connection(timeout=_WAIT_SECONDS) as connection:
            connection.execute("select 1")
    except (psycopg.Error, psycopg_pool.PoolTimeout) as error:
        raise errors.Unavailable from error
    return Health()
