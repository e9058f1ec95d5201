"""What may be asked about signing in."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from api.asked.values import shown
from ledger.words import Value

Token = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\w-]+$")]


class SignIn(Value):
    """A link, by what stands after its last slash."""

    model_config = shown({"link": "Zy1rXc0c4m8nM7bq0o1v2w3x4y5z6A7B8C9D0E1F2G3"})
    link: Token


class LookAt(Value):
    """A workspace to look at."""

    model_config = shown({"workspace_id": "0198c2f0-0000-7000-8000-000000000000"})
    workspace_id: UUID
