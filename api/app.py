"""The HTTP API: every route, and what surrounds them.

candidates    POST, GET /candidates · GET, PATCH …/{id} · GET …/facts, …/known-through
              POST …/attachments
handles       POST /candidates/{id}/handles · PATCH, DELETE …/{handle_id}
tags          PUT, DELETE /candidates/{id}/tags/{tag} · GET /tags
today         GET /today
timeline      GET /candidates/{id}/timeline · GET /timeline · GET /activity
engagements   POST /engagements · POST …/batch · GET, PATCH, DELETE …/{id}
pools         POST, GET /pools · GET, PATCH …/{id} · POST …/archive · GET, PUT, DELETE …/members
              PUT …/stages, …/members/{id}/stage
searches      POST, GET /searches · PUT, DELETE …/{id}
follow_ups    POST, GET /follow-ups · POST …/{id}/done · POST …/{id}/cancel
applications  POST, GET /applications · GET …/{id} · POST …/{id}/move · POST …/{id}/close
merges        POST /candidates/{id}/merge · GET /merges · GET …/{id} · POST …/{id}/undo
duplicates    GET /duplicates · GET /candidates/{id}/duplicates · POST /duplicates/decisions
privacy       GET /candidates/{id}/privacy · PUT, DELETE …/consents/{purpose}, …/do-not-contact,
              …/legal-hold · PUT …/notice · GET /privacy/consents, …/notices
retention     POST, GET /retention-rules · PUT, DELETE …/{id} · GET /privacy/retention
erasure       POST /candidates/{id}/erase · GET /suppression · POST /suppression/lift
imports       POST, GET /imports · GET …/{id}, …/progress · POST …/stop, …/revert, …/reinstate
proofs        GET /checkpoint · GET /proofs/inclusion · GET /proofs/consistency
log           GET /events · GET /export, /exports · GET /diff
session       POST, GET, DELETE /session · PUT …/workspace · POST …/second-factor, …/proof,
              …/passkey, …/passkey/options, …/invitation · GET, DELETE /sessions · DELETE …/{id}
me            GET, PATCH /me · PUT, DELETE …/password · POST, DELETE …/codes
              POST …/codes/confirm, …/codes/recovery · POST …/passkeys/options
              POST …/passkeys · PATCH, DELETE …/passkeys/{id}
workspaces    GET, POST /workspaces · GET, PATCH, DELETE /workspace · POST /workspace/keep
members       GET /members · PATCH, DELETE …/{id} · POST, GET /invitations · DELETE …/{id}
access        GET /candidates/{id}/access · GET /access
keys          POST, GET /keys · POST …/{id}/rotate · DELETE …/{id}
insights      GET /insights/coverage, …/pools, …/replies, …/sources · GET /pools/{id}/figures,
              …/board
views         GET /views · POST …/{name}/rebuild
health        GET /healthz · GET /readyz
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

import anyio.to_thread
from fastapi import FastAPI

from api import batch, openapi, problems
from api.attempts import Attempts
from api.comparing import Comparing
from api.departures import Departures
from api.gate import Gate
from api.guarded import must_be_guarded
from api.installation import Installation
from api.places import STREAMED, Places
from api.principals import Doors
from api.repeats import Repeats
from api.routes import (
    applications,
    candidates,
    diff,
    documentation,
    duplicates,
    engagements,
    erasure,
    follow_ups,
    handles,
    health,
    imports,
    insights,
    keys,
    known_through,
    log,
    looks,
    me,
    members,
    merges,
    openid_pages,
    pools,
    privacy,
    proofs,
    retention,
    searches,
    session,
    sign_in_pages,
    tags,
    timeline,
    today,
    views,
    workspaces,
)
from api.screens import files, served
from api.sweeping import sweeping
from api.uploads import Uploads

# Each request is a thread; more than a few dozen only wait for the database's 24 connections.
THREADS_MAX = 40
_MULTIPART_BYTES = 1 << 16
_NOUNS = (
    candidates, known_through, handles, tags, today, timeline, engagements, pools, searches,
    follow_ups, applications, merges, duplicates, privacy, retention, erasure, imports, proofs,
    log, diff, views, session, workspaces, members, keys, me, looks, insights, health,
)  # fmt: skip
# In the order in which an address is compared with them. The pages for signing in come after
# those of OpenID, whose addresses they would take for tokens.
_PAGES = (documentation, openid_pages, sign_in_pages, files)
_SURFACES = (*(each.router for each in (*_NOUNS, *_PAGES)), *served.ROUTERS)


def create_app(installation: Installation) -> FastAPI:
    """Return the application that serves an installation."""
    app = FastAPI(
        title="Rapport",
        version=_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.installation = installation
    app.state.uploads = Uploads()
    app.state.comparing = Comparing()
    app.state.departures = Departures()
    app.state.doors = Doors()
    app.state.places = Places()
    app.state.attempts = Attempts()
    for surface in _SURFACES:
        app.router.routes.extend(surface.routes)
    problems.install(app)
    openapi.describe(app)
    must_be_guarded(app)
    told = installation.settings
    app.add_middleware(Repeats)
    app.add_middleware(
        Gate,
        hosts=(told.host,),
        public_url=told.public_url,
        bytes_max={
            "/v1/engagements/batch": batch.BYTES_MAX,
            "/v1/imports": told.upload_bytes_max + _MULTIPART_BYTES,
            "/import/files": told.upload_bytes_max + _MULTIPART_BYTES,
        },
        streamed=STREAMED,
        places=app.state.places,
    )
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS_MAX
    with sweeping(app.state.installation, app.state.attempts):
        yield


def _version() -> str:
    try:
        return version("rapport-ledger")
    except PackageNotFoundError:
        return "0"
