"""What is sent with a file that is brought in, and what may be said about it."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import ValidationError

from ledger import errors
from ledger.imports.options import Options

Said = Annotated[
    str | None,
    Query(
        description="What is said about the file, as a JSON object: `source`, `region`,"
        " `timezone`, `me`, `adds_correspondents`, `people`, `columns`, `keeps`, `encoding`,"
        " `horizon_days`.",
        max_length=50_000,
    ),
]
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


def options_said(options: Said = None) -> Options:
    """Return the options that are said; raise `errors.Invalid` for what is none."""
    if options is None:
        return Options()
    try:
        return Options.model_validate_json(options)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "options"
        raise errors.Invalid(f"In `options`, {place}: {problem['msg']}.") from error
