"""Rapport's server with two more endpoints on it: one that does nothing, one of the library's.

python -m bench.beside --data FOLDER --port PORT
"""

import argparse
from pathlib import Path
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from api.app import create_app
from api.asked.engagements import NewEngagement
from api.installation import Installation, installation
from api.settings import Settings
from bench.library import Engagement, Engagements, environment


class Done(BaseModel):
    """As much of an answer as ours."""

    id: UUID


def with_company(opened: Installation) -> FastAPI:
    """Return Rapport's application with the two endpoints beside its own."""
    app = create_app(opened)
    library = Engagements(environment(opened.database))

    @app.post("/nothing", status_code=201)
    def nothing(given: NewEngagement) -> Done:
        return Done(id=given.candidate_id or uuid4())

    @app.post("/library", status_code=201)
    def saved(given: NewEngagement) -> Done:
        candidate_id = given.candidate_id or uuid4()
        told = given.engagement().payload()
        aggregate = Engagement(candidate_id, given.occurred_at, told)
        library.save(aggregate)
        return Done(id=aggregate.id)

    return app


def main() -> None:
    """Serve until told to stop."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--port", type=int, required=True)
    given = arguments.parse_args()
    with installation(Settings(data=given.data), say=lambda _: None) as opened:
        uvicorn.run(
            with_company(opened), port=given.port, access_log=False, log_level="warning"
        )


if __name__ == "__main__":
    main()
