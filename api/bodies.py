"""Bodies that a route reads by itself: many lines at once, in the handler's own thread."""

from typing import Annotated

from fastapi import Depends, Request


class Body:
    """What was sent, and as what."""

    __slots__ = ("content", "media_type")

    def __init__(self, content: bytes, media_type: str) -> None:
        self.content = content
        self.media_type = media_type


async def _read(request: Request) -> Body:
    told = request.headers.get("content-type", "")
    return Body(await request.body(), told.partition(";")[0].strip().lower())


Raw = Annotated[Body, Depends(_read)]
