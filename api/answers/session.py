"""What is answered about signing in."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer


class Session(Answer):
    """Who is signed in, and at which workspace they look."""

    id: UUID
    user_id: UUID
    name: str
    email: str | None
    workspace_id: UUID
    began_at: datetime
    ends_at: datetime
