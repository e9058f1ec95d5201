"""What was done, said once in words on the next page, with the button that undoes it."""

from dataclasses import dataclass

import orjson
from fastapi import Response
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

_COOKIE = "rapport_said"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and where its undo is posted."""

    sentence: str
    undo: str = ""
    """The path of a screen's route that takes it back; empty where nothing does."""
    undo_word: str = "Undo"


_SAID: TypeAdapter[Said] = TypeAdapter(Said)


def keep(response: Response, said: Said, *, is_secure: bool) -> None:
    """Have the browser keep a sentence until the next page, where no script reads it."""
    # In hexadecimal: a cookie has no room for other letters than a few.
    text = orjson.dumps(said).hex()
    response.set_cookie(
        _COOKIE, text, max_age=_SECONDS, secure=is_secure, httponly=True, samesite="lax"
    )


def kept(request: Request) -> list[Said]:
    """Return what was to be said, which may be nothing."""
    try:
        return [_SAID.validate_json(bytes.fromhex(request.cookies[_COOKIE]))]
    except (KeyError, ValueError, ValidationError):
        return []


def forget(response: Response) -> None:
    """Say it once."""
    response.delete_cookie(_COOKIE, httponly=True, samesite="lax")
