"""What every route of the API does: it stands under /v1, and knows its parameters by name."""

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from api.parameters import only_known


def noun(tag: str, place: str = "") -> APIRouter:
    """Return a router for what is done to a noun, which the description lists under `tag`.

    Its paths are whole from the start. A router that is put into another one is looked through
    twice for each request, once for every level, and with thirty of them that was a sixth of
    the work of a small answer.
    """
    return APIRouter(
        prefix=f"/v1{place}",
        tags=[tag],
        dependencies=[Depends(only_known)],
        generate_unique_id_function=operation_id,
    )


def operation_id(route: APIRoute) -> str:
    """Return the handler's name: every one of them is a phrase of its own."""
    return route.name
